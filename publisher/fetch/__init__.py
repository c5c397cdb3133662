"""One document from the web: politely, within limits, and from no private network."""
