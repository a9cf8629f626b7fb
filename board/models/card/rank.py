"""The rank of a card in its column: a text between the texts of its two neighbours.

A rank is a fraction written in base 62 without its leading "0.": "V" is one half. Ranks compare
as plain bytes, so the column has the collation "C". Between two ranks there is always another,
so a move writes one card whatever the column holds. Ranks at the end of a column count upwards
in steps, so that a column filled one by one keeps short ranks.
"""

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BASE = len(DIGITS)
WIDTH = 8  # digits of a rank at an end of a column
STEP = BASE**3  # distance between ranks that follow each other there
LONG = 40  # at this length the ranks of the column are shortened

_VALUE = {digit: value for value, digit in enumerate(DIGITS)}
_SPAN = BASE**WIDTH


def between(before: str | None, after: str | None) -> str:
    """Return a rank behind `before` and in front of `after`; None is that end of the column.

    Raises ValueError when the two are not in order.
    """
    if before is not None and after is not None and before >= after:
        raise ValueError(f"{before!r} does not come before {after!r}")
    if after is None:
        return _step(before, STEP) if before else _text(_SPAN // 2, WIDTH)
    if before is None:
        return _step(after, -STEP)
    return _middle(before, after)


def spread(count: int) -> list[str]:
    """Return `count` short ranks in order, evenly apart."""
    step = min(STEP, _SPAN // (count + 1))
    first = (_SPAN - step * count) // 2
    return [_text(first + step * place, WIDTH) for place in range(count)]


def _step(rank: str, step: int) -> str:
    value = _number(rank, WIDTH) + step
    if 0 < value < _SPAN:
        return _text(value, WIDTH)
    return _middle(rank, None) if step > 0 else _middle("", rank)


def _middle(before: str, after: str | None) -> str:
    """Return the rank half-way, as short as possible: one digit more than distinguishes the two."""
    for width in range(1, max(len(before), len(after or "")) + 2):
        low = _number(before, width)
        high = BASE**width if after is None else _number(after, width)
        if high - low > 1:
            return _text((low + high) // 2, width).rstrip("0")
    raise ValueError(f"there is no rank between {before!r} and {after!r}")


def _number(rank: str, width: int) -> int:
    value = 0
    for digit in rank[:width].ljust(width, DIGITS[0]):
        value = value * BASE + _VALUE[digit]
    return value


def _text(value: int, width: int) -> str:
    digits = []
    for _ in range(width):
        value, digit = divmod(value, BASE)
        digits.append(DIGITS[digit])
    return "".join(reversed(digits))
