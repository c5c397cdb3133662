"""Pure: a channel and its entries become the bytes of feeds and pages."""
