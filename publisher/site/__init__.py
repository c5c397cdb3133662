"""Entries and lists of feeds as HTML pages for readers."""
