"""What is said about a card: comment, change a comment, remove it."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _

from board.models.comment import Comment
from board.models.event import Kind
from board.models.turn import PLAIN, Terms

if TYPE_CHECKING:
    from board.models.card import Card
    from board.models.person import Person


class Talking(models.Model):
    """The side of a card that people talk on. Words never raise its version: they move nothing."""

    class Meta:
        abstract = True

    def comment(self: "Card", text: str, *, by: "Person", terms: Terms = PLAIN) -> Comment:
        """Say something about the card. A retry gets the comment that is there."""
        with self.board.turn(by=by, terms=terms) as turn:
            [card] = turn.take(self)
            if turn.done_before:
                return card.comments.get(pk=turn.done_before.data["comment"])
            comment = Comment(card=card, by=by, text=text, at=turn.at)
            comment.full_clean()
            comment.save()
            turn.record(Kind.COMMENTED, card, comment=comment.pk)
        return comment

    def change_comment(self: "Card", comment: Comment, text: str, *, by: "Person") -> Comment:
        """Put it in other words. Raises PermissionDenied for somebody else's comment."""
        with self.board.turn(by=by) as turn:
            [card] = turn.take(self)
            comment = _own(card, comment, by)
            if comment.text == text:
                return comment
            comment.text, comment.changed_at = text, turn.at
            comment.full_clean()
            comment.save()
            turn.record(Kind.COMMENT_CHANGED, card, comment=comment.pk)
        return comment

    def remove_comment(self: "Card", comment: Comment, *, by: "Person") -> None:
        """Take it back. Raises PermissionDenied for somebody else's comment."""
        with self.board.turn(by=by) as turn:
            [card] = turn.take(self)
            comment = _own(card, comment, by)
            turn.record(Kind.COMMENT_REMOVED, card, comment=comment.pk)
            comment.delete()


def _own(card: "Card", comment: Comment, by: "Person") -> Comment:
    comment = card.comments.get(pk=comment.pk)
    if comment.by != by:
        raise PermissionDenied(_("Only who wrote a comment may change it."))
    return comment
