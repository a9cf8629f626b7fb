"""What may happen on a board: each verb, with cards, columns and lanes at random."""

from collections.abc import Callable
from random import Random

from board.models import Board, Card, Column, Lane, Move, Person, SplitPart

STAGES = ("queue", "active", "waiting", "done")
ZONES = ("Europe/Brussels", "America/New_York", "Pacific/Auckland", "UTC")
CALENDARS = (([], ""), ([5, 6], ""), ([5, 6], "BE"), ([0], "US-CA"))


class VerbsAtRandom:
    """Somebody who may do everything, the board where it is done, and the dice.

    A verb may be refused, as for everybody else; then nothing has happened.
    """

    def __init__(self, board: Board, by: Person, dice: Random) -> None:
        self.board = board
        self.by = by
        self.dice = dice
        self._names = 0

    @property
    def columns(self) -> list[Column]:
        return list(self.board.shape.columns.values())

    def column(self) -> Column:
        return self.dice.choice(self.columns)

    def lane(self) -> Lane:
        return self.dice.choice(list(self.board.shape.lanes.values()))

    def card(self, fits: Callable[[Card], object] = bool) -> Card:
        """A card on the board, one that fits if there is one."""
        return self.card_of(self.board.cards.on_the_board(), fits)

    def card_of(self, cards, fits: Callable[[Card], object] = bool) -> Card:
        there = list(cards.placed().order_by("pk"))
        if not there:
            there = [self.make(self.columns[0])]
        return self.dice.choice([card for card in there if fits(card)] or there)

    def make(self, column: Column) -> Card:
        classes = list(self.board.shape.service_classes.values())
        service_class = self.dice.choice(classes)
        return self.board.create_card(
            "A card", by=self.by, column=column, lane=self.lane(), service_class=service_class
        )

    def name(self) -> str:
        self._names += 1
        return f"Part {self._names}"


class CardsAtRandom(VerbsAtRandom):
    """The verbs of cards."""

    def create(self) -> None:
        """Mostly as an option, sometimes in work already, or straight into done."""
        likely = [8, *[2] * (len(self.columns) - 2), 1]
        self.make(self.dice.choices(self.columns, likely)[0])

    def move(self) -> None:
        """Mostly to the next column, sometimes further or anywhere."""
        card = self.card()
        place = list(self.board.shape.columns).index(card.column_id)
        further = self.columns[place + 1 :][: self.dice.choice([1, 1, 1, 1, 2, 3])]
        goal = further[-1] if further and self.dice.random() < 0.9 else self.column()
        card.move_to(goal, by=self.by, lane=self.dice.choice([None, None, None, self.lane()]))

    def move_back(self) -> None:
        card = self.card()
        place = list(self.board.shape.columns).index(card.column_id)
        card.move_to(self.dice.choice(self.columns[: place + 1]), by=self.by)

    def change_lane(self) -> None:
        self.card().revise(by=self.by, lane=self.lane())

    def swap(self) -> None:
        self.card().swap_with(self.card(), by=self.by)

    def reopen(self) -> None:
        self.card(lambda card: card.finished_at).reopen(by=self.by)

    def undo(self) -> None:
        """Mostly of the card that was moved last, since an older move can rarely be undone."""
        moves = self.board.events.filter(kind__in=["moved", "reopened", "returned_to_backlog"])
        last = moves.order_by("-number").first()
        card = last.card if last and self.dice.random() < 0.8 else self.card()
        card.undo(by=self.by)

    def block(self) -> None:
        self.card().block(reason=self.dice.choice(["vendor", "test data"]), by=self.by)

    def unblock(self) -> None:
        self.card(lambda card: card.is_blocked).unblock(by=self.by)

    def return_to_backlog(self) -> None:
        """Where it was last, to any queue, or where it is, when it had moved back to one."""
        card = self.card(lambda card: card.started_at and not card.finished_at)
        queues = [column for column in self.columns if not column.is_started]
        card.return_to_backlog(by=self.by, column=self.dice.choice([None, *queues]))

    def archive(self) -> None:
        self.card().archive(by=self.by)

    def restore(self) -> None:
        goal = self.dice.choice([None, None, self.column()])
        self.card_of(self.board.cards.archived()).restore(by=self.by, column=goal)

    def discard(self) -> None:
        self.card_of(self.board.cards.kept()).discard(by=self.by)

    def reclassify(self) -> None:
        classes = list(self.board.shape.service_classes.values())
        self.card().reclassify(self.dice.choice(classes), by=self.by)

    def move_all(self) -> None:
        cards = {card.pk: card for card in (self.card() for _ in range(4))}
        goal = self.column()
        self.board.move_all([Move(card, goal) for card in cards.values()], by=self.by)

    def describe(self) -> None:
        self.card().add_to_checklist("scenario", ["One", "Two", "Three"], by=self.by)

    def split(self) -> None:
        """Mostly one that has scenarios to give away."""
        card = self.card(lambda card: card.checklist.kept().count() > 1)
        some = [item.pk for item in card.checklist.kept()][1:]
        parts = [SplitPart("A part", some[:1]), SplitPart("Another", some[1:])]
        card.split(parts[: self.dice.choice([1, 2])], by=self.by)

    def copy(self) -> None:
        self.board.copy_card(self.card(), by=self.by)


class PartsAtRandom(VerbsAtRandom):
    """The verbs of the board itself, its columns and its lanes."""

    def rename_a_column(self) -> None:
        self.column().revise(by=self.by, name=self.name())

    def move_a_column(self) -> None:
        self.column().put_before(self.dice.choice([None, *self.columns]), by=self.by)

    def restage_a_column(self) -> None:
        self.column().revise(by=self.by, stage=self.dice.choice(STAGES))

    def archive_a_column(self) -> None:
        self.column().archive(by=self.by, cards_to=self.column())

    def add_a_column(self) -> None:
        before = self.dice.choice([None, *self.columns])
        self.board.add_column(self.name(), self.dice.choice(STAGES), by=self.by, before=before)

    def line_up(self) -> None:
        """All columns in another order, each with the stage that belongs to its place."""
        stages = [column.stage for column in self.columns]
        order = self.dice.sample(self.columns, len(stages))
        self.board.line_up(list(zip(order, stages, strict=True)), by=self.by)

    def archive_a_lane(self) -> None:
        self.board.archive_lane(self.lane(), by=self.by, cards_to=self.lane())

    def add_a_lane(self) -> None:
        self.board.add_lane(self.name(), by=self.by)

    def change_the_zone(self) -> None:
        self.board.revise(by=self.by, time_zone=self.dice.choice(ZONES))

    def change_the_calendar(self) -> None:
        days_off, holidays_of = self.dice.choice(CALENDARS)
        self.board.revise(by=self.by, days_off=days_off, holidays_of=holidays_of)
