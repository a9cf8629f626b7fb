"""The report of an import, in words."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.importers.csv_import import ImportedCards
from board.importers.dates import Dates
from board.importers.notes_report import notes_report
from board.importers.problems import Problems


def report(imported: ImportedCards, source: str) -> Iterator[str]:
    board, cards = imported.board, imported.intake.cards
    facts = {"n": len(cards), "source": source, "board": board, "key": board.key}
    if cards:
        facts |= {"first": cards[0].key, "last": cards[-1].key}
        yield (
            ngettext(
                "%(n)s card from %(source)s was added to %(board)s: %(first)s.",
                "%(n)s cards from %(source)s was added to %(board)s: %(first)s to %(last)s.",
                len(cards),
            )
            % facts
        )
    elif imported.intake.here_before or imported.left_out:
        yield _("No card of %(source)s is new to %(board)s.") % facts
    else:
        yield _("%(source)s has no rows.") % facts
    there = Counter(None if card.archived_at else card.column_id for card in cards)
    for column in board.shape.columns.values():
        if there[column.pk]:
            yield f"{there[column.pk]:7}  {column}"
    if there[None]:
        yield f"{there[None]:7}  {_('archived')}"
    yield from _remarks(imported)


def _remarks(imported: ImportedCards) -> Iterator[str]:
    """Yield the remarks on results that the person may not expect."""
    if before := imported.intake.here_before:
        yield ngettext(
            "%(n)s was imported before and stays as it is.",
            "%(n)s were imported before and stay as they are.",
            before,
        ) % {"n": before}
    for each in imported.intake.passed:
        yield _(
            "%(limit)s exceeds its limit, %(after)s of %(maximum)s; its cards have overrides."
        ) % {
            "limit": each.limit.title,
            "after": each.after,
            "maximum": each.limit.maximum,
        }
    if large := len(imported.intake.too_large):
        yield ngettext(
            "%(n)s card in progress is too large to start; it has an override.",
            "%(n)s cards in progress are too large to start; they have overrides.",
            large,
        ) % {"n": large}
    if imported.intake.cards:
        yield from notes_report(imported.notes)
    yield from dates_report(imported.dates)
    if imported.unread:
        yield _("Not read: %(fields)s.") % {"fields": ", ".join(imported.unread)}
    if imported.left_out:
        yield from _left_out(imported.left_out.problems)


def dates_report(dates: Dates) -> Iterator[str]:
    """How dates were read that do not say it themselves."""
    if dates.universal:
        yield _(
            "Read in UTC, as the name of the field says: %(fields)s (if that is wrong, use --dates-in)."
        ) % {"fields": ", ".join(dates.universal)}
    if recognised := dates.names.recognised:
        pairs = [f"{name} = {english}" for name, english in sorted(recognised.items())]
        yield _("Names recognised: %(names)s (if that is wrong, use --language).") % {
            "names": ", ".join(pairs)
        }


def _left_out(problems: Problems) -> Iterator[str]:
    """The rows that were left out, and why."""
    left = len(problems.reasons)
    yield ngettext("%(n)s row was left out:", "%(n)s rows were left out:", left) % {"n": left}
    yield from problems.sentences
