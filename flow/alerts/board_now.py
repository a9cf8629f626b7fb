"""From the rows of a board to the plain values that the rules take. The number of statements does
not grow with the cards."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from board.models import Block, Board, Card, Override, Person
from board.models.limit.tally import Tally
from flow.alerts.rules import AlertKind, CardStanding, Crossing, Rules, chance, crossings, days_left
from flow.metrics.definitions.percentile import too_few
from flow.metrics.ledger.card_facts import counted_workflow_of
from flow.metrics.ledger.rows import among
from flow.metrics.models import Passage
from flow.metrics.reports import Flow

A_WEEK = timedelta(days=7)


class BoardNow:
    """The state of a board at a moment, and the thresholds that it has crossed."""

    def __init__(self, board: Board, rules: Rules, now: datetime) -> None:
        self.board, self.rules, self.now = board, rules, now
        self.today = board.day_of(now)
        self.calendar = board.calendar

    def crossings(self) -> Iterator[Crossing]:
        """Yield the crossings of cards; an archived board has none."""
        if self.board.archived_at or not self.rules:
            return
        for card in self._standing():
            yield from crossings(card, self.rules, self.board.sle_days, self.calendar, self.today)

    def limits_over(self) -> set[int]:
        """The ids of the limits that more cards count at than they let be; for any one person,
        where they count for each."""
        board = self.board
        if board.archived_at or AlertKind.OVER not in self.rules or not board.shape.limits:
            return set()
        apart = any(limit.each_person for limit in board.shape.limits)
        people = set(Person.objects.working_on(board).values_list("pk", flat=True) if apart else ())
        tally = Tally.of(board, board.shape.limits, people)
        return {
            limit.pk
            for limit in board.shape.limits
            for person in (people if limit.each_person else [None])
            if tally.count(limit, person) > limit.maximum
        }

    def _standing(self) -> Iterator[CardStanding]:
        passages = {
            passage.card_id: passage
            for passage in Passage.objects.filter(board=self.board).in_progress().order_by()
        }
        cards = list(self._cards([*passages]))
        ids = [card.pk for card in cards]
        blocks = self._blocks(ids)
        let_past = self._let_past(ids)
        past = self._past() if any(card.due_on for card in cards) else []
        columns = self.board.shape.columns
        for card in cards:
            passage = passages.get(card.pk)
            yield CardStanding(
                card=card.pk,
                column=card.column_id,
                arrived_on=self.board.day_of(card.arrived_at),
                passage=passage.nth if passage else 0,
                started_on=passage.started_on if passage else None,
                pace=columns[card.column_id].pace if card.column_id in columns else None,
                blocked=blocks.get(card.pk),
                due_on=card.due_on,
                chance=self._chance(card, passage, past) if card.due_on else None,
                let_past=let_past.get(card.pk, ()),
            )

    def _cards(self, started: Collection[int]) -> "QuerySet[Card]":
        """Return the cards in progress, due soon, blocked or let past."""
        soon = self.today + (self.rules.get(AlertKind.DUE) or 0) * 2 * timedelta(1) + A_WEEK
        here = self.board.cards.on_the_board().kept().filter(finished_at=None)
        held = Q(blocks__unblocked_at=None, blocks__isnull=False)
        waiting = here.filter(Q(due_on__lte=soon) | held).order_by().values("pk")
        among_these = Q(among("pk", started)) | Q(pk__in=waiting)
        return here.filter(among_these).order_by().defer("description")

    def _blocks(self, cards: Collection[int]) -> dict[int, tuple[int, date]]:
        standing = Block.objects.standing().filter(among("card", cards)).order_by()
        return {
            card: (pk, self.board.day_of(at))
            for pk, card, at in standing.values_list("pk", "card", "blocked_at")
        }

    def _let_past(self, cards: Collection[int]) -> dict[int, list[tuple[int, date]]]:
        """Return the overrides by people; those by the board itself are no news."""
        overrides: dict[int, list[tuple[int, date]]] = defaultdict(list)
        passed = Override.objects.in_force().filter(among("card", cards), by__isnull=False)
        for pk, card, at in passed.values_list("pk", "card", "at"):
            overrides[card].append((pk, self.board.day_of(at)))
        return overrides

    def _past(self) -> list[Passage]:
        return list(
            Flow(self.board, now=self.now)
            .finished.order_by()
            .only("days", "left_at_age", "service_class")
        )

    def _chance(self, card: Card, passage: Passage | None, past: list[Passage]) -> int | None:
        """By finished cards of its class; by those of all classes where these are too few."""
        assert card.due_on
        age = (self.calendar.days(passage.started_on, self.today) or 1) if passage else 1
        left = days_left(card.due_on, self.calendar, self.today)
        in_progress = workflow_columns(self.board)
        place = in_progress.get(card.column_id) if passage else None
        alike = [each for each in past if each.service_class_id == card.service_class_id]
        enough = past if too_few(len(alike)) else alike
        return chance([(each.days or 1, _gone_at(each, place)) for each in enough], age, left)


def workflow_columns(board: Board) -> dict[int, int]:
    """The place of each column in progress in the facts, by its id; read once for a board."""
    if "workflow_columns" not in board.__dict__:
        places = {pk: place for place, pk in enumerate(counted_workflow_of(board).in_progress)}
        board.__dict__["workflow_columns"] = places
    return board.__dict__["workflow_columns"]


def _gone_at(passage: Passage, place: int | None) -> int:
    """The age at which a card left a column; where that is not known, when it was finished."""
    days = passage.days or 1
    if place is None or place >= len(passage.left_at_age):
        return days
    return passage.left_at_age[place] or 0
