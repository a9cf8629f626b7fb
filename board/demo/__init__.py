"""The demo board, Harbour: a story told by the verbs, and then dated back."""
