"""Folders of posts as site generators keep them: files with front matter, most of them in Markdown.

In comes a folder or file; out come posts.  What belongs to one generator alone
stands in `generators`.
"""
