"""The card and its verbs: where it is, what it says, who works on it, what holds it up."""
