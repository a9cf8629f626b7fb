"""What a lead fills in to set a board up: its columns, limits, parts and the board itself."""
