"""From the rows of another tool's log to where each card was when."""
