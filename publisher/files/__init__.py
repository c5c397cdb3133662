"""Files on disk: written whole or not at all, the output folder, and templates."""
