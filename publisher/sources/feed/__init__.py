"""Feeds of others: Atom, RSS and JSON Feed, their episodes and older documents."""
