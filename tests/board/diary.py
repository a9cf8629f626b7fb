"""What a card's life should look like on paper: its stays, arrival, start and finish, and undo."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from tests.board.rulebook import DONE, QUEUES, PlainCard


@dataclass
class PlainStay:
    column: str
    lane: str
    entered: datetime
    left: datetime | None = None
    voided: datetime | None = None


@dataclass
class Diary:
    """Kept by the definitions of start and finish in docs/flow.md."""

    card: PlainCard
    arrived: datetime
    started: datetime | None = None
    finished: datetime | None = None
    stays: list[PlainStay] = field(default_factory=list)
    before_last_move: "Diary | None" = None
    was_moved: bool = False

    @classmethod
    def begin(cls, card: PlainCard, at: datetime) -> "Diary":
        diary = cls(card, arrived=at)
        diary._open_stay(at)
        diary._keep_start_and_finish(at)
        return diary

    def move(self, card: PlainCard, at: datetime, gives_up: bool = False) -> None:
        """The card is in another place (or at another rank) from now on."""
        self.before_last_move, self.was_moved = replace(self, before_last_move=None), True
        if self._place() != (card.column, card.lane):
            self.open_stay.left = at
            self._enter(card, at)
        if gives_up:
            self.started = None
        self._keep_start_and_finish(at)

    def undo(self, at: datetime) -> None:
        was = self.before_last_move
        back = replace(self.card, column=was.card.column, lane=was.card.lane)
        if self._place() != (back.column, back.lane):
            mistaken = self.open_stay
            mistaken.voided = at
            earlier = [stay for stay in self.stays if stay.left and not stay.voided]
            earlier[-1].left = None
        self.card = back
        self.arrived, self.started, self.finished = was.arrived, was.started, was.finished
        self.before_last_move = None

    def archive(self, at: datetime) -> None:
        self.open_stay.left = at
        self.change(replace(self.card, archived=True))

    def restore(self, column: str, at: datetime) -> None:
        self.before_last_move = None
        self._enter(replace(self.card, column=column, archived=False), at)
        self._keep_start_and_finish(at)

    def change(self, card: PlainCard) -> None:
        """Its people, class or blocked state: what was moved before cannot be undone any more."""
        self.card, self.before_last_move = card, None

    def last_in(self, columns: list[str]) -> str | None:
        stays = [stay.column for stay in self.stays if not stay.voided]
        return next((column for column in reversed(stays) if column in columns), None)

    @property
    def open_stay(self) -> PlainStay:
        return next(stay for stay in self.stays if not stay.left and not stay.voided)

    def _place(self) -> tuple[str, str]:
        return self.card.column, self.card.lane

    def _enter(self, card: PlainCard, at: datetime) -> None:
        if card.column != self.card.column:
            self.arrived = at
        self.card = card
        self._open_stay(at)

    def _open_stay(self, at: datetime) -> None:
        self.stays.append(PlainStay(self.card.column, self.card.lane, at))

    def _keep_start_and_finish(self, at: datetime) -> None:
        if self.card.column not in QUEUES and self.started is None:
            self.started = at
        if self.card.column not in DONE:
            self.finished = None
        elif self.finished is None:
            self.finished = at
