"""The notations in which a body can be written, each turned into HTML: Markdown and plain text."""
