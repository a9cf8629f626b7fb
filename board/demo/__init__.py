"""The demo board, Harbour: a story made with the verbs, and then dated back."""
