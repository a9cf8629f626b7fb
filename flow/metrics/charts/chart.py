"""A chart: a question, its data, its sentence of today, its table, and its drawing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format

from flow.metrics.charts import grammar

if TYPE_CHECKING:
    import altair as alt
    from django.utils.functional import _StrPromise as Words

Row = Mapping[str, Any]
Data = dict[str, list[dict[str, Any]]]  # named lists of rows; the names are those of the drawing


@dataclass(frozen=True)
class Link:
    """A cell that may lead to a card."""

    text: str
    href: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Table:
    """The numbers of a chart in rows, as the page, the CSV and a screen reader have them.

    The first `words` columns are no numbers.
    """

    head: Sequence[str]
    rows: Sequence[Sequence[Any]]
    words: int = 1


@dataclass(frozen=True)
class Chart:
    """One chart. Its functions are pure: data come from the readings, all else from the data."""

    name: str
    title: "Words"
    how: "Words"  # how to read it, in one sentence
    missing: "Words"  # what there would have to be, where there is nothing to draw
    read: Callable[[Any], Data]
    says: Callable[[Data], str]
    table: Callable[[Data], Table]
    layers: Callable[[], "list[alt.Chart]"]
    parts: Sequence[str]
    seen: Sequence[str] = ()  # the parts of which one must have rows; without a word, any

    @cached_property
    def spec(self) -> dict[str, Any]:
        """The Vega-Lite spec without data; made once, it says nothing of any board."""
        return grammar.drawn(self.layers(), self.parts)

    def is_empty(self, data: Data) -> bool:
        return not any(data[part] for part in self.seen or self.parts)


def short(day: date) -> str:
    """A day as charts write it: 3 Nov."""
    return date_format(day, "j M")


def long(day: date) -> str:
    """A day in a sentence: 3 November."""
    return date_format(day, "j F")


def until(day: date) -> date:
    """Where a bar that covers the day ends."""
    return day + timedelta(1)
