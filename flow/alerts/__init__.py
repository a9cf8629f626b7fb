"""Alerts of old cards, stuck cards and exceeded limits, sent in time to the right person, once."""
