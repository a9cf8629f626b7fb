"""The page of a board's delivery: for each team its measures, and what is so now."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone

from board.models import Card
from flow.delivery.charts import ALL
from flow.delivery.display.asked import DeliveryAsked
from flow.delivery.display.drawn import DeliveryChart
from flow.delivery.display.kept import kept_delivery
from flow.delivery.display.ledger import LedgerDay, ShownChange, by_day, cards_here, lines_of
from flow.delivery.display.tiles import FiveMeasures, MeasureTile, short_says
from flow.delivery.measures.sizes import Sizes
from flow.delivery.models import ComponentChange, Deployment, Incident
from flow.delivery.of_cards import DevelopmentTimes, development_times, not_in_production
from flow.delivery.readings import DeliveryScope, moments
from flow.delivery.trunk_signs import TrunkSigns

DEPLOYMENTS = 30  # on the page; the rest has a page of its own
FEW = 10  # of what waits, and of incidents

TRUNK = ("green_at_first", "red_to_green", "changes_a_day", "age_at_merge")


@dataclass(frozen=True)
class TeamDelivery:
    """The delivery of one team, or of one component of it."""

    asked: DeliveryAsked
    scope: DeliveryScope

    @cached_property
    def measures(self) -> FiveMeasures:
        return FiveMeasures(self.scope, self.asked.window)

    @property
    def tiles(self) -> list[MeasureTile]:
        return self.measures.tiles

    @property
    def why_none(self) -> str:
        return self.scope.why_none

    @cached_property
    def sizes(self) -> Sizes:
        return self.measures.now.sizes

    @cached_property
    def charts(self) -> list[DeliveryChart]:
        now = self.measures.now
        return [DeliveryChart.of(self.asked, self.scope, chart, now) for chart in ALL]

    @cached_property
    def days(self) -> list[LedgerDay]:
        """The last deployments of these days, in every environment."""
        deployments = Deployment.objects.of_components(self.scope.components)
        deployments = deployments.recorded_between(*moments(self.asked.board, self.asked.window))
        rows = list(deployments.with_nouns().latest_first()[: DEPLOYMENTS + 1])
        return by_day(self.asked.board, lines_of(self.asked.board, rows[:DEPLOYMENTS]))

    @property
    def query(self) -> str:
        return self.asked.query(
            component=self.scope.component.pk if self.scope.component else None,
            team=self.scope.team.pk if self.scope.team else None,
        )


@dataclass(frozen=True)
class WaitingChange:
    """A change that is on the trunk and not in production, and for how many days."""

    link: ComponentChange
    shown: ShownChange
    days: int

    @property
    def cards(self) -> list[Card]:
        return self.shown.cards

    @property
    def words(self) -> str:
        return self.shown.words


def about_page(asked: DeliveryAsked) -> dict[str, Any]:
    """Return the common context of the pages about some days."""
    return {"board": asked.board, "asked": asked, "form": asked.form, "window": asked.window}


def measures_page(asked: DeliveryAsked) -> str:
    """The measures of the teams and what is so now, as it is kept; made where it is not."""

    def facts() -> dict[str, Any]:
        parts = [TeamDelivery(asked, scope) for scope in asked.scopes]
        return about_page(asked) | {"parts": parts} | board_facts(asked)

    return kept_delivery(asked, "flow/delivery/_measures.html").filled(facts)


def board_facts(asked: DeliveryAsked) -> dict[str, Any]:
    """Return the current facts, and the trunk, of all teams of the board or of the chosen one."""
    board = asked.board
    waiting = ComponentChange.objects.waiting().of_components(asked.shown)
    incidents = Incident.objects.of_components(asked.shown).with_nouns().latest_first()
    signs = TrunkSigns(board, asked.window)
    done = not_in_production(board)
    return {
        "waiting": [
            waiting_change(asked, link) for link in waiting.with_nouns().oldest_first()[:FEW]
        ],
        "waiting_number": waiting.count(),
        "waiting_cards": sum(len(cards) for cards in done.values()),
        "incidents": list(incidents[:FEW]),
        "trunk_now": signs.now,
        "trunk": [(name, short_says(name, figure), figure) for name, figure in _trunk(signs)],
        "development": _development(asked),
    }


def waiting_change(asked: DeliveryAsked, link: ComponentChange) -> WaitingChange:
    board = asked.board
    today = board.day_of(timezone.now())
    days = (today - board.day_of(link.change.at)).days + 1
    return WaitingChange(link, ShownChange(link.change, cards_here(board, link.change)), days)


def _trunk(signs: TrunkSigns) -> list[tuple[str, Any]]:
    figures = signs.figures
    return [(name, figures[name]) for name in TRUNK]


def _development(asked: DeliveryAsked) -> DevelopmentTimes:
    return development_times(asked.board, asked.window)
