"""Pure: a post becomes an entry."""
