"""The part of a board that a page shows: a window of each long column, through a filter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode

from board.display.page.filter_bar import FilterBar
from board.forms.board import WindowsForm
from board.forms.filter import FIELDS, Choice, FilterForm
from board.models import Board, Card, Column, Person
from board.models.card.queries import ColumnWindow
from board.sql.compiled import Compiled

QUEUE_WINDOW = 50
DONE_WINDOW = 20
MORE = 50

TEAM = Compiled(lambda board: Person.objects.working_on(board))


@dataclass(frozen=True)
class Chip:
    """One thing that the filter asks for, and the address without it."""

    label: str
    value: str
    without: str


class Sight:
    """The part of a page's address that says what to show; it never changes what is counted."""

    def __init__(self, board: Board, query: QueryDict | None = None):
        self.board = board
        self.query = QueryDict(mutable=True)
        for name in [*FIELDS, "show"] if query else ():
            self.query.setlist(name, [value for value in query.getlist(name) if value])  # type: ignore[union-attr]

    @cached_property
    def team(self) -> list[Person]:
        """Return the people who change cards here, by name."""
        return TEAM.objects(self.board.pk)

    @cached_property
    def filter(self) -> FilterForm:
        return self.filter_bar.form

    @property
    def filter_bar(self) -> FilterBar:
        classes = self.board.shape.service_classes.values()
        return FilterBar(
            self.board.key,
            tuple((name, tuple(values)) for name, values in self.query.lists()),
            labels=tuple(Choice(each.pk, each.name) for each in self.board.shape.labels.values()),
            people=tuple(Choice(each.pk, each.short_name) for each in self.team),
            classes=tuple(Choice(each.pk, each.name) for each in classes),
        )

    @cached_property
    def is_filtered(self) -> bool:
        return any(self.query.get(name) for name in FIELDS) and bool(self.filter.asked)

    @property
    def chips(self) -> list[Chip]:
        """Return the active filters, in words."""
        return [
            Chip(
                str(self.filter.fields[name].label), self._words(name), self.address(**{name: None})
            )
            for name in (self.filter.asked if self.is_filtered else ())
        ]

    def address(self, **changes: Any) -> str:
        """The query string of this sight, but for what is said; None leaves it out."""
        changed = {
            name: "" if value is None else urlencode({name: value}, doseq=True)
            for name, value in changes.items()
        }
        return f"?{'&'.join(filter(None, (self._parts | changed).values()))}"

    @property
    def unfiltered(self) -> str:
        return self.address(**dict.fromkeys(FIELDS))

    @property
    def wrong(self) -> list[str]:
        """Return the errors of the filter, in words."""
        if not any(self.query.get(name) for name in FIELDS):
            return []
        errors = self.filter.errors.items()
        return [
            f"{self.filter.fields[name].label}: {' '.join(map(str, messages))}"
            for name, messages in errors
        ]

    @property
    def person(self) -> str:
        """Return the only person whose cards are shown; "" for all."""
        return self.filter.asked.get("person", "") if self.is_filtered else ""

    @cached_property
    def matched(self) -> dict[int, int]:
        """How many cards of each column the filter lets through, by the column's id."""
        cards = self.filter.sift(self.board.cards.on_the_board(), self.board)
        return cards.in_each_column()

    def window_of(self, column: Column) -> int | None:
        """How many cards of a column to show; None is all of them, which work in progress gets."""
        if column.is_in_progress:
            return None
        return self._windows.get(column.pk, DONE_WINDOW if column.is_done else QUEUE_WINDOW)

    def further(self, column: Column) -> str:
        """The address with more of a column."""
        windows = self._windows | {column.pk: (self.window_of(column) or 0) + MORE}
        return self.address(show=[f"{pk}:{size}" for pk, size in windows.items()])

    def cards_of(self, columns: Iterable[Column]) -> Sequence[tuple[Any, ...]]:
        """The cards to show of these columns, as they are `seen()`, in one statement."""
        windows = [ColumnWindow(each.pk, each.is_done, self.window_of(each)) for each in columns]
        if self.is_filtered:
            return list(
                self.filter.sift(self.board.cards.all(), self.board).in_view(windows).seen()
            )
        looks = tuple((window.is_done, window.size) for window in windows)
        return _unfiltered(looks).rows(*(window.column for window in windows))

    @cached_property
    def _parts(self) -> dict[str, str]:
        """The parts of the query string, by the name of the field."""
        return {name: urlencode({name: values}, doseq=True) for name, values in self.query.lists()}

    @cached_property
    def _windows(self) -> dict[int, int]:
        return WindowsForm(self.query).windows()

    def _words(self, name: str) -> str:
        value = self.filter.asked[name]
        if name == "blocked":
            return ""
        choices = dict(getattr(self.filter.fields[name], "choices", ()))
        return str(choices.get(value) or value)


@lru_cache(64)
def _unfiltered(looks: tuple[tuple[bool, int | None], ...]) -> Compiled[Card]:
    """The question for the cards in such windows, of any columns."""

    def ask(*columns: int) -> Any:
        windows = [ColumnWindow(pk, *look) for pk, look in zip(columns, looks, strict=True)]
        return Card.objects.in_view(windows).seen()

    return Compiled(ask)
