"""Sources into the catalog: what is new, changed, gone, or there twice.

In come `[[source]]` tables and paths; out goes a report, and the catalog has
changed in one transaction for each source.
"""
