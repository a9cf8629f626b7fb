"""The API: the same verbs as the pages, for programs. `config/api.py` opens it."""
