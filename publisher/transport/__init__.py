"""The way out: mail servers and the web."""
