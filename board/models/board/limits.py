"""The limits of a board: add, change, remove, and a column's own. Each change is an event.

A limit may be lowered below what is there: the cards stay, and nothing enters until there is room.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from django.db import models
from django.utils.translation import gettext as _

from board.models.board.turn import Turn
from board.models.event import Kind
from board.models.limit.limit import Limit
from board.models.name import folded
from board.models.refusals import NotHere, NotPossible, StalePart
from board.models.revision import check_revision

if TYPE_CHECKING:
    from board.models.board.board import Board
    from board.models.column.column import Column
    from board.models.lane import Lane
    from board.models.people.person import Person
    from board.models.service_class import ServiceClass

LONGEST_REASON = 500


class LimitTerms(TypedDict, total=False):
    """The settings of a limit; one that is not named keeps its value (or the default)."""

    name: str
    maximum: int
    mode: str
    columns: Collection["Column"]
    lane: "Lane | None"
    service_class: "ServiceClass | None"
    each_person: bool
    counts_blocked: bool
    members_may_override: bool


class BoardLimits(models.Model):
    """Add, change and remove the limits of a board."""

    class Meta:
        abstract = True

    def add_limit(self: "Board", *, by: "Person", **terms: Unpack[LimitTerms]) -> Limit:
        """Add a limit; raise NotPossible if there is one on the same cards."""
        with self.turn(by=by) as turn:
            Limit.MOST.check(len(turn.shape.limits))
            limit = Limit(board=turn.board)
            _write(limit, turn, terms)
            turn.record(Kind.LIMIT_ADDED, limit=limit.pk, **_facts(limit))
        return limit

    def change_limit(
        self: "Board",
        limit: Limit,
        *,
        by: "Person",
        expected_revision: int | None = None,
        reason: str = "",
        **terms: Unpack[LimitTerms],
    ) -> Limit:
        """Change a limit; an override that was asked for before is no longer valid.

        `reason` says why the limit is raised; the log keeps it. Raises StalePart if it has changed
        since the revision that was seen.
        """
        with self.turn(by=by) as turn:
            limit = _in_force(turn, limit)
            check_revision(limit, expected_revision)
            was = _facts(limit)
            _write(limit, turn, terms)
            if _facts(limit) != was:
                limit.version += 1
                limit.save(update_fields=["version"])
                _end_overrides(limit, turn)
                why = folded(reason)[:LONGEST_REASON]
                facts = _facts(limit)
                if why and limit.maximum > was["maximum"]:
                    facts["reason"] = why
                turn.record(Kind.LIMIT_CHANGED, limit=limit.pk, was=was, **facts)
        return limit

    def remove_limit(self: "Board", limit: Limit, *, by: "Person") -> None:
        """Remove a limit and its overrides; the log keeps them."""
        with self.turn(by=by) as turn:
            limit = _in_force(turn, limit)
            limit.archived_at = turn.at
            limit.save(update_fields=["archived_at"])
            limit.overrides.in_force().update(ended_at=turn.at)
            turn.record(Kind.LIMIT_REMOVED, limit=limit.pk, **_facts(limit))

    def limit_column(
        self: "Board",
        column: "Column",
        maximum: int | None,
        *,
        by: "Person",
        mode: str | None = None,
        expected_revision: int | None = None,
        reason: str = "",
    ) -> Limit | None:
        """Set a column's own limit; None removes it."""
        return self.limit_columns(
            [column], maximum, by=by, mode=mode, expected_revision=expected_revision, reason=reason
        )

    def limit_columns(
        self: "Board",
        columns: Collection["Column"],
        maximum: int | None,
        *,
        by: "Person",
        mode: str | None = None,
        expected_revision: int | None = None,
        reason: str = "",
    ) -> Limit | None:
        """Set the limit on exactly these columns together; None removes it.

        Raises StalePart if it has changed since the revision that was seen; 0: there was none.
        """
        terms: LimitTerms = {}
        if mode is not None:
            terms["mode"] = mode
        if maximum is not None:
            terms["maximum"] = maximum
        with self.turn(by=by) as turn:
            own = turn.shape.limit_on([turn.shape.column(column) for column in columns])
            if expected_revision not in (None, own.revision if own else 0):
                raise StalePart("limit", own)
            if own and maximum is None:
                self.remove_limit(own, by=by)
            elif own:
                return self.change_limit(own, by=by, reason=reason, **terms)
            elif maximum is not None:
                terms["columns"] = columns
                return self.add_limit(by=by, **terms)
        return None


def _in_force(turn: Turn, limit: Limit) -> Limit:
    for each in turn.shape.limits:
        if each.pk == limit.pk:
            return each
    raise NotHere(_("This limit is not on this board any more."), "limit")


def _write(limit: Limit, turn: Turn, terms: LimitTerms) -> None:
    """Set these terms on the limit and save it."""
    shape = turn.shape
    for name, value in terms.items():
        if name != "columns":
            setattr(limit, name, value)
    if limit.lane:
        shape.lane(limit.lane)
    if limit.service_class:
        shape.service_class(limit.service_class)
    limit.full_clean(exclude=["board"])
    limit.save()
    if "columns" in terms:
        columns = {column.pk: shape.column(column) for column in terms["columns"]}
        limit.columns.set(columns.values())
        limit.named_column_ids = list(columns)
    shape.fit(limit)
    for other in shape.limits:
        if other.pk != limit.pk and other.subject == limit.subject:
            raise NotPossible(
                _("There is a limit on these cards already: %(name)s.") % {"name": other.title}
            )


def _end_overrides(limit: Limit, turn: Turn) -> None:
    """End the overrides of cards that a changed limit does not count any more."""
    overrides = limit.overrides.in_force()
    cards = turn.board.cards.placed().in_bulk(overrides.values_list("card", flat=True))
    gone = [each.pk for each in overrides if not each.holds(limit, cards[each.card_id].place)]
    limit.overrides.filter(pk__in=gone).update(ended_at=turn.at)


def _facts(limit: Limit) -> dict[str, Any]:
    """Return the facts of a limit for the log."""
    return {
        "name": limit.title,
        "maximum": limit.maximum,
        "mode": limit.mode,
        "columns": sorted(limit.named_column_ids),
        "lane": limit.lane_id,
        "service_class": limit.service_class_id,
        "each_person": limit.each_person,
        "counts_blocked": limit.counts_blocked,
        "members_may_override": limit.members_may_override,
    }
