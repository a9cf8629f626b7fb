"""The comments on a card: comment, change a comment, remove it."""

from typing import TYPE_CHECKING

from django.db import models

from board.models.board.turn import PLAIN, Terms
from board.models.card.comment import Comment
from board.models.card.mention import Mention
from board.models.checks import check_fields
from board.models.event import Kind

if TYPE_CHECKING:
    from board.models.card.card import Card
    from board.models.people.person import Person


class CardComments(models.Model):
    """Comment on a card. Comments never raise its version."""

    class Meta:
        abstract = True

    def comment(self: "Card", text: str, *, by: "Person", terms: Terms = PLAIN) -> Comment:
        """Comment on the card. A retry returns the comment that exists."""
        with self.board.turn(by=by, terms=terms) as turn:
            [card] = turn.take(self)
            if turn.done_before:
                return card.comments.get(pk=turn.done_before.comment_id)
            Comment.MOST.check(card.comments.count())
            comment = Comment(card=card, by=by, text=text, at=turn.at)
            check_fields(comment, "text")
            comment.save()
            Mention.note(turn, card, text, comment=comment)
            turn.record(Kind.COMMENTED, card, comment=comment.pk)
        return comment

    def change_comment(self: "Card", comment: Comment, text: str, *, by: "Person") -> Comment:
        """Change the text of a comment. Raises PermissionDenied for another person's comment."""
        with self.board.turn(by=by) as turn:
            [card] = turn.take(self)
            comment = _own(card, comment, by)
            if comment.text == text:
                return comment
            comment.text, comment.changed_at = text, turn.at
            check_fields(comment, "text")
            comment.save()
            Mention.note(turn, card, text, comment=comment)
            turn.record(Kind.COMMENT_CHANGED, card, comment=comment.pk)
        return comment

    def remove_comment(self: "Card", comment: Comment, *, by: "Person") -> None:
        """Remove a comment. Raises PermissionDenied for another person's comment."""
        with self.board.turn(by=by) as turn:
            [card] = turn.take(self)
            comment = _own(card, comment, by)
            turn.record(Kind.COMMENT_REMOVED, card, comment=comment.pk)
            comment.delete()


def _own(card: "Card", comment: Comment, by: "Person") -> Comment:
    comment = card.comments.get(pk=comment.pk)
    comment.check_written_by(by)
    return comment
