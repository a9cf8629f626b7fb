"""The flag on the face of its card: only what needs attention, in a word or two."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from board.display.fact import Fact, Facts
from board.models import Board
from board.models.card.queries import FaceRow
from flow.flags.models import Flag, FlagStage


def facts(board: Board, rows: Sequence[FaceRow]) -> Facts:
    """By the number of the card, in one statement."""
    finished = {row.number: bool(row.finished_at) for row in rows}
    today = board.day_of(timezone.now())
    by_card: Facts = {}
    for flag in Flag.objects.of_cards(board, list(finished)):
        flag.board = board
        for card, is_removal in ((flag.card, False), (flag.removal_card, True)):
            if card is None or card.number not in finished:
                continue
            fact = _removal(flag, today) if is_removal else _says(flag, finished[card.number])
            if fact:
                by_card.setdefault(card.number, []).append(fact)
    return by_card


def _says(flag: Flag, is_finished: bool) -> Fact | None:
    """Return the fact about a flag that keeps the work of its card from people."""
    if flag.stage == FlagStage.RAMPING:
        return Fact("flag", _("live for %(share)s %%") % {"share": flag.share})
    if flag.stage == FlagStage.DARK:
        return Fact("flag", _("live for nobody yet"))
    off = flag.stage in (FlagStage.MADE, FlagStage.DEPLOYED)
    return Fact("flag", _("its flag is off")) if off and is_finished else None


def _removal(flag: Flag, today: date) -> Fact | None:
    late = flag.is_overdue(today)
    return Fact("flag", _("flag past its removal day"), presses=True) if late else None
