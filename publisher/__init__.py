"""Posts in, structured entries, feeds and a mail digest out."""

from __future__ import annotations

__version__ = "0.1.0"
