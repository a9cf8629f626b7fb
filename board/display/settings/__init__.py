"""The settings of a board, and the log of what was changed."""
