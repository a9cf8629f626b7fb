"""Predictions of what a change will do, with criteria that lock when the work starts."""
