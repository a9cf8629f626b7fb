"""The import of cards from another tool into a board, each with its stays."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, count, islice
from typing import TYPE_CHECKING, NamedTuple

from django.db import models
from django.utils.translation import gettext as _

from board.models.board.turn import Turn
from board.models.card.card import Card
from board.models.card.checklist_item import MOST_OF_A_CARD, ChecklistItem, ChecklistKind
from board.models.card.checklist_lines import ItemWords
from board.models.card.checklists import new_items
from board.models.card.comment import Comment
from board.models.card.edits import labels_named, must_be_members
from board.models.card.order import ranks_at_end
from board.models.card.stay import Stay
from board.models.event import Kind
from board.models.label import Label
from board.models.limit.batch import TooLarge
from board.models.limit.gate import PlaceChange, Violation
from board.models.name import compared, folded
from board.models.people.membership import Membership
from board.models.refusals import NotPossible

if TYPE_CHECKING:
    from board.models.board.board import Board
    from board.models.column.column import Column
    from board.models.lane import Lane
    from board.models.people.person import Person
    from board.models.service_class import ServiceClass

BATCH = 1_000  # cards written by one statement

Labelled = Card.labels.through
Assigned = Card.assignees.through


@dataclass(frozen=True, slots=True)
class Visit:
    """A column that a card has entered, and when."""

    column: "Column"
    entered_at: datetime


class Remark(NamedTuple):
    """A comment from another tool. Without a known time or author: now, by the importing person."""

    text: str
    at: datetime | None = None
    by: "Person | None" = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """A card of another tool: its words and its visits to columns, in order of time.

    The card is in the column of its last visit; with `archived_at`, it is off the board.
    Raises ValueError if it has no visits or they are not in order of time, and TooMany if
    it has more labels, people, comments, scenarios or steps than a card may have.
    """

    external_id: str
    title: str
    visits: Sequence[Visit]
    created_at: datetime
    archived_at: datetime | None = None
    description: str = ""
    labels: Collection[str] = ()
    assignees: Collection["Person"] = ()
    lane: "Lane | None" = None
    service_class: "ServiceClass | None" = None
    due_on: date | None = None
    size: int | None = None
    scenarios: Sequence[ItemWords] = ()
    steps: Sequence[ItemWords] = ()
    comments: Sequence[Remark] = ()

    def __post_init__(self) -> None:
        if not self.visits or list(self.moments) != sorted(self.moments):
            raise ValueError(f"{self.external_id} has been nowhere, or not in this order")
        Label.MOST_OF_A_CARD.check(0, more=len({compared(name) for name in self.labels}))
        Membership.MOST_ON_A_CARD.check(0, more=len({person.pk for person in self.assignees}))
        MOST_OF_A_CARD[ChecklistKind.SCENARIO].check(0, more=len(self.scenarios))
        MOST_OF_A_CARD[ChecklistKind.STEP].check(0, more=len(self.steps))
        Comment.MOST.check(0, more=len(self.comments))

    @property
    def moments(self) -> Sequence[datetime]:
        """Return all known moments of the card, from its creation on."""
        entered = [visit.entered_at for visit in self.visits]
        return [self.created_at, *entered, *([self.archived_at] if self.archived_at else [])]


@dataclass(frozen=True)
class Intake:
    """The result of an import: new cards, the number of those here before, and the rules passed."""

    cards: Sequence[Card]
    here_before: int
    passed: Sequence[Violation]
    too_large: Sequence[TooLarge] = ()


class BoardImports(models.Model):
    """Take in the cards of another tool."""

    class Meta:
        abstract = True

    def take_in(
        self: "Board",
        arrivals: Collection[Arrival],
        *,
        by: "Person",
        source: str,
        watch: Callable[[Sequence[Card]], Iterable[Card]] = iter,
    ) -> Intake:
        """Create the cards of another tool, as one change and one event; cards here before stay.

        It is never refused: a limit that it violates gets overrides by the board. `source` names
        where the cards come from; `watch` sees each card on its way into the database.
        """
        with self.turn(by=by) as turn:
            here = set(turn.board.cards.imported().values_list("external_id", flat=True))
            new = [each for each in arrivals if each.external_id not in here]
            must_be_members(turn.board, {person for each in new for person in each.assignees})
            cards = list(_cards(turn, new))
            coming = (PlaceChange(card, None, card.place) for card in cards if not card.archived_at)
            reason = _("Imported from %(source)s.") % {"source": source[:200]}
            verdict = turn.let_in(*coming, reason=reason)
            labels = labels_named(turn.board, chain.from_iterable(each.labels for each in new))
            by_name = {compared(label.name): label for label in labels}
            rows = zip(watch(cards), new, strict=True)
            while batch := list(islice(rows, BATCH)):
                _write(turn, batch, by_name)
            if cards:
                turn.record(Kind.IMPORTED, source=source, cards=[cards[0].number, cards[-1].number])
        return Intake(cards, len(arrivals) - len(new), verdict.violations, verdict.too_large)


def _cards(turn: Turn, arrivals: Iterable[Arrival]) -> Iterator[Card]:
    """Yield the cards, each at the end of its column, with the dates that its visits give."""
    numbers = count(turn.board.next_number())
    ranks = {pk: ranks_at_end(column) for pk, column in turn.shape.columns.items()}
    first_lane, first_class = turn.shape.first_lane, turn.shape.first_service_class
    for arrival in arrivals:
        if max(arrival.moments) > turn.at:
            raise NotPossible(
                _("%(card)s has a date in the future.") % {"card": arrival.external_id},
            )
        lane = turn.shape.lane(arrival.lane) if arrival.lane else first_lane
        service_class = arrival.service_class
        service_class = turn.shape.service_class(service_class) if service_class else first_class
        card = Card(
            board=turn.board,
            number=next(numbers),
            external_id=arrival.external_id,
            title=arrival.title,
            description=arrival.description,
            lane=lane,
            service_class=service_class,
            due_on=arrival.due_on,
            size=arrival.size,
            created_at=arrival.created_at,
            created_by=turn.by,
            archived_at=arrival.archived_at,
        )
        card.apart = service_class.apart_from_limits
        card.is_blocked = card.is_overridden = False
        card.people = sorted({person.pk for person in arrival.assignees})
        for visit in arrival.visits:
            card.settle_in(turn.shape.column(visit.column), visit.entered_at)
        card.new_scenarios = len(arrival.scenarios)
        card.rank = next(ranks[card.column_id])
        card.is_new = True
        yield card


def _write(turn: Turn, batch: Collection[tuple[Card, Arrival]], labels: dict[str, Label]) -> None:
    Card.objects.bulk_create(card for card, _arrival in batch)
    Stay.objects.bulk_create(stay for card, arrival in batch for stay in _stays(card, arrival))
    Labelled.objects.bulk_create(
        Labelled(card=card, label=label)
        for card, arrival in batch
        for label in {labels[compared(name)] for name in arrival.labels if folded(name)}
    )
    Assigned.objects.bulk_create(
        Assigned(card=card, person_id=person) for card, _arrival in batch for person in card.people
    )
    ChecklistItem.objects.bulk_create(
        item
        for card, arrival in batch
        for kind, items in (
            (ChecklistKind.SCENARIO, arrival.scenarios),
            (ChecklistKind.STEP, arrival.steps),
        )
        for item in new_items(turn, card, kind, items)
    )
    Comment.objects.bulk_create(
        (
            Comment(card=card, text=each.text, at=each.at or turn.at, by=each.by or turn.by)
            for card, arrival in batch
            for each in arrival.comments
        ),
        batch_size=BATCH,  # each as long as a page
    )


def _stays(card: Card, arrival: Arrival) -> Iterator[Stay]:
    """Yield one stay for each visit, each until the next one begins."""
    leaves = [*(visit.entered_at for visit in arrival.visits[1:]), arrival.archived_at]
    for visit, left_at in zip(arrival.visits, leaves, strict=True):
        yield Stay(
            card=card,
            column_id=visit.column.pk,
            lane_id=card.lane_id,
            entered_at=visit.entered_at,
            left_at=left_at,
        )
