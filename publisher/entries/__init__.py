"""A post becomes an entry: understood, identified, matched with what is known, its sources found.

Pure.  In comes a `Post` as a source handed it over; out goes an `Entry`.
"""
