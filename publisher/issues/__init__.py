"""One edition of the digest: choose entries, draft, lay out, render, check, approve.

In come entries of the catalog and the editor's draft; out goes a frozen folder
that `publisher.delivery` sends byte for byte.
"""
