"""Limits and the other rules of the gate: what is counted, what is refused, and in which words."""
