"""What the import of an event log did, in words."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.importers.log_import import Imported

NAMED = 10  # activities; how many more there are is said


def report(imported: Imported, source: str) -> Iterator[str]:
    board, retraced = imported.board, imported.retraced
    facts = {"n": retraced.cards, "stays": retraced.stays, "source": source, "board": board}
    facts |= {"first": f"{board.key}-1", "last": f"{board.key}-{retraced.cards}"}
    yield (
        ngettext(
            "%(n)s card from %(source)s is on the new board %(board)s: %(first)s.",
            "%(n)s cards from %(source)s are on the new board %(board)s: %(first)s to %(last)s.",
            retraced.cards,
        )
        % facts
    )
    for column in board.shape.columns.values():
        yield f"{retraced.there[column.pk]:7}  {column}"
    yield from _remarks(imported)


def _remarks(imported: Imported) -> Iterator[str]:
    """What the person may not expect."""
    if idle := imported.retraced.idle:
        yield ngettext(
            "%(n)s row names the column that its card is in already, and changes nothing.",
            "%(n)s rows name the column that their card is in already, and change nothing.",
            idle,
        ) % {"n": idle}
    if ignored := imported.ignored.total():
        facts = {"n": ignored, "activities": _activities(imported)}
        yield (
            ngettext(
                "%(n)s row is ignored, its activity is no column: %(activities)s.",
                "%(n)s rows are ignored, their activities are no columns: %(activities)s.",
                ignored,
            )
            % facts
        )
    if never := [name for name, rows in imported.entered.items() if not rows]:
        yield _("No row enters %(columns)s.") % {"columns": ", ".join(never)}
    if imported.unread:
        yield _("Not read: %(fields)s.") % {"fields": ", ".join(imported.unread)}


def _activities(imported: Imported) -> str:
    """The ignored activities, the most frequent first."""
    named = imported.ignored.most_common(NAMED)
    said = [f"{activity or '“”'} ({rows})" for activity, rows in named]
    more = len(imported.ignored) - len(named)
    return ", ".join([*said, *([_("and %(more)s more") % {"more": more}] if more > 0 else [])])
