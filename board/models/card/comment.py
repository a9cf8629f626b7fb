from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from board.models.most import Most

if TYPE_CHECKING:
    from board.models.people.person import Person


class CommentQuerySet(models.QuerySet["Comment"]):
    def latest_first(self) -> "CommentQuerySet":
        """Order the comments latest first, each with its author, in one statement."""
        return self.select_related("by").order_by("-at", "-pk")

    def since(self, comment: "Comment") -> "CommentQuerySet":
        """Return the comments after this one."""
        return self.filter(Q(at__gt=comment.at) | Q(at=comment.at, pk__gt=comment.pk))


class Comment(models.Model):
    """A comment on a card, in Markdown."""

    card = models.ForeignKey("board.Card", models.CASCADE, related_name="comments")
    by = models.ForeignKey("board.Person", models.PROTECT, related_name="+")
    text = models.TextField(_("comment"), max_length=20_000)
    at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    MOST = Most(1_000, _("A card has at most %(most)s comments."))

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_comment_says_something")
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def check_written_by(self, person: "Person") -> None:
        """Raise PermissionDenied unless this person wrote the comment."""
        if self.by_id != person.pk:
            raise PermissionDenied(_now("Only the person who wrote a comment may change it."))
