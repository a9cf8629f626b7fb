"""A backup of an embedded set-up: its database and its files in one archive, and back again."""
