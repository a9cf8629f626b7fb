"""What the history of the board tells, and the practices around it. Nothing is in it yet.

It may import the board; the board never imports it, and works without it.
"""
