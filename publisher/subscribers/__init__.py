"""Who gets the digest: joining and leaving, and the lists of other tools.

In come addresses and CSV files; out goes the list as it stands, stored in
`publisher.database`.
"""
