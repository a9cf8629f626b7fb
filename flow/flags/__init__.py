"""Flags: switches in running code, each born with the card that removes it.

`models` keeps them, `server` is a process of its own that answers OFREP.
"""
