"""Finds templates: the publication's own first, then the shipped ones."""
