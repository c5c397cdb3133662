"""Words and HTML: what can be said of a text without knowing where it came from.

Pure.  `markup` turns notations into HTML, `html` reads and cleans HTML,
`dates` reads dates, `languages` holds what differs by language; addresses,
characters and slugs have a module each.
"""
