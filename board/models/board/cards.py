"""Create, copy and bulk-move the cards of a board."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from board.models.board.turn import PLAIN, Terms, Turn
from board.models.card.card import Card
from board.models.card.checklist_item import ChecklistItem, ChecklistKind
from board.models.card.checklist_lines import ItemWords
from board.models.card.checklists import new_items
from board.models.card.edits import labels_named, team
from board.models.card.mention import Mention
from board.models.card.order import gap, rank_at
from board.models.checks import check_fields
from board.models.event import Kind
from board.models.label import Label
from board.models.limit.gate import PlaceChange
from board.models.refusals import NotPossible
from board.models.revision import check_card
from board.sql.compiled import Compiled

if TYPE_CHECKING:
    from board.models.board.board import Board
    from board.models.column.column import Column
    from board.models.lane import Lane
    from board.models.people.person import Person
    from board.models.service_class import ServiceClass


NOTHING: Mapping[str, Any] = MappingProxyType({})
PLACED = Compiled(lambda board, cards: Card.objects.filter(board=board, pk__in=cards).placed())
NUMBERED = Compiled(lambda board, numbers: Card.objects.filter(board=board).numbered(numbers))


@dataclass(frozen=True)
class Move:
    """One card of a bulk move: its destination, and the version that the caller saw, if any."""

    card: Card
    column: "Column"
    lane: "Lane | None" = None
    expected_version: int | None = None
    expected_revision: int | None = None


class BoardCards(models.Model):
    """Create, copy and move the cards of a board."""

    class Meta:
        abstract = True

    def create_card(
        self: "Board",
        title: str,
        *,
        by: "Person",
        column: "Column",
        lane: "Lane | None" = None,
        service_class: "ServiceClass | None" = None,
        assignees: Collection["Person"] = (),
        labels: Sequence[str] = (),
        description: str = "",
        due_on: date | None = None,
        size: int | None = None,
        fits: bool = False,
        scenarios: Sequence[str | ItemWords] = (),
        steps: Sequence[str | ItemWords] = (),
        terms: Terms = PLAIN,
    ) -> Card:
        """Create a card at the end of a column: a pull. A retry returns the card that exists."""
        with self.turn(by=by, terms=terms) as turn:
            if turn.done_before and turn.done_before.card_id:
                return turn.board.cards.get(pk=turn.done_before.card_id).as_now()
            card = self.sketch_card(
                turn,
                title,
                column=turn.shape.column(column),
                lane=lane,
                service_class=service_class,
                assignees=assignees,
                description=description,
                due_on=due_on,
                size=size,
                fits=fits,
                scenarios=scenarios,
            )
            self.put_card(turn, card, labels=labels, scenarios=scenarios, steps=steps)
        return card

    def sketch_card(
        self: "Board",
        turn: Turn,
        title: str,
        *,
        column: "Column",
        lane: "Lane | None" = None,
        service_class: "ServiceClass | None" = None,
        assignees: Collection["Person"] = (),
        description: str = "",
        due_on: date | None = None,
        size: int | None = None,
        fits: bool = False,
        scenarios: Sequence[str | ItemWords] = (),
    ) -> Card:
        """A new card at the end of a column, which is not asked for and not saved yet."""
        lane = turn.shape.lane(lane) if lane else turn.shape.first_lane
        of_class = turn.shape.service_class(service_class or turn.shape.first_service_class)
        card = Card(
            board=turn.board,
            number=turn.board.next_number(),
            title=title,
            description=description,
            lane=lane,
            service_class=of_class,
            due_on=due_on,
            size=size,
            fits=fits,
            created_at=turn.at,
            created_by=turn.by,
        )
        check_fields(card, "title", "description", "size")
        card.apart = of_class.apart_from_limits
        card.is_blocked = card.is_overridden = False
        card.people = sorted(team(turn.board, assignees)) if assignees else []
        card.new_scenarios = len(scenarios)
        card.settle_in(column, turn.at)
        card.rank = rank_at(column, gap(column, None))
        return card

    def put_card(
        self: "Board",
        turn: Turn,
        card: Card,
        *,
        labels: Sequence[str] = (),
        scenarios: Sequence[str | ItemWords] = (),
        steps: Sequence[str | ItemWords] = (),
        facts: Mapping[str, Any] = NOTHING,
    ) -> None:
        """Ask the gate for a new card, save it with what belongs to it, and record it.

        The event holds the `facts`, too.
        """
        turn.ask(PlaceChange(card, None, card.place))
        card.save()
        if card.people:
            card.assignees.set(card.people)
        if labels:
            named = labels_named(turn.board, labels)
            Label.MOST_OF_A_CARD.check(0, more=len(named))
            card.labels.set(named)
        items = [
            *new_items(turn, card, ChecklistKind.SCENARIO, scenarios),
            *new_items(turn, card, ChecklistKind.STEP, steps),
        ]
        if items:
            ChecklistItem.objects.bulk_create(items)
        Mention.note(turn, card, card.description)
        card.open_stay(turn.at)
        turn.record(Kind.CREATED, card, column=card.column_id, lane=card.lane_id, **facts)
        card.is_new = True

    def move_all(
        self: "Board", moves: Sequence[Move], *, by: "Person", terms: Terms = PLAIN
    ) -> list[Card]:
        """Move several cards, each to the end of its column, as one change: all or nothing."""
        with self.turn(by=by, terms=terms) as turn:
            cards = turn.take(*(move.card for move in moves))
            if len({card.pk for card in cards}) < len(cards):
                raise NotPossible(_("A card can be named only once."))
            if turn.done_before:
                return cards
            going = []
            for card, move in zip(cards, moves, strict=True):
                check_card(card, version=move.expected_version, revision=move.expected_revision)
                card.must_be_on_the_board()
                column = turn.shape.column(move.column)
                lane_id = turn.shape.lane(move.lane).pk if move.lane else card.lane_id
                goal = replace(card.place, column_id=column.pk, lane_id=lane_id)
                if goal != card.place:
                    going.append((card, column, goal))
            turn.ask(*(PlaceChange(card, card.place, goal) for card, _column, goal in going))
            for card, column, goal in going:
                card.go(
                    turn,
                    Kind.MOVED,
                    column,
                    goal.lane_id,
                    rank_at(column, gap(column, card)),
                )
        return cards

    def copy_card(
        self: "Board",
        card: Card,
        *,
        by: "Person",
        column: "Column | None" = None,
        terms: Terms = PLAIN,
    ) -> Card:
        """Create a copy of a card at the end of its column: a pull.

        The copy has the same scenarios and steps, none of them ticked, and no people, blocks,
        comments or history. A mention in its description is not mailed a second time.
        """
        with transaction.atomic():
            copy = self.create_card(
                card.title,
                by=by,
                column=column or card.column,
                lane=card.lane,
                service_class=card.service_class,
                labels=[label.name for label in card.labels.all()],
                description=card.description,
                due_on=card.due_on,
                size=card.size,
                fits=card.fits,
                scenarios=[each.text for each in card.checklist.scenarios().kept()],
                steps=[each.text for each in card.checklist.steps().kept()],
                terms=terms,
            )
            if copy.is_new:
                Mention.objects.filter(card=copy).note_mailed(copy.created_at)
        return copy

    def placed_cards(self: "Board", *cards: Card) -> dict[int, Card]:
        """Return those of these cards that are on this board, as they are now, by id."""
        return {card.pk: card for card in PLACED.objects(self.pk, [card.pk for card in cards])}

    def numbered_cards(self: "Board", *numbers: int) -> dict[int, Card]:
        """Return the cards of this board with these numbers, by number."""
        by_number = {card.number: card for card in NUMBERED.objects(self.pk, numbers)}
        for card in by_number.values():
            card.board = self
        return by_number

    def next_number(self: "Board") -> int:
        """Return the number of the next card; needs the lock."""
        return (self.cards.aggregate(last=Max("number"))["last"] or 0) + 1
