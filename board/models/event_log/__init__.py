"""From the rows of another tool's log to the stays of each card."""
