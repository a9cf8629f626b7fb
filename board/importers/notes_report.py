"""The decisions of an import, in words."""

import json
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.importers.notes import Notes
from board.importers.problems import shown
from board.models import ChecklistItem

NAMED = 10  # values; how many more there are is said


def notes_report(notes: Notes) -> Iterator[str]:
    yield from _decisions(notes)
    yield from _cut(notes)
    yield from _unknown_values(notes)


def _decisions(notes: Notes) -> Iterator[str]:
    """Yield the decisions about facts that the file lacks."""
    if guessed := notes.guessed:
        yield ngettext(
            "%(n)s has no date for the column it is in: the last date known of it counts, or now.",
            "%(n)s have no date for the column they are in: the last date known of each counts, "
            "or now.",
            guessed,
        ) % {"n": guessed}
    if undated := notes.undated:
        yield ngettext(
            "%(n)s is closed and has no date of it: --closed-without-date says what became of it.",
            "%(n)s are closed and have no date of it: --closed-without-date says what became of "
            "them.",
            undated,
        ) % {"n": undated}


def _cut(notes: Notes) -> Iterator[str]:
    """Yield the texts that were too long, with the place of their full form."""
    if shortened := notes.titles:
        yield ngettext(
            "%(n)s title was cut; the description begins with the full title.",
            "%(n)s titles were cut; the descriptions begin with the full titles.",
            shortened,
        ) % {"n": shortened}
    if cut := notes.descriptions:
        yield ngettext(
            "%(n)s description was cut; comments on the card have the rest.",
            "%(n)s descriptions were cut; comments on the cards have the rest.",
            cut,
        ) % {"n": cut}
    if cut := notes.comments:
        yield ngettext(
            "%(n)s comment is so long that it became several.",
            "%(n)s comments are so long that they became several.",
            cut,
        ) % {"n": cut}
    if more := notes.lines_too_many:
        yield ngettext(
            "%(n)s scenario or step is more than the %(most)s that a card has; the description has it.",
            "%(n)s scenarios or steps are more than the %(most)s that a card has; the descriptions "
            "have them.",
            more,
        ) % {"n": more, "most": ChecklistItem.MOST}
    if cut := notes.lines_too_long:
        yield ngettext(
            "%(n)s scenario or step was cut; the description has it in full.",
            "%(n)s scenarios or steps were cut; the descriptions have them in full.",
            cut,
        ) % {"n": cut}
    if cut := notes.labels.total():
        yield ngettext(
            "%(n)s label was cut; the description has it in full: %(labels)s.",
            "%(n)s labels were cut; the descriptions have them in full: %(labels)s.",
            cut,
        ) % {"n": cut, "labels": counted(notes.labels)}


def _unknown_values(notes: Notes) -> Iterator[str]:
    """The values that the board does not know; the cards keep them as text."""
    for words, values in (
        (_("Not a whole number, so kept as text: %(values)s."), notes.sizes),
        (_("No class of service here, so kept as text: %(values)s. See [classes]."), notes.classes),
        (_("No lane here, so kept as text: %(values)s."), notes.lanes),
        (
            _("Not a member who may change cards here, so kept as text: %(values)s."),
            notes.strangers,
        ),
    ):
        if values:
            yield words % {"values": counted(values)}
    if notes.people:
        yield _("No members here, so kept as text; to map them, write into the mapping file:")
        yield "[people]"
        for name, cards in notes.people.most_common():
            yield f'{json.dumps(name, ensure_ascii=False)} = ""  # {cards}'


def counted(values: Counter[str]) -> str:
    """Values and how often each came, the most frequent first."""
    named = [f"{shown(value) or '“”'} ({n})" for value, n in values.most_common(NAMED)]
    more = len(values) - len(named)
    return ", ".join([*named, *([_("and %(more)s more") % {"more": more}] if more > 0 else [])])
