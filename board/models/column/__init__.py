"""The columns of a board: their stages, their pace, and how they are changed."""
