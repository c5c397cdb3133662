"""Exports of Ghost: posts in Lexical, Mobiledoc or HTML, with authors, tags and settings."""
