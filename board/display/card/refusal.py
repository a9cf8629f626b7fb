"""The content of a refusal on a page: its words, and the alternatives of this person."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse

from board.access import editable_board
from board.back import Back
from board.display.card.sheet import Sheet
from board.display.card.split import QUESTIONS
from board.display.page.answer import MoveAnswer
from board.forms.verbs import NewCardForm
from board.models import Card, GateRefusal, Mode, NotHere, Refusal, StaleCard, Swarm, TooLarge
from board.models.swarm import Why

# the fields that an override replaces; all other fields of the refused request are repeated
_REPLACED = {"csrfmiddlewaretoken", "override_reason", "limit_versions", "passes"}


class RefusalPicture:
    """A refusal and the request that it answers."""

    def __init__(self, refusal: Refusal, request: Any):
        self.refusal = refusal
        self.request = request
        self.place: dict[str, Any] = request.resolver_match.kwargs if request.resolver_match else {}

    @property
    def first(self) -> str:
        """Return the sentence that names the full limit; the rest of the words follows it."""
        if isinstance(self.refusal, GateRefusal):
            sentences = " ".join(each.sentence for each in self._refusing)
            before, full, _rest = self.refusal.message.partition(sentences)
            return before + full
        return self.refusal.message

    @property
    def rest(self) -> str:
        return self.refusal.message.removeprefix(self.first).strip()

    @property
    def is_full(self) -> bool:
        return isinstance(self.refusal, GateRefusal)

    @property
    def oldest(self) -> Card | None:
        return self._explanation.oldest if self._explanation else None

    @property
    def swap_with(self) -> Card | None:
        """The card to swap with, where the refused request was about one card."""
        if self._explanation is None or "number" not in self.place:
            return None
        return self._explanation.swap_with

    @property
    def swarm(self) -> list[Swarm]:
        """Return the cards to finish instead, if a limit refuses: two for each reason are enough to
        read.
        """
        swarms = self._explanation.swarm if self._explanation else []
        of_each = ([each for each in swarms if each.why == why] for why in Why)
        return [each for some in of_each for each in some[:2]]

    @property
    def swap_url(self) -> str:
        return reverse("swap", kwargs=self._card)

    @property
    def new_card(self) -> NewCardForm | None:
        """A card that was not made: its form again, for another column, with what was typed."""
        match = self.request.resolver_match
        if match is None or match.url_name != "cards":
            return None
        board = editable_board(self.request.user, self.place["key"])
        initial = {
            name: self.request.POST.get(name, "")
            for name in ("title", "column", "lane", "template")
        }
        return NewCardForm(board=board, initial=initial)

    @property
    def may_override(self) -> bool:
        return self._explanation is not None and self._explanation.may_override

    @property
    def reason(self) -> str:
        """Why the refused request was to pass, if it said so."""
        return self.request.POST.get("override_reason", "").strip()

    @property
    def was_overridden(self) -> bool:
        """Whether a reason was given that would have done, had the limits stayed as they were seen."""
        return self.may_override and bool(self.reason)

    @property
    def about(self) -> str:
        """The part of the board's page that was refused: the card, or the form of a new one."""
        if "number" in self.place:
            return f"card-{self.place['number']}"
        return f"add-{self.request.POST.get('column', '')}"

    @property
    def limit_versions(self) -> list[str]:
        """The limits to pass, each with the version that was seen."""
        if not isinstance(self.refusal, GateRefusal):
            return []
        seen = {each.limit.pk: each.limit.version for each in self.refusal.violations}
        return [f"{limit}:{version}" for limit, version in seen.items()]

    @property
    def passes(self) -> list[str]:
        """The codes of the other rules to pass."""
        if not isinstance(self.refusal, GateRefusal):
            return []
        codes = ["too_large"] if self.refusal.too_large else []
        return [*codes, *dict.fromkeys(each.code for each in self.refusal.objections)]

    @property
    def to_split(self) -> TooLarge | None:
        """The card that is too large to start and can be split."""
        large = getattr(self.refusal, "too_large", [])
        return next((each for each in large if each.can_be_split), None)

    @property
    def questions(self) -> Sequence[str]:
        """Return the questions about a good part, if the card can be split."""
        return [str(each) for each in QUESTIONS] if self.to_split else []

    @property
    def fields(self) -> Iterator[tuple[str, str]]:
        """Yield the fields of the refused request, to send it again."""
        for name, values in self.request.POST.lists():
            if name not in _REPLACED:
                yield from ((name, value) for value in values)

    @property
    def page(self) -> str:
        """Where the refused request came from."""
        if "number" in self.place:
            return reverse("card", kwargs=self._card)
        if "key" in self.place:
            return reverse("board", kwargs={"key": self.place["key"]})
        return reverse("boards")

    @property
    def back(self) -> str:
        """Which page a plain form goes back to, as the refused request said."""
        return self.request.POST.get("back", "")

    @property
    def board_page(self) -> str | None:
        return reverse("board", kwargs={"key": self.place["key"]}) if "key" in self.place else None

    @cached_property
    def where_it_is(self) -> MoveAnswer | None:
        """For a stale card: the card where it is now, if the board is to be seen."""
        if isinstance(self.refusal, StaleCard) and self._back.shows_board:
            return MoveAnswer(self.refusal.card.board, [self.refusal.card])
        return None

    @cached_property
    def sheet(self) -> Sheet | None:
        """For a stale card that is open: as it is now."""
        if isinstance(self.refusal, StaleCard) and self._back.shows_sheet:
            return Sheet(self.refusal.card, self.request.user, self._back)
        return None

    @property
    def _card(self) -> dict[str, Any]:
        """Which card the refused request was about."""
        return {part: self.place[part] for part in ("key", "number")}

    @property
    def _back(self) -> Back:
        return Back.asked_in(self.request.POST)

    @property
    def is_gone(self) -> bool:
        return isinstance(self.refusal, NotHere)

    @property
    def _refusing(self) -> list[Any]:
        violations = getattr(self.refusal, "violations", [])
        too_large = getattr(self.refusal, "too_large", [])
        return [
            *(each for each in violations if each.limit.mode != Mode.WARN),
            *(each for each in too_large if each.rule.mode != Mode.WARN),
            *getattr(self.refusal, "objections", []),
        ]

    @property
    def _explanation(self) -> Any:
        return getattr(self.refusal, "explanation", None)
