"""The board and its verbs, one file a noun: who may change what of it, and how."""
