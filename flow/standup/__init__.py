"""The standup: the daily walk of the board, right to left."""
