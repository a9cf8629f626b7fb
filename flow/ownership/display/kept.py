"""The page of a board's components and teams, kept until what it shows may be another."""

from collections.abc import Collection
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Max, Q
from django.utils import timezone

from board.models import Board
from flow.delivery.models import Repository, Team, TeamAddress
from flow.ownership.models import OwnershipMonth, OwnershipReview, StruckRelease, TeamWait
from flow.ownership.readings import components_of


def state_of_components(board: Board, seen: Collection[int]) -> tuple[Any, ...]:
    """All that the page depends on, in some statements that do not grow with changes.

    `seen` are the ids of the boards that the viewer sees: what others do is named from these only.
    Rows that are only made and deleted are known by their number and the last one.
    """
    now = timezone.now()
    components = components_of(board)
    near = {board.pk, *_boards_of_repositories(board)}
    theirs = TeamWait.objects.on_teams_of(board).values("block__card__board")
    waiting = list(Board.objects.filter(pk__in=theirs).order_by("pk"))
    repositories = Repository.objects.filter(
        Q(board__in=near) | Q(components__team__board__in=near)
    ).distinct()
    teams = Team.objects.filter(
        Q(board__in={*near, *seen, *(each.pk for each in waiting)})
        | Q(pk__in=TeamWait.objects.of(board).values("team"))
    ).annotate(people=ArrayAgg("members", distinct=True))
    struck = StruckRelease.objects.filter(card__board__in=near)
    reviews = OwnershipReview.objects.of_components(components)
    return (
        (board.pk, board.version, board.role, board.day_of(now), sorted(seen)),
        [(each.pk, each.name, each.team_id, str(each.team)) for each in components],
        repositories.versions(),
        list(teams.order_by("pk").values_list("pk", "name", "board", "people")),
        [(each.pk, each.key, each.version, each.day_of(now)) for each in waiting],
        OwnershipMonth.objects.of(board).values_list("counted_at", "counted_to").first(),
        struck.aggregate(Count("pk"), Max("pk")),
        reviews.aggregate(Count("pk"), Max("answered_at")),
        TeamAddress.objects.aggregate(Count("pk"), Max("pk")),
    )


def _boards_of_repositories(board: Board) -> set[int]:
    """The boards whose cards the changes of this board's repositories may name."""
    shown = Repository.objects.shown_on(board).order_by().values("pk")
    rows = Repository.objects.filter(pk__in=shown).order_by()
    pairs = rows.values_list("board", "components__team__board").distinct()
    return {pk for row in pairs for pk in row if pk is not None}
