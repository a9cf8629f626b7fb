"""Answers that are kept until the board changes or its day ends."""

from collections.abc import Callable, Mapping
from functools import partial
from hashlib import sha256
from typing import TypeVar

from django.core.cache import cache
from django.utils.translation import get_language

from flow.metrics.charts import CHARTS, Data, Question
from flow.metrics.forms import QuestionForm

Answer = TypeVar("Answer")
FOR = 3_600  # seconds; what has changed is asked for under another name


class Kept:
    """What was asked of a board, and the answers by the names that pages give them."""

    def __init__(self, form: QuestionForm) -> None:
        self.form = form
        self.question: Question = form.question()

    @property
    def tag(self) -> str:
        """Another one whenever an answer may be another: by version, day, question and language."""
        return self._tag()

    def _tag(self) -> str:
        board, flow = self.question.flow.board, self.question.flow
        said = (board.pk, board.version, flow.as_of, flow.today, self.form.query, get_language())
        return sha256(repr(said).encode()).hexdigest()[:32]

    def data(self, *names: str) -> Mapping[str, Data]:
        """The data of these charts, by their names."""
        return self.all({name: partial(CHARTS[name].read, self.question) for name in names})

    def all(self, makers: Mapping[str, Callable[[], Answer]]) -> dict[str, Answer]:
        """The answers by these makers: those that are known, and those that are made now."""
        tag = self.tag
        keys = {name: f"flow:{tag}:{name}" for name in makers}
        known = cache.get_many(keys.values())
        made = {name: makers[name]() for name, key in keys.items() if key not in known}
        if made:
            cache.set_many({keys[name]: answer for name, answer in made.items()}, FOR)
        return {name: known[key] if key in known else made[name] for name, key in keys.items()}
