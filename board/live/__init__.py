"""The event stream: it notifies the viewers of a board that the board has changed, and nothing else.

Events are hints, never data. `tickets` is for the pages, `app` is a process of its own.
"""
