"""Change a column: name, stage, order, policy, archive. Each change is an event."""

from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from board.models.card.facts import facts_of
from board.models.card.moves import send
from board.models.card.stay import Stay
from board.models.checks import checked
from board.models.column.stages import check_stages
from board.models.event import Kind
from board.models.name import with_folded_names
from board.models.refusals import NotPossible
from board.models.revision import check_revision

if TYPE_CHECKING:
    from board.models.board.turn import Turn
    from board.models.column.column import Column
    from board.models.people.person import Person


class ColumnTerms(TypedDict, total=False):
    """The settings of a column; one that is not named stays as it is."""

    name: str
    stage: str
    policy: str
    group: str


class ColumnEdits(models.Model):
    """Change the settings of a column."""

    class Meta:
        abstract = True

    def revise(
        self: "Column",
        *,
        by: "Person",
        expected_revision: int | None = None,
        **changes: Unpack[ColumnTerms],
    ) -> "Column":
        """Change the settings of the column. Raises ValidationError for settings that make no sense.

        Raises StalePart if it has changed since the revision that was seen. A new stage recomputes
        the dates of all cards, which may start or finish by it.
        """
        with self.board.turn(by=by) as turn:
            column = turn.shape.column(self)
            check_revision(column, expected_revision)
            changed: dict[str, Any] = {
                what: new
                for what, new in with_folded_names(type(column), changes).items()
                if getattr(column, what) != new
            }
            if not changed:
                return column
            was = {what: getattr(column, what) for what in changed}
            for what, new in changed.items():
                setattr(column, what, new)
            check_stages([each.stage for each in turn.shape.columns.values()])
            column.revision += 1
            checked(column)
            if "stage" in changed:
                count_again(turn)
            turn.record(Kind.COLUMN_CHANGED, column=column.pk, was=was, **changed)
        return column

    def put_before(self: "Column", other: "Column | None", *, by: "Person") -> "Column":
        """Move the column to the left of another one, or to the end; see `check_stages`."""
        with self.board.turn(by=by) as turn:
            column = turn.shape.column(self)
            if column == other:
                return column
            order = [each for each in turn.shape.columns.values() if each.pk != column.pk]
            at = order.index(turn.shape.column(other)) if other else len(order)
            order.insert(at, column)
            if order == list(turn.shape.columns.values()):
                return column
            check_stages([each.stage for each in order])
            for position, each in enumerate(order):
                each.position = position
                each.save(update_fields=["position"])
            turn.record(Kind.COLUMN_CHANGED, column=column.pk, position=column.position)
        return column

    def archive(self: "Column", *, by: "Person", cards_to: "Column | None" = None) -> "Column":
        """Archive the column; its cards go to the end of another one, never refused.

        Raises NotPossible if it holds cards and no other column is named for them, ValidationError
        if the stages would not make sense without it. A limit is removed if this column was the
        last one that it counts.
        """
        with self.board.turn(by=by) as turn:
            column = turn.shape.column(self)
            check_stages([each.stage for each in turn.shape.columns.values() if each != column])
            cards = list(column.cards.on_the_board().in_order())
            if cards and (cards_to is None or cards_to == column):
                raise NotPossible(
                    _("Choose where the cards of %(name)s go.") % {"name": column.name}
                )
            if cards_to is not None:
                to = turn.shape.column(cards_to)
                send(turn, cards, column=to, reason=_("Its column was archived"))
            for limit in turn.shape.limits:
                if {*limit.named_column_ids} & turn.shape.columns.keys() == {column.pk}:
                    turn.board.remove_limit(limit, by=by)
            column.archived_at = turn.at
            column.save(update_fields=["archived_at"])
            turn.record(Kind.COLUMN_ARCHIVED, column=column.pk, name=column.name)
        return column


def count_again(turn: "Turn") -> None:
    """Recompute arrival, start and finish of every card, under today's stages."""
    columns = {column.pk: column for column in turn.board.columns.all()}
    returned = turn.board.events.returns()
    cards = turn.board.cards.prefetch_related(
        Prefetch("stays", Stay.objects.counted(), to_attr="counted_stays")
    )
    changed = []
    for card in cards.iterator(chunk_size=500):
        stays = card.counted_stays  # type: ignore[attr-defined]
        facts = facts_of(stays, columns, returned.get(card.pk))
        if facts != (card.arrived_at, card.started_at, card.finished_at):
            card.arrived_at, card.started_at, card.finished_at = facts
            changed.append(card)
    turn.board.cards.bulk_update(changed, ["arrived_at", "started_at", "finished_at"], 500)
