"""The comments on a card, a page at a time: the last page first, each page in order."""

from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.safestring import SafeString

from board.display.page.named_cards import NamedCards
from board.markdown import rendered
from board.models import Card, Comment, Person

A_PAGE = 20


@dataclass(frozen=True)
class ShownComment:
    """A comment as somebody sees it; their own they may change."""

    comment: Comment
    is_own: bool
    named: NamedCards

    @property
    def words(self) -> SafeString:
        return self.named.in_html(rendered(self.comment.text))


class CommentPage:
    """A page of the comments on a card, as a person sees it; an odd page is the nearest."""

    named: NamedCards  # set by who draws it: the page has other texts that name cards, too

    def __init__(self, card: Card, person: Person, page: str | int = 1):
        self.card = card
        self.person = person
        self.asked = page

    @cached_property
    def page(self) -> "Page[Comment]":
        return Paginator(self.card.comments.latest_first(), A_PAGE).get_page(self.asked)

    @property
    def number(self) -> int:
        """Of all comments."""
        return self.page.paginator.count

    @property
    def shown(self) -> list[ShownComment]:
        return [
            ShownComment(each, is_own=each.by == self.person, named=self.named)
            for each in reversed(list(self.page))
        ]


def page_with(comment: Comment) -> str:
    """Return the address of the page of the card with this comment."""
    card = comment.card
    number = card.comments.since(comment).count() // A_PAGE + 1
    where = reverse("card", args=[card.board.key, card.number])
    return f"{where}?comments={number}#comment-{comment.pk}"
