"""The report of the import of an event log, in words."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.importers.log_import import ImportedLog
from board.importers.log_reader import LogReader
from board.importers.notes_report import counted
from board.importers.problems import shown
from board.importers.report import dates_report
from board.models import Retraced


def report(imported: ImportedLog, source: str) -> Iterator[str]:
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
    if retraced.archived:
        yield f"{retraced.archived:7}  {_('archived')}"
    yield from _rows(imported.reader, retraced)
    yield from _cards(imported.reader, retraced)
    yield from _order(imported.reader, retraced)
    yield from dates_report(imported.reader.dates)
    if imported.reader.unread:
        yield _("Not read: %(fields)s.") % {"fields": ", ".join(imported.reader.unread)}


def _rows(reader: LogReader, retraced: Retraced) -> Iterator[str]:
    """The rows that changed nothing, and what no row says."""
    if idle := retraced.idle:
        yield ngettext(
            "%(n)s row names the column that its card is in already, and changes nothing.",
            "%(n)s rows name the column that their card is in already, and change nothing.",
            idle,
        ) % {"n": idle}
    if ignored := reader.ignored.total():
        yield (
            ngettext(
                "%(n)s row is ignored, since its activity is not a column: %(activities)s.",
                "%(n)s rows are ignored, since their activities are not columns: %(activities)s.",
                ignored,
            )
            % {"n": ignored, "activities": counted(reader.ignored)}
        )
    if never := [name for name, rows in reader.entered.items() if not rows]:
        yield _("No row enters %(columns)s.") % {"columns": ", ".join(never)}
    if never := [name for name, rows in reader.taken_off.items() if not rows]:
        yield _("No row contains %(activities)s.") % {"activities": ", ".join(never)}


def _cards(reader: LogReader, retraced: Retraced) -> Iterator[str]:
    """The cards that are not on the board, or not where the log saw them last."""
    if absent := retraced.never_came.total():
        ids = ", ".join(map(shown, retraced.absent))
        more = ["…"] if absent > len(retraced.absent) else []
        yield (
            ngettext(
                "%(n)s card never entered a column (%(cards)s); its last row has %(activities)s.",
                "%(n)s cards never entered a column (%(cards)s); their last rows have "
                "%(activities)s.",
                absent,
            )
            % {
                "n": absent,
                "cards": ", ".join([ids, *more]),
                "activities": counted(_named(reader, retraced.never_came)),
            }
        )
    if left := retraced.left_for.total():
        activities = _named(reader, retraced.left_for)
        facts = {
            "n": left,
            "activities": counted(activities),
            "first": activities.most_common(1)[0][0],
        }
        yield (
            ngettext(
                "%(n)s card left for an activity that is not a column, and stays where it was: "
                '%(activities)s. To archive such cards use --archive "%(first)s".',
                "%(n)s cards left for activities that are not columns, and stay where they were: "
                '%(activities)s. To archive such cards use --archive "%(first)s".',
                left,
            )
            % facts
        )


def _order(reader: LogReader, retraced: Retraced) -> Iterator[str]:
    """How rows of the same time were put in order, and where they do not follow each other."""
    if tied := retraced.tied:
        as_they_stand = tied - retraced.from_below - retraced.chained
        facts = {"n": tied, "below": retraced.from_below, "chained": retraced.chained}
        yield (
            ngettext(
                "%(n)s row has the time of another row of its card.",
                "%(n)s rows have the time of another row of their card: %(chained)s in the order of "
                "where they came from, %(below)s from below since the rows are newest first, "
                "%(above)s from above.",
                tied,
            )
            % (facts | {"above": as_they_stand})
        )
        if tied > retraced.chained and not reader.log.came_from:
            yield _(
                "If the log says where cards came from, --from-field NAME puts them in the right order."
            )
    if broken := retraced.breaks:
        yield ngettext(
            "%(n)s row names another column than the one its card was in:",
            "%(n)s rows name another column than the one their card was in:",
            broken,
        ) % {"n": broken}
        for entry, place in retraced.broken:
            yield _("Line %(line)s: %(card)s comes from %(came_from)s, but was in %(was)s.") % {
                "line": entry.line,
                "card": shown(entry.external_id),
                "came_from": reader.name_of(entry.came_from),
                "was": reader.name_of(place),
            }
        if more := broken - len(retraced.broken):
            yield _("… and %(more)s more.") % {"more": more}


def _named(reader: LogReader, places: Counter[int]) -> Counter[str]:
    """These places by what the log calls them."""
    return Counter({reader.name_of(place): cards for place, cards in places.items()})
