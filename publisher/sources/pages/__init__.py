"""Web pages and HTML files: what a page says of itself, and where its text stands.

In comes the HTML of one page, a folder of them, a sitemap or a list of posts;
out come posts.  trafilatura decides where the text of a page stands, htmldate
finds dates that nothing marks; the elements are the page's own.
"""
