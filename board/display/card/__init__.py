"""One card, opened."""
