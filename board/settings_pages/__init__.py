"""The pages on which a lead sets a board up: its columns, limits, parts and the board itself."""
