"""Exports of Substack, and what its HTML holds wherever it is read."""
