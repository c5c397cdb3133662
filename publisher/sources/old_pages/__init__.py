"""HTML files and web pages."""
