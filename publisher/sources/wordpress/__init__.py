"""Exports of WordPress (WXR): items, blocks, shortcodes and attachments."""
