"""Dates as people and programs write them: in headings, front matter, feeds and pages."""
