"""Statements beside the ORM: compiled once, prepared, or copied in bulk."""
