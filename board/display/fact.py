"""A short fact of a card that its face shows; apps add theirs (`board/extensions.py`)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from board import extensions

if TYPE_CHECKING:
    from board.models import Board
    from board.models.card.queries import FaceRow


class Fact(NamedTuple):
    """`icon` is the name of one of the icons; what `presses` is said in ink."""

    icon: str
    words: str
    presses: bool = False


Facts = dict[int, list[Fact]]  # by the number of the card


def facts_of(board: "Board", rows: Sequence["FaceRow"]) -> Facts:
    """Return the facts of the installed apps about these cards, in the order of the apps."""
    by_place: Facts = {}
    for facts in extensions.named("facts_of_faces", board) if rows else ():
        for number, more in facts(board, rows).items():
            by_place.setdefault(number, []).extend(more)
    return by_place


def facts_of_columns(board: "Board") -> dict[int, list[str]]:
    """Return the facts of the installed apps about the columns, by their ids."""
    by_place: dict[int, list[str]] = {}
    for facts in extensions.named("facts_of_columns", board):
        for column, words in facts(board).items():
            by_place.setdefault(column, []).append(words)
    return by_place


def waits(board: "Board", rows: Sequence["FaceRow"]) -> Facts:
    """Return the cards that each card waits for; a card of another board has no name here, since
    all viewers see it.
    """
    by_place: Facts = {}
    for row in rows:
        if row.waits_for and not row.finished_at:
            here = [f"{board.key}-{number}" for number in row.waits_for if number]
            elsewhere = [] if len(here) == len(row.waits_for) else [_("a card of another board")]
            words = _("Waits for %(cards)s") % {"cards": ", ".join([*here, *elsewhere])}
            by_place[row.number] = [Fact("link", words, presses=True)]
    return by_place
