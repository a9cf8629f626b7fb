"""The measures of a board's history, and the practices that are built on them. Nothing is in it
yet.

It may import the board; the board never imports it, and works without it.
"""
