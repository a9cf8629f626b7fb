import re
import unicodedata


def prefixes(text: str) -> str:
    """A tsquery for texts in which every word of this one begins a word; "" matches nothing."""
    return " & ".join(f"{word}:*" for word in re.findall(r"\w+", text))


def isolated(text: str) -> str:
    """Somebody's words, to stand in a sentence: from right to left they leave its order alone."""
    leftward = any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in text)
    return f"\u2068{text}\u2069" if leftward else text


LONGEST_ID = 18  # digits


def is_number(text: str, longest: int = LONGEST_ID) -> bool:
    """Whether this is a number that may be one of ours; Python itself reads no endless ones."""
    return text.isdecimal() and len(text) <= longest
