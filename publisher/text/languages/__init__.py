"""What differs by language: which one a text is in, labels, locales, and our own words in each."""
