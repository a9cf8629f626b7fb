"""Answers that are kept until the board changes or its day ends."""

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from hashlib import sha256
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import get_language

from flow.metrics.charts import Data, Question
from flow.metrics.display.figure import DrawnChart
from flow.metrics.forms import QuestionForm
from flow.metrics.registry import charts

Answer = TypeVar("Answer")
FOR = 3_600  # seconds; what has changed is asked for under another name


class Kept:
    """The question to a board, and the answers by the names that pages give them."""

    def __init__(self, form: QuestionForm) -> None:
        self.form = form
        self.question: Question = form.question()

    @cached_property
    def tag(self) -> str:
        """Another one whenever an answer may be another: by version, day, question, language and
        the release of Sluice that draws it."""
        board, flow = self.form.board, self.question.flow
        seen = (board.pk, board.version, flow.as_of, flow.today, self.form.query, get_language())
        made_with = (static("vendor/vega-embed.js"), settings.VERSION)
        return sha256(repr((seen, made_with)).encode()).hexdigest()[:32]

    def figure(self, name: str) -> DrawnChart:
        """The chart of this name."""
        chart = charts()[name]
        data: Data = self.all({name: partial(chart.read, self.question)})[name]
        return DrawnChart(chart, data, self.form)

    def figures(self, *names: str, alone: bool = False) -> list[str]:
        """These charts as a page has them, without anything personal."""
        drawn = "alone" if alone else "beside-others"
        return list(
            self.all(
                {f"{name}:{drawn}": partial(self._draw, name, alone) for name in names}
            ).values()
        )

    @cached_property
    def few(self) -> int:
        """How many cards finished, where they are too few to trust what follows from them; else 0."""
        return self.all({"few": self._few})["few"]

    def all(self, makers: Mapping[str, Callable[[], Answer]]) -> dict[str, Answer]:
        """The answers by these makers: those that are known, and those that are made now."""
        keys = {name: f"flow:{self.tag}:{name}" for name in makers}
        known = cache.get_many(keys.values())
        made = {name: makers[name]() for name, key in keys.items() if key not in known}
        if made:
            cache.set_many({keys[name]: answer for name, answer in made.items()}, FOR)
        return {name: known[key] if key in known else made[name] for name, key in keys.items()}

    def _few(self) -> int:
        times = self.question.cycle_times
        return times.count if times.too_few else 0

    def _draw(self, name: str, alone: bool) -> str:
        context = {"figure": self.figure(name), "alone": alone}
        return render_to_string("flow/_figure.html", context)
