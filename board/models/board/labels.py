"""The labels of a board: add, rename, remove. Each change is an event."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _

from board.models.checks import checked
from board.models.event import Kind
from board.models.label import Label
from board.models.name import folded
from board.models.refusals import NotHere
from board.models.revision import check_revision

if TYPE_CHECKING:
    from board.models.board.board import Board
    from board.models.people.person import Person


class BoardLabels(models.Model):
    """The verbs of a board for its labels."""

    class Meta:
        abstract = True

    def add_label(self: "Board", name: str, *, by: "Person") -> Label:
        """Add a label, on no card yet. Raises ValidationError if the name is taken."""
        with self.turn(by=by) as turn:
            Label.MOST.check(turn.board.labels.count())
            label = checked(Label(board=turn.board, name=name))
            turn.record(Kind.LABEL_ADDED, label=label.pk, name=label.name)
        return label

    def rename_label(
        self: "Board",
        label: Label,
        name: str,
        *,
        by: "Person",
        expected_revision: int | None = None,
    ) -> Label:
        """Rename a label, on every card that carries it."""
        with self.turn(by=by) as turn:
            label = _label_here(turn.board, label)
            check_revision(label, expected_revision)
            name = folded(name)
            if label.name != name:
                was, label.name = label.name, name
                label.revision += 1
                checked(label)
                label.cards.update(revision=F("revision") + 1)
                turn.record(Kind.LABEL_CHANGED, label=label.pk, was=was, name=name)
        return label

    def remove_label(self: "Board", label: Label, *, by: "Person") -> None:
        """Delete a label, also from every card."""
        with self.turn(by=by) as turn:
            label = _label_here(turn.board, label)
            turn.record(Kind.LABEL_REMOVED, label=label.pk, name=label.name)
            label.cards.update(revision=F("revision") + 1)
            label.delete()


def _label_here(board: "Board", label: Label) -> Label:
    label_here = board.labels.filter(pk=label.pk).first()
    if label_here is None:
        raise NotHere(_("The label %(name)s is not on this board.") % {"name": label.name})
    return label_here
