import re


def prefixes(text: str) -> str:
    """A tsquery for texts in which every word of this one begins a word; "" matches nothing."""
    return " & ".join(f"{word}:*" for word in re.findall(r"\w+", text))
