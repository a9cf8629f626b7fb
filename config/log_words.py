"""What the log says in place of an address: the program that shows the log knows the words, too."""

HIDDEN, UNKNOWN = "…", "an unknown address"
