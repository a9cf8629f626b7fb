"""The words that replace an address in the log; the program that shows the log knows them, too."""

HIDDEN, UNKNOWN = "…", "an unknown address"
