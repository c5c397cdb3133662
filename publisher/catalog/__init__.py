"""catalog.db and publisher.lock: every entry, and what keeps its id the same for ever.

In come entries from `publisher.importing`; out go entries for feeds, pages and
issues, selected and in order.  All SQL of the catalog stands here.  The
database can be rebuilt from the sources and publisher.lock.
"""
