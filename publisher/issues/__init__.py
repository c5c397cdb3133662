"""Pure: entries become an issue, and an issue a mail."""
