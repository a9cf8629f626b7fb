"""The facts of ownership on the board: the team that a card waits for, and the team that it needs."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from board.display.fact import Fact, Facts
from board.models import Board
from board.models.card.queries import FaceRow
from flow.ownership.models import TeamWait
from flow.ownership.teams_of_cards import TeamsOfBoards, touched_by


def facts_of_faces(board: Board, rows: Sequence[FaceRow]) -> Facts:
    """Of cards that are not finished, in a number of statements that no card adds to."""
    open_ = [row for row in rows if not row.finished_at]
    waits = _waits(row.pk for row in open_ if row.blocked_at)
    touched = touched_by([row.pk for row in open_])
    teams = TeamsOfBoards([board]) if touched else None
    by_card: Facts = {}
    for row in open_:
        needs = []
        if teams and row.pk in touched:
            needs = teams.others(board.pk, row.people, touched[row.pk].all)
        if wait := waits.get(row.pk):
            by_card[row.number] = [_waiting(board, wait)]
            needs = [team for team in needs if team.pk != wait.team_id]
        if needs:
            names = ", ".join(team.name for team in needs)
            fact = Fact("team", _("Needs %(teams)s") % {"teams": names}, presses=not row.started_at)
            by_card.setdefault(row.number, []).append(fact)
    return by_card


def _waits(cards: Any) -> dict[int, TeamWait]:
    ids = list(cards)
    if not ids:
        return {}
    rows = TeamWait.objects.of_cards(ids).standing().select_related("team", "block")
    return {wait.block.card_id: wait for wait in rows}


def _waiting(board: Board, wait: TeamWait) -> Fact:
    since, today = board.day_of(wait.block.blocked_at), board.day_of(timezone.now())
    facts = {"team": wait.team.name, "days": board.calendar.days(since, today) or 0}
    return Fact("team", _("Waits for %(team)s, %(days)s d") % facts, presses=True)


def terms_say(data: Mapping[str, Any]) -> str:
    words = _(
        "counts deployments within %(hours)s h as together; loosely coupled from %(loosely_from)s %%, "
        "tightly from %(tightly_from)s %%"
    )
    return words % data["now"]


def event_says(data: Mapping[str, Any]) -> str:
    return _("named the components that it touches")
