"""The page of a board's components and teams, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from board.models import Board, Card
from flow.delivery.models import Component, Team
from flow.delivery.readings import moments
from flow.metrics.reports.window import DayWindow
from flow.ownership.count import OwnershipCount, WentTogether, count_of
from flow.ownership.incidents import NONE, IncidentCauses, incident_causes
from flow.ownership.measures.coordination import CoordinationTerms, Independence
from flow.ownership.measures.coupling import CoupledPair, worst_first
from flow.ownership.measures.share import OwnershipShare
from flow.ownership.models import DecouplingCard, OwnershipReview
from flow.ownership.models.review import quarter_of
from flow.ownership.waiting import WaitingForTeams

MANY = 5  # components: a larger matrix is drawn small, and scrolls on a phone
FEW = 5  # deployments, or changes: below, a share says little
SHOWN = 12  # coordinated releases, and pairs
SAID = {"": "", "loosely": _("Loosely"), "tightly": _("Tightly"), "entangled": _("Entangled")}


@dataclass(frozen=True)
class MatrixCell:
    """Whether the component of the row could be deployed without that of the column.

    `deployments` are those of the row, `together` those that went with the column; where nothing was
    deployed, both are cards and commits.
    """

    row: Component
    column: Component
    together: int
    deployments: int
    terms: CoordinationTerms

    @property
    def is_self(self) -> bool:
        return self.row.pk == self.column.pk

    @cached_property
    def word(self) -> str:
        """`loosely`, `tightly` or `entangled`, as of the share that went without the other."""
        alone = self.deployments - self.together
        return self.terms.word_of(Independence(self.deployments, alone).percent)

    @property
    def word_label(self) -> str:
        return str(SAID[self.word])


@dataclass(frozen=True)
class MatrixRow:
    component: Component
    cells: list[MatrixCell]
    independence: Independence
    terms: CoordinationTerms

    @property
    def word(self) -> str:
        return self.terms.word_of(self.independence.percent)


@dataclass(frozen=True)
class ShownRelease:
    """A coordinated release; the card has no name where it is of another board."""

    went: WentTogether
    card: Card | None
    components: list[Component]

    @property
    def has_others(self) -> bool:
        """Whether components of other boards went with these."""
        return len(self.components) < len(set(self.went.components))

    @property
    def hours(self) -> int:
        return int(self.went.apart.total_seconds() // 3600)

    @property
    def minutes(self) -> int:
        return int(self.went.apart.total_seconds() // 60 % 60)


@dataclass(frozen=True)
class ShownPair:
    """Two components that are changed together, and the open card that is to decouple them.

    `a` is the one that is to be deployed without `b`: of the two, the one that can less.
    """

    pair: CoupledPair[int]
    a: Component
    b: Component
    together: int
    card: Card | None


@dataclass(frozen=True)
class TeamShare:
    """How many changes of a component a team made; no team: who is not known."""

    team: Team | None
    changes: int


@dataclass(frozen=True)
class ShownShare:
    component: Component
    share: OwnershipShare
    others: list[TeamShare]

    @property
    def is_shared(self) -> bool:
        return bool(self.share.shared_with)


class ComponentsPicture:
    """The pages of a board about components; values for several sections are asked for once."""

    def __init__(self, board: Board, count: OwnershipCount | None = None) -> None:
        self.board = board
        self.count = count or count_of(board)
        self.by_id = {each.pk: each for each in self.count.components}

    @property
    def components(self) -> Sequence[Component]:
        return self.count.components

    @property
    def is_many(self) -> bool:
        return len(self.components) > MANY

    @cached_property
    def is_of_changes(self) -> bool:
        """Whether the matrix is of changes: nothing was deployed in these days, but changed."""
        deployed = any(each.deployments for each in self.count.independence.values())
        return bool(self.count.pairs) and not deployed

    @cached_property
    def _revisions(self) -> dict[int, int]:
        """Return the number of units that changed each coupled component."""
        pairs = self.count.pairs.values()
        return {pair.a: pair.revisions_a for pair in pairs} | {
            pair.b: pair.revisions_b for pair in pairs
        }

    @property
    def stamp(self) -> str:
        """Return the key of the drawn matrix of a night: nothing of it depends on the person."""
        names = [(each.pk, each.name, each.team.name) for each in self.components]
        return f"{self.board.pk} {self.count.counted_at} {self.count.terms} {names}"

    @property
    def stamp_of_shares(self) -> str:
        """The same of the table of shares, which names the teams that made changes."""
        return f"{self.stamp} {[(pk, str(team)) for pk, team in sorted(self._teams.items())]}"

    @cached_property
    def matrix(self) -> list[MatrixRow]:
        return [self.row(each) for each in self.components]

    def row(self, component: Component) -> MatrixRow:
        independence = self.count.independence[component.pk]
        cells = [self.row_cell(component, other) for other in self.components]
        return MatrixRow(component, cells, independence, self.count.terms)

    @cached_property
    def worst(self) -> MatrixCell | None:
        """The cell that was needed most; None where each component went alone each time."""
        cells = [cell for row in self.matrix for cell in row.cells if cell.together]
        enough = [cell for cell in cells if cell.deployments >= FEW]
        return max(enough or cells, key=lambda each: each.together / each.deployments, default=None)

    @cached_property
    def pairs(self) -> list[ShownPair]:
        """Return the first pairs that are changed together, the worst first."""
        return [self.shown(each) for each in worst_first(self.count.pairs.values())[:SHOWN]]

    def pairs_of(self, component: Component) -> list[ShownPair]:
        pairs = [each for each in self.count.pairs.values() if component.pk in (each.a, each.b)]
        return [self.shown(each) for each in worst_first(pairs)]

    def shown(self, pair: CoupledPair[int]) -> ShownPair:
        a, b = self.by_id[pair.a], self.by_id[pair.b]
        one, other = (self.row_cell(a, b), self.row_cell(b, a))
        if other.together * one.deployments > one.together * other.deployments:
            a, b = b, a
        released = self.count.released[frozenset((a.pk, b.pk))]
        return ShownPair(pair, a, b, released, self._decoupling.get(frozenset((a.pk, b.pk))))

    def row_cell(self, a: Component, b: Component) -> MatrixCell:
        """How often the first was deployed, and the second with it; or changed, where none was."""
        if self.is_of_changes:
            pair = self.count.pair(a.pk, b.pk)
            shared, all_ = (pair.shared if pair else 0), self._revisions.get(a.pk, 0)
            return MatrixCell(a, b, shared, all_, self.count.terms)
        deployments = self.count.independence[a.pk].deployments
        together = self.count.together.get((a.pk, b.pk), 0)
        return MatrixCell(a, b, together, deployments, self.count.terms)

    @property
    def pairs_to_look_at(self) -> int:
        return sum(each.is_worth_a_look for each in self.count.pairs.values())

    @property
    def releases(self) -> list[ShownRelease]:
        """The last ones."""
        return self.shown_releases(self.count.releases[:SHOWN])

    @property
    def releases_by_month(self) -> list[tuple[date, int]]:
        """How many there were in each month of these days, the last month first."""
        months: dict[date, int] = {}
        for each in self.count.releases:
            month = self.board.day_of(each.at).replace(day=1)
            months[month] = months.get(month, 0) + 1
        return sorted(months.items(), reverse=True)

    def shown_releases(self, went: Sequence[WentTogether]) -> list[ShownRelease]:
        ids = [each.card for each in went]
        cards = Card.objects.kept().filter(board=self.board).in_bulk(ids)
        return [
            ShownRelease(
                each,
                cards.get(each.card),
                [self.by_id[pk] for pk in each.components if pk in self.by_id],
            )
            for each in went
        ]

    @cached_property
    def shares(self) -> list[ShownShare]:
        return [self.share(each) for each in self.components]

    def share(self, component: Component) -> ShownShare:
        share = self.count.shares[component.pk]
        others = [
            TeamShare(self._teams.get(team), n) if team else TeamShare(None, n)
            for team, n in share.by_team.items()
            if team != component.team_id
        ]
        named = sorted((e for e in others if e.team), key=lambda e: str(e.team))
        return ShownShare(component, share, [*named, *(e for e in others if not e.team)])

    @cached_property
    def _teams(self) -> dict[int, Team]:
        """The teams that made changes, with their boards."""
        ids = {team for share in self.count.shares.values() for team in share.by_team if team}
        return Team.objects.select_related("board").in_bulk(ids)

    @property
    def not_known(self) -> int:
        return sum(each.not_known for each in self.count.shares.values())

    @cached_property
    def waiting(self) -> WaitingForTeams:
        today = self.board.day_of(timezone.now())
        return WaitingForTeams(self.board, DayWindow(today - timedelta(89), today))

    @cached_property
    def _causes(self) -> dict[int, IncidentCauses]:
        days = DayWindow(self.count.first, self.count.last)
        return incident_causes(self.components, moments(self.board, days))

    def causes(self, component: Component) -> IncidentCauses:
        """Its incidents in these days, and how many of them another team caused."""
        return self._causes.get(component.pk, NONE)

    @property
    def quarter(self) -> str:
        return quarter_of(self.board.day_of(timezone.now()))

    @property
    def answered(self) -> list[tuple[Component, OwnershipReview | None, IncidentCauses]]:
        """For each component of the board's own teams what they answered this quarter, and beside
        it the incidents."""
        own = [each for each in self.components if each.team.board_id == self.board.pk]
        rows = OwnershipReview.objects.of_components(own).in_quarter(self.quarter)
        reviews = {row.component_id: row for row in rows}
        return [(each, reviews.get(each.pk), self.causes(each)) for each in own]

    @cached_property
    def _decoupling(self) -> dict[frozenset[int], Card]:
        """The open cards that are to take two apart, by the pair."""
        rows = DecouplingCard.objects.of(self.board).open()
        return {frozenset((each.a_id, each.b_id)): each.card for each in rows}
