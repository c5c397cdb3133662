"""HTML, which may be hostile: as a tree, sanitised, with players as links, and as plain text."""
