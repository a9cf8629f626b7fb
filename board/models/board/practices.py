"""The practices that a board has switched on: the batch rule, and those of apps."""

from dataclasses import asdict
from functools import cached_property
from typing import TYPE_CHECKING, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from board.models.event import Kind
from board.models.limit.batch import BatchRule

if TYPE_CHECKING:
    from board.models.board.board import Board
    from board.models.people.person import Person

ALL_PRACTICES = ("delivery", "flags", "improvement")
BATCH_FIELDS = {
    "most_scenarios": "most_scenarios",
    "target_days": "target_days",
    "asks_fit": "asks_fit",
    "mode": "batch_mode",
    "members_may_override": "members_may_start_large",
}  # the terms of the rule: the fields of the board


class BatchTerms(TypedDict, total=False):
    """The settings of the batch rule; one that is not named stays as it is."""

    most_scenarios: int | None
    target_days: int | None
    asks_fit: bool
    mode: str
    members_may_override: bool


class BoardPractices(models.Model):
    """How small a card must be to start, and which practices the board has switched on."""

    class Meta:
        abstract = True

    @property
    def batch(self: "Board") -> BatchRule:
        """Return the batch rule of the board."""
        return BatchRule(**{term: getattr(self, name) for term, name in BATCH_FIELDS.items()})

    def set_batch_rule(self: "Board", *, by: "Person", **terms: Unpack[BatchTerms]) -> BatchRule:
        """Change the named settings of the batch rule. Raises ValidationError by their names."""
        with self.turn(by=by) as turn:
            board, was = turn.board, turn.board.batch
            for term, value in terms.items():
                setattr(board, BATCH_FIELDS[term], value)
            fields = list(BATCH_FIELDS.values())
            try:
                board.clean_fields(exclude={f.name for f in board._meta.fields} - set(fields))
            except ValidationError as error:
                names = {field: term for term, field in BATCH_FIELDS.items()}
                raise ValidationError(
                    {names[field]: words for field, words in error.message_dict.items()}
                ) from error
            if board.batch != was:
                board.revision += 1
                board.save(update_fields=[*fields, "revision"])
                turn.record(Kind.SETTINGS_CHANGED, of="batch", **asdict(board.batch))
        return board.batch

    @cached_property
    def refused_pulls(self: "Board") -> dict[int, dict[int, int]]:
        """Return, for each limit that refused a card in 28 days, how often in 7 and in 28 days."""
        return self.refused.by_limit(self.day_of(timezone.now()))

    @property
    def practices(self: "Board") -> dict[str, bool]:
        """Whether each practice is switched on, by its name."""
        return {name: name in self.practices_on for name in ALL_PRACTICES}

    def switch_practices(self: "Board", *, by: "Person | None", **wanted: bool) -> dict[str, bool]:
        """Switch these practices on or off. Raises ValidationError for an unknown name."""
        if unknown := sorted(set(wanted) - set(ALL_PRACTICES)):
            words = _("There is no practice %(name)s.") % {"name": unknown[0]}
            raise ValidationError({"practices": words})
        with self.turn(by=by) as turn:
            board = turn.board
            now = board.practices | wanted
            if now != board.practices:
                board.practices_on = [name for name in ALL_PRACTICES if now[name]]
                board.save(update_fields=["practices_on"])
                turn.record(Kind.SETTINGS_CHANGED, of="practices", on=board.practices_on)
        return board.practices
