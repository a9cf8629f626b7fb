"""A date format of Python, which here may name zones, and months and days of any language."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from functools import cached_property, lru_cache

from board.importers.date_names import DAY, HALF, MONTH, DateNames

KINDS = {"b": MONTH, "B": MONTH, "h": MONTH, "a": DAY, "A": DAY, "p": HALF}
SHORT = {MONTH: "%b", DAY: "%a", HALF: "%p"}
ZONE = "Z"
UNIVERSAL = ("UTC", "GMT", "UCT", "Z")  # names of it

_DIRECTIVE = re.compile(r"(%.)", re.DOTALL)
_ZONE_NAME = re.compile(r"(?<![A-Za-z])(?:UTC|GMT|UCT|Z)(?![A-Za-z])")  # written out in a format
_OFFSET = re.compile(r"[+-]\d{2}:?\d{2}(?!\d)")


class DateFormat:
    """How dates are written: `%d.%m.%Y %H:%M`.

    A zone that is written out in the format (`UTC`, `Z`, `+0200`) is the zone of its dates, not
    just letters, and `%Z` is a name like UTC or one that the zone of the dates has, like CEST.
    """

    def __init__(self, form: str) -> None:
        self.form = "".join(_with_zone(form))

    @property
    def example(self) -> str:
        """A date in this format, to try it."""
        return datetime(2000, 11, 22, 13, 14, 15, tzinfo=UTC).strftime(self.form)

    def read(self, text: str, names: DateNames, zone: tzinfo | None = None) -> datetime:
        """Return the moment in a text, a local time unless the text has a zone; raise ValueError if
        it does not fit.
        """
        if not self._has_words:
            return datetime.strptime(text, self.form)  # noqa: DTZ007 - the zone is that of the dates
        try:
            if ZONE not in self._kinds:
                return datetime.strptime(text, self.form)  # noqa: DTZ007
        except ValueError:  # names of another language
            pass
        return self._read_words(text, names, zone)

    def _read_words(self, text: str, names: DateNames, zone: tzinfo | None) -> datetime:
        """A date of which names are translated to English, and that of the zone is looked up."""
        match = self._pattern.fullmatch(text.strip())
        if not match:
            raise ValueError(text)
        parts, zone_name = [], ""
        for number, (part, directive) in enumerate(zip(match.groups(), self._parts, strict=True)):
            kind = KINDS.get(directive[1:]) if number % 2 else None
            if kind:
                parts.append(names.in_english(kind, part))
            elif number % 2 and directive == "%Z":
                zone_name = part.upper()
            else:
                parts.append(part)
        written = datetime.strptime("".join(parts), "".join(self._english))  # noqa: DTZ007
        return _in_zone(written, zone_name, zone) if zone_name else written

    @cached_property
    def _parts(self) -> list[str]:
        """Return the texts between the directives, with a directive in every second place."""
        return _DIRECTIVE.split(self.form)

    @cached_property
    def _english(self) -> list[str]:
        """The parts as they are read when their names are short English ones."""
        kinds = ((KINDS.get(part[1:]) if part[:1] == "%" else None, part) for part in self._parts)
        return [SHORT[kind] if kind else part for kind, part in kinds if part != "%Z"]

    @cached_property
    def _kinds(self) -> set[str]:
        return {part[1:] for part in self._parts[1::2]}

    @cached_property
    def _has_words(self) -> bool:
        return bool(self._kinds & {*KINDS, ZONE})

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Where the directives are in a text; whether each part is right is `strptime`'s to say."""
        groups = []
        for number, part in enumerate(self._parts):
            if number % 2 == 0:
                groups.append("(" + r"\s+".join(map(re.escape, re.split(r"\s+", part))) + ")")
            elif part[1:] in KINDS:
                groups.append(r"(\D+?)")
            else:
                groups.append({"%Z": "([A-Za-z]+)", "%z": r"(\S+?)"}.get(part, r"(.+?)"))
        return re.compile("".join(groups), re.IGNORECASE)


@lru_cache
def date_format(form: str) -> DateFormat:
    return DateFormat(form)


def _with_zone(form: str) -> Iterator[str]:
    """The parts of a format, where zones that are written out became directives."""
    parts = _DIRECTIVE.split(form)
    has_zone = "%z" in parts or "%Z" in parts
    for part in parts:
        if part.startswith("%") or has_zone:
            yield part
        else:
            yield _ZONE_NAME.sub("%Z", _OFFSET.sub("%z", part))


def _in_zone(written: datetime, name: str, zone: tzinfo | None) -> datetime:
    """The moment of a time that names its zone; raise ValueError for a name that is not known."""
    if name in UNIVERSAL:
        return written.replace(tzinfo=UTC)
    for fold in (0, 1):
        local = written.replace(tzinfo=zone, fold=fold)
        if zone is not None and local.tzname() == name:
            return local
    raise ValueError(name)
