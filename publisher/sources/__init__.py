"""Importers: one kind of source each, read into posts."""
