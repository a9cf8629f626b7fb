"""Django's backend for PostgreSQL, with a check of a kept connection that needs no round trip."""
