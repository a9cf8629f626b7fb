"""The readings of some components in some days: in few statements for any number of changes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from board.models import Board, Card
from flow.delivery.models import Component, ComponentChange, Deployment, TeamAddress
from flow.delivery.readings import moments
from flow.metrics.reports.window import DayWindow
from flow.ownership.measures.coordination import (
    Brought,
    CoordinatedRelease,
    Coordination,
    CoordinationTerms,
    Independence,
    coordination,
)
from flow.ownership.measures.coupling import Coupling, coupling
from flow.ownership.measures.share import OwnershipShare
from flow.ownership.models import CoordinationSetting

USUAL = 90  # days
ROWS = 5_000  # that are fetched together


def components_of(board: Board) -> list[Component]:
    """Return the components of the teams of a board and of its repositories, by name."""
    components = Component.objects.filter(Q(team__board=board) | Q(repository__board=board))
    return list(components.select_related("team__board", "repository"))


@dataclass(frozen=True)
class Owned:
    """These components in these days of a board's zone."""

    board: Board
    components: Sequence[Component]
    window: DayWindow

    @cached_property
    def terms(self) -> CoordinationTerms:
        return CoordinationSetting.objects.of(self.board)

    @cached_property
    def moments(self) -> tuple[datetime, datetime]:
        return moments(self.board, self.window)

    @cached_property
    def coupling(self) -> Coupling[int]:
        """How often each two of them were changed by one card, or by one commit without a card."""
        return coupling(self._sets.values())

    @cached_property
    def _sets(self) -> dict[tuple[str, int], set[int]]:
        sets: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
        rows = self._touched.values_list("component", "change", "change__cards")
        for component, change, card in rows.iterator(ROWS):
            unit = ("change", change) if card is None else ("card", card)
            sets[unit].add(component)
        return sets

    @cached_property
    def shares(self) -> dict[int, OwnershipShare]:
        """Return the share of each team in the changes of each component."""
        counts: defaultdict[int, Counter[int | None]] = defaultdict(Counter)
        rows = self._touched.filter(component__in=self._ids).order_by()
        counted = list(
            rows.values_list("component", Lower("change__author")).annotate(n=Count("pk"))
        )
        authors = {author for _component, author, _n in counted}
        of = dict(TeamAddress.objects.filter(address__in=authors).values_list("address", "team"))
        for component, author, n in counted:
            counts[component][of.get(author)] += n
        return {each.pk: OwnershipShare(each.team_id, counts[each.pk]) for each in self.components}

    @cached_property
    def coordination(self) -> Coordination:
        """Return the coordinated releases with one of them, without excluded ones."""
        first, last = self.moments
        came = Q(
            deployment__finished_at__range=(first - self.terms.within, last + self.terms.within)
        )
        links = ComponentChange.objects.filter(came, deployment__is_production=True)
        own = links.filter(component__in=self._ids, change__cards__isnull=False)
        cards = own.order_by().values("change__cards").distinct()
        rows = links.filter(change__cards__in=cards).values_list(
            *("deployment__finished_at", "deployment", "component", "change__cards"),
            "change__cards__struck_release",
        )
        went = {Brought(*row) for *row, struck_off in rows if struck_off is None}
        return coordination(went, self.terms.within)

    @cached_property
    def releases(self) -> list[CoordinatedRelease]:
        """The coordinated releases that began in these days, the last one first."""
        first, last = self.moments
        return [each for each in self.coordination.releases[::-1] if first <= each.at <= last]

    def releases_of(self, component: int) -> int:
        return sum(component in each.components for each in self.releases)

    @cached_property
    def deployments(self) -> dict[int, list[int]]:
        """The production deployments of each, without rollbacks and redeploys."""
        by_component: defaultdict[int, list[int]] = defaultdict(list)
        went = Deployment.objects.of_components(self.components).in_production()
        went = went.planned_forwards().finished_between(*self.moments).order_by()
        for component, pk in went.values_list("component", "pk"):
            by_component[component].append(pk)
        return by_component

    def independence(self, component: int) -> Independence:
        went = self.deployments.get(component, [])
        return Independence(len(went), sum(not self._partners(pk) for pk in went))

    @cached_property
    def together(self) -> dict[tuple[int, int], int]:
        """How many deployments of the first component went together with the second one."""
        return Counter(
            (component, other)
            for component, went in self.deployments.items()
            for pk in went
            for other in self._partners(pk)
        )

    def is_quick(self, most: int) -> bool:
        """Whether so few changes of components are to be counted."""
        return self._touched.order_by().values("pk")[: most + 1].count() <= most

    def _partners(self, deployment: int) -> Iterable[int]:
        return self.coordination.partners.get(deployment, ())

    @property
    def _touched(self) -> "QuerySet[ComponentChange]":
        """Return the changes on the trunks of these components in these days."""
        repositories = {each.repository_id for each in self.components}
        return ComponentChange.objects.filter(
            change__repository__in=repositories,
            change__at__range=self.moments,
            change__part_of=None,
            change__is_gone=False,
        )

    @property
    def _ids(self) -> list[int]:
        return [each.pk for each in self.components]


def cards_of_both(
    board: Board, a: Component, b: Component, window: DayWindow, most: int
) -> list[Card]:
    """The cards of a board whose changes in these days touched both, the last one first."""
    cards = Card.objects.kept().filter(board=board)
    for component in (a, b):
        links = ComponentChange.objects.filter(
            component=component,
            change__cards=OuterRef("pk"),
            change__at__range=moments(board, window),
            change__part_of=None,
            change__is_gone=False,
        )
        cards = cards.filter(Exists(links))
    return list(cards.order_by("-number")[:most])


def addresses_of_no_team(
    board: Board, components: Sequence[Component], first: date, last: date, most: int = 50
) -> list[str]:
    """The addresses of changes that belong to no team, by letter."""
    links = ComponentChange.objects.filter(
        component__in=list(components),
        change__at__range=moments(board, DayWindow(first, last)),
        change__part_of=None,
        change__is_gone=False,
    ).annotate(author=Lower("change__author"))
    known = TeamAddress.objects.filter(address=OuterRef("author"))
    unknown = links.filter(~Exists(known)).exclude(author="").order_by("author")
    return list(unknown.values_list("author", flat=True).distinct()[:most])
