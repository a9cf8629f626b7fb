"""The new commits on the trunk of a repository: taken in parts, so that a long log is not in
memory.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Min, Q

from board.sql.one_of import OneOf
from flow.delivery.changed_cards import shown_of
from flow.delivery.count_from import CountFrom
from flow.delivery.facts import ChangeFacts, PushFacts
from flow.delivery.into_components import sort_into_components
from flow.delivery.known_changes import learn_changes, learn_pushes, tie_cards
from flow.delivery.models import Repository
from flow.delivery.of_cards import CardDelivery
from flow.delivery.order_of_trunk import Arranged, arrange
from flow.delivery.production_before import SHORTEST, WHOLE

MANY = 1_000  # commits; a change further from the end of the trunk counts everything again


@dataclass
class TrunkNews:
    """The changes and pushes that one batch of deliveries brings; the repository is held."""

    repository: Repository
    received_at: datetime
    changes: set[int] = field(default_factory=set)  # by id; those with something new
    shown: dict[int, CardDelivery] = field(default_factory=dict)  # their cards, as they were before
    moved: set[int] = field(default_factory=set)  # changes that are, or were, parts of others
    is_from_log: bool = False
    _new: set[str] = field(default_factory=set)
    _completed: set[str] = field(default_factory=set)
    _touched: set[str] = field(default_factory=set)
    _arranged: Arranged = field(default_factory=Arranged)

    def take(self, changes: Sequence[ChangeFacts], pushes: Sequence[PushFacts] = ()) -> None:
        """Learn these."""
        for card, shown in shown_of(self.repository, {each.sha for each in changes}).items():
            self.shown.setdefault(card, shown)
        learned = learn_changes(self.repository, changes, received_at=self.received_at)
        learn_pushes(self.repository, pushes)
        self.changes |= {learned.all[sha].pk for sha in learned.new | learned.completed}
        self.is_from_log |= any(each.is_from_log for each in changes)
        self._new |= learned.new
        self._completed |= learned.completed
        self._touched |= learned.new | learned.placed_differently
        self._touched |= {sha for push in pushes for sha in (*push.shas, push.gone) if sha}
        tie_cards(self.repository, list(learned.all.values()))

    def settle(self) -> None:
        """Put the trunk in order, and the changes into components, once all is taken."""
        if self._touched:
            touched = self._touched if len(self._touched) <= MANY else None
            self._arranged = arrange(self.repository, touched)
        self.moved = self._arranged.parts
        sort_into_components(self.repository, self.changes | self.moved)

    def complete(self, shas: Iterable[str]) -> None:
        """A deployment has completed what is known of these commits."""
        self._completed |= {*shas}

    def reaches(self) -> "CountFrom":
        """The moment from which on it may change what is known of deployments.

        A deployment knows the trunk up to the commits that it names: what comes after all of these
        says nothing of it, unless a change that is known takes it back.
        """
        since = CountFrom()
        known, changes = self._new | self._completed, self.repository.changes
        if not known and self._arranged.from_place is None:
            return since
        if len(known) > MANY:
            return CountFrom.everything()
        places = [*changes.known(self._completed).values_list("place", flat=True)]
        places += [place for place in (self._arranged.from_place,) if place]
        from_place = min((place for place in places if place), default=0)
        after = changes.filter(place__gte=from_place).order_by("place")[: MANY + 1]
        shas = {*after.values_list("sha", flat=True)} | known
        if len(shas) > MANY:
            return CountFrom.everything()
        taking_back = changes.filter(reverts__overlap=[*known]).values_list("sha", flat=True)
        if not {*taking_back} <= shas:  # all of them: asked for one, PostgreSQL reads the trunk
            return CountFrom.everything()
        named = shas | {sha[:signs] for sha in shas for signs in range(SHORTEST, WHOLE)}
        naming = Q(OneOf("sha", named, str)) | Q(named_commits__overlap=[*named])
        reached = self.repository.deployments.filter(naming).order_by()
        for component, at in reached.values_list("component").annotate(at=Min("told_at")):
            since.add(component, at)
        return since
