"""The members whom a text names after an @, marked in its HTML."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from html import escape, unescape

from django.utils.safestring import SafeString

from board.display.page.named_cards import NamedCards, outside_links
from board.models import Board, Person
from board.models.card.mention import SIGN, members_by_name, members_in


class NamedInCard(NamedCards):
    """The cards and the members that the description and the comments of a card name.

    A text without an @ and without a key costs no statement; all texts together cost two.
    """

    def __init__(self, person: Person, board: Board, texts: Iterable[str]):
        super().__init__(person, texts)
        self.board = board

    def in_html(self, html: SafeString) -> SafeString:
        """HTML that was cleaned, with the cards as links and the members marked."""
        linked = super().in_html(html)
        return outside_links(linked, self._marked) if self._members else linked

    def _marked(self, piece: str) -> str:
        if "@" not in piece:
            return piece
        text, end, marked = unescape(piece), 0, ""
        for member in members_in(text, self._members):
            marked += escape(text[end : member.start], quote=False)
            kind = (
                "named-member named-member--you" if member.person == self.person else "named-member"
            )
            name = escape(text[member.start : member.end], quote=False)
            marked += f'<span class="{kind}">{name}</span>'
            end = member.end
        return marked + escape(text[end:], quote=False) if end else piece

    @cached_property
    def _members(self) -> Mapping[str, Person]:
        """The members by what a text may call them; none if no text has an @."""
        if not any(SIGN.search(text) for text in self.texts):
            return {}
        return members_by_name(self.board)
