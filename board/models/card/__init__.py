"""The card and its verbs: its place, its words, the people who work on it, its blocks."""
