"""The part of ownership on a card's page."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.utils import timezone

from board.models import Card
from flow.delivery.models import Component, Team
from flow.metrics.reports.window import DayWindow
from flow.ownership.count import count_of
from flow.ownership.models import DecouplingCard, StruckRelease, TeamWait
from flow.ownership.readings import USUAL, Owned
from flow.ownership.teams_of_cards import TeamsOfBoards, Touched, touched_by


@dataclass(frozen=True)
class BecameOfPair:
    """The figures of two components when a card was made to decouple them, and now."""

    decoupling: DecouplingCard
    together_now: int
    degree_now: int | None


@dataclass(frozen=True)
class CardOwnership:
    card: Card

    @cached_property
    def touched(self) -> Touched:
        return touched_by([self.card.pk]).get(self.card.pk) or Touched({}, {})

    @property
    def components(self) -> list[Component]:
        return self.touched.all

    @property
    def expected_ids(self) -> list[int]:
        return list(self.touched.expected)

    @cached_property
    def needs(self) -> list[Team]:
        """The other teams that own one of them."""
        people = list(self.card.assignees.values_list("pk", flat=True))
        teams = TeamsOfBoards([self.card.board])
        return teams.others(self.card.board_id, people, self.components)

    @property
    def to_ask(self) -> list[Team]:
        """The teams to ask before it is pulled; none once it is started or blocked."""
        if self.card.started_at or self.card.finished_at or not self.needs:
            return []
        return [] if self.card.blocks.standing().exists() else self.needs

    @property
    def wait(self) -> TeamWait | None:
        """The team that it waits for now."""
        waits = TeamWait.objects.of_cards([self.card.pk]).standing()
        return waits.select_related("team", "block").first()

    @cached_property
    def struck(self) -> StruckRelease | None:
        return StruckRelease.objects.filter(card=self.card).first()

    @cached_property
    def went_together(self) -> list[Component]:
        """The components that went to production together for it, in order; none: they did not."""
        changed = list(self.touched.changed.values())
        if len(changed) < 2 or self.struck:
            return []
        board = self.card.board
        today = board.day_of(timezone.now())
        owned = Owned(board, changed, DayWindow(today - timedelta(USUAL * 8), today))
        own = [each for each in owned.releases if each.card == self.card.pk]
        by_id = self.touched.changed
        return [by_id[pk] for each in own for pk in each.components if pk in by_id]

    @cached_property
    def became(self) -> BecameOfPair | None:
        """For a card that takes two components apart: what their figures were, and are."""
        kept = DecouplingCard.objects.of(self.card.board).filter(card=self.card).first()
        if kept is None:
            return None
        count = count_of(self.card.board)
        pair = count.pair(kept.a_id, kept.b_id)
        releases = len(count.releases_of(kept.a_id, kept.b_id))
        return BecameOfPair(kept, releases, pair.degree if pair else None)
