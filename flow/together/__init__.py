"""A meeting that a team holds in several windows: who is here, and who leads."""
