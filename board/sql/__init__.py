"""Statements outside the ORM: compiled once, prepared, or copied in bulk."""
