import re
import unicodedata


def prefixes(text: str) -> str:
    """Return a tsquery for texts in which each word of this one begins a word; "" matches none."""
    return " & ".join(f"{word}:*" for word in re.findall(r"\w+", text))


def isolated(text: str) -> str:
    """Isolate a person's words in a sentence, so that right-to-left words do not change its order."""
    leftward = any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in text)
    return f"\u2068{text}\u2069" if leftward else text


LONGEST_ID = 18  # digits


def is_number(text: str, longest: int = LONGEST_ID) -> bool:
    """Whether this is a number with no more digits than Sluice needs; longer ones are costly."""
    return text.isdecimal() and len(text) <= longest


def is_storable(text: str) -> bool:
    """Whether a database can hold this text: it has no NUL and no half of a surrogate pair."""
    if "\x00" in text:
        return False
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)
