"""Posts in, structured entries, feeds and a mail digest out."""

__version__ = "0.1.0"
