"""An approved issue on its way to its readers: message, SMTP, and the ledger of what became of each.

In come a frozen issue and the subscribers; out go messages, and one row for
each recipient that says what is known of it.
"""
