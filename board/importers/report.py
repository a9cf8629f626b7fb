"""What an import did, in words."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.importers.csv_import import Imported


def report(imported: Imported, source: str) -> Iterator[str]:
    board, cards = imported.board, imported.intake.cards
    facts = {"n": len(cards), "source": source, "board": board, "key": board.key}
    if cards:
        facts |= {"first": cards[0].key, "last": cards[-1].key}
        yield (
            ngettext(
                "%(n)s card from %(source)s came to %(board)s: %(first)s.",
                "%(n)s cards from %(source)s came to %(board)s: %(first)s to %(last)s.",
                len(cards),
            )
            % facts
        )
    else:
        yield _("No card of %(source)s is new to %(board)s.") % facts
    there = Counter(None if card.archived_at else card.column_id for card in cards)
    for column in board.shape.columns.values():
        if there[column.pk]:
            yield f"{there[column.pk]:7}  {column}"
    if there[None]:
        yield f"{there[None]:7}  {_('archived')}"
    yield from _remarks(imported)


def _remarks(imported: Imported) -> Iterator[str]:
    """What the person may not expect."""
    if before := imported.intake.here_before:
        yield ngettext(
            "%(n)s was here before and stays as it is.",
            "%(n)s were here before and stay as they are.",
            before,
        ) % {"n": before}
    for each in imported.intake.passed:
        yield _("%(limit)s is over its limit, %(after)s of %(maximum)s; overrides say so.") % {
            "limit": each.limit.title,
            "after": each.after,
            "maximum": each.limit.maximum,
        }
    if imported.intake.cards:
        yield from _decisions(imported.notes)
    if imported.unread:
        yield _("Not read: %(fields)s.") % {"fields": ", ".join(imported.unread)}


def _decisions(notes: Counter[str]) -> Iterator[str]:
    """What the file left open."""
    if guessed := notes["guessed"]:
        yield ngettext(
            "%(n)s has no date for the column it is in: the last date known of it counts, or now.",
            "%(n)s have no date for the column they are in: the last date known of each counts, "
            "or now.",
            guessed,
        ) % {"n": guessed}
    if shortened := notes["shortened"]:
        yield ngettext(
            "%(n)s title was cut; the description begins with the whole of it.",
            "%(n)s titles were cut; the descriptions begin with the whole of them.",
            shortened,
        ) % {"n": shortened}
