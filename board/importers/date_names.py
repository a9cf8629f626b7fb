"""The names of months and days, and of both halves of a day, in the languages of CLDR (Babel)."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from babel import Locale, UnknownLocaleError
from django.conf import global_settings
from django.utils.translation import gettext as _

from board.importers.problems import Wrong, shown

MONTH, DAY, HALF = "month", "day", "half"  # what a name can be of
ENGLISH = {
    MONTH: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    DAY: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    HALF: ["AM", "PM"],
}
BEGINNING = 3  # letters of a month's name that may stand for it: "sep" for "septiembre"

Names = Mapping[str, int]  # a name as it is folded, and the place in ENGLISH


class DateNames:
    """Knows names of these languages; without any, of all languages that Django knows.

    `recognised` has each name that no language was said for, and what it was taken for.
    """

    def __init__(self, languages: Sequence[str] = ()) -> None:
        self.languages = languages
        self.recognised: dict[str, str] = {}
        self._known: dict[tuple[str, str], str] = {}

    def in_english(self, kind: str, name: str) -> str:
        """The short English name of this; raise ValueError if no language has it.

        Raises Wrong if the languages do not agree on what it means.
        """
        if (kind, name) not in self._known:
            self._known[kind, name] = self._found(kind, name)
        return self._known[kind, name]

    def _found(self, kind: str, name: str) -> str:
        word = folded(name)
        meanings = self._meanings(kind, word)
        if not meanings:
            raise ValueError(name)
        if len(meanings) > 1:
            raise Wrong(
                _("“%(name)s” is %(meanings)s; choose one with --language CODE.")
                % {"name": shown(name), "meanings": _(" or ").join(_meanings(kind, meanings))}
            )
        english = ENGLISH[kind][next(iter(meanings))]
        if kind != HALF and not self.languages and not word.startswith(english.lower()):
            self.recognised[name.strip()] = english
        return english

    def _meanings(self, kind: str, word: str) -> dict[int, list[str]]:
        """Return the meanings of a name, with their languages; English is understood in any case."""
        languages = ["en", *self.languages] if self.languages else _known()
        for table in (_names, _beginnings):
            meanings_here = _in(((code, table(code, kind)) for code in languages), word)
            if meanings_here:
                return meanings_here
        return {}


def check_language(code: str) -> None:
    """Raise Wrong unless names of this language are known."""
    try:
        Locale.parse(code, sep="-" if "-" in code else "_")
    except (UnknownLocaleError, ValueError, TypeError) as error:
        raise Wrong(
            _("%(code)s is not a language; write it like pl, de or pt_BR.") % {"code": code}
        ) from error


def folded(name: str) -> str:
    """A name without what writers differ in: its case, dots and spaces."""
    whole = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in whole if sign.isalnum() or unicodedata.category(sign)[0] == "M")


def _in(tables: Iterable[tuple[str, Names]], word: str) -> dict[int, list[str]]:
    meanings: dict[int, list[str]] = defaultdict(list)
    for code, names in tables:
        if word in names:
            meanings[names[word]].append(code)
    return dict(meanings)


@cache
def _known() -> list[str]:
    codes = []
    for code, _name in global_settings.LANGUAGES:
        try:
            check_language(code)
        except Wrong:
            continue
        codes.append(code)
    return codes


@cache
def _names(code: str, kind: str) -> Names:
    return {folded(name): place for place, name in _names_in(code, kind)}


@cache
def _beginnings(code: str, kind: str) -> Names:
    """The beginnings of names that begin one name of this language only."""
    meant: dict[str, set[int]] = defaultdict(set)
    for place, name in _names_in(code, kind) if kind == MONTH else ():
        word = folded(name)
        for end in range(BEGINNING, len(word)):
            meant[word[:end]].add(place)
    return {word: places.pop() for word, places in meant.items() if len(places) == 1}


def _names_in(code: str, kind: str) -> Iterator[tuple[int, str]]:
    """Every form of every name in CLDR, with its place in ENGLISH."""
    locale = Locale.parse(code, sep="-" if "-" in code else "_")
    if kind == HALF:
        tables = locale.day_periods
        places: dict[str | int, int] = {"am": 0, "pm": 1}
    else:
        tables = locale.months if kind == MONTH else locale.days
        places = {n + 1: n for n in range(12)} if kind == MONTH else {n: n for n in range(7)}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for key, name in tables.get(context, {}).get(width, {}).items():
                if key in places:
                    yield places[key], name


def _meanings(kind: str, meanings: Mapping[int, Sequence[str]]) -> Iterator[str]:
    for place, codes in sorted(meanings.items()):
        facts = {"meaning": ENGLISH[kind][place], "languages": ", ".join(codes)}
        yield _("%(meaning)s (%(languages)s)") % facts
