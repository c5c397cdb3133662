"""A publication as a whole: start one, build it, tell whether it is up to date, demonstrate it.

In comes publisher.toml; out go the catalog, feeds and pages on disk.  This is
where importing, feeds and site meet; they do not know each other.
"""
