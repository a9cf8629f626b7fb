"""What a team does together in several windows: one open meeting of a board, and who leads it."""
