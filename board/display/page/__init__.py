"""The page of a board, and the list of boards."""
