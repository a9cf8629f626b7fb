"""From the moves in a log to where each card was and is. Pure: values in, values out."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _

from board.models import Column
from board.models.words import isolated


class Happening(NamedTuple):
    """A card came from one column (None: it was not on the board) into another; or the move that
    has this number was undone."""

    number: int
    kind: str
    card: int
    was: int | None = None
    column: int | None = None
    undid: int | None = None


Way = list[int | None]
Columns = Mapping[int | None, Column]  # by id; those that were archived, too


def ways(happened: Iterable[Happening], earlier: Collection[Happening] = ()) -> dict[int, Way]:
    """The columns that each card was in, from before these happenings until now, in order.

    What was undone is none; if it is one of the `earlier`, the card went back by that. None stands
    for off the board. The card that went last comes last.
    """
    happened = list(happened)
    undone = {each.undid for each in happened}
    before = {each.number: each for each in earlier}
    ways_of_cards: dict[int, Way] = {}
    for each in happened:
        if each.number in undone:
            continue
        was, column = each.was, each.column
        if each.undid is not None:
            if each.undid not in before:
                continue
            was, column = before[each.undid].column, before[each.undid].was
        way = ways_of_cards.pop(each.card, [was])
        ways_of_cards[each.card] = way if way[-1] == column else [*way, column]
    return ways_of_cards


def is_finished(way: Way, columns: Columns) -> bool:
    """Whether it ends in a done column, and was elsewhere before."""
    done = [pk in columns and columns[pk].is_done for pk in way]
    return done[-1] and not all(done)


def way_says(way: Way, columns: Columns) -> str:
    """How a card came to where it is; nothing where that is no news."""
    places = [columns[pk] for pk in way if pk in columns]
    if not places:
        return ""
    first, last = places[0], places[-1]
    if len(places) == 1:
        is_new = way[0] is None and last.is_started
        return _("new in %(now)s") % {"now": isolated(last.name)} if is_new else ""
    ends = {"was": first, "now": last, "between": places[-2]}
    names = {word: isolated(column.name) for word, column in ends.items()}
    if first == last:
        return _("to %(between)s and back to %(now)s") % names
    if first.is_done and not last.is_done:
        return _("reopened, now in %(now)s") % names
    if last.position < first.position:
        return _("back from %(was)s to %(now)s") % names
    return _("%(was)s → %(now)s") % names
