"""The links of a card: link, unlink, and the end of a wait."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils.translation import gettext as _

from board.models.board.turn import PLAIN, Terms, Turn
from board.models.card.block import Block
from board.models.card.link import TYPED, CardLink, LinkKind
from board.models.event import Kind
from board.models.limit.gate import PlaceChange
from board.models.refusals import LinkCycle, NotHere, NotPossible

if TYPE_CHECKING:
    from board.models.card.card import Card
    from board.models.people.person import Person

ONE_WEB = 7_021_022  # the advisory lock of all waits: a circle may cross many boards
WAITS_FOR_IT = """
    WITH RECURSIVE waits (card, blocker) AS (
        SELECT to_card_id, from_card_id FROM board_cardlink
        WHERE kind = 'blocks' AND from_card_id = %s
        UNION
        SELECT link.to_card_id, link.from_card_id FROM board_cardlink link
        JOIN waits ON link.from_card_id = waits.card WHERE link.kind = 'blocks'
    )
    SELECT card, blocker FROM waits
"""


class CardLinks(models.Model):
    """Link a card with other cards, also with cards of other boards.

    A link never raises the version of a card. The block that a link brings does.
    """

    class Meta:
        abstract = True

    def link_to(
        self: "Card",
        other: "Card",
        kind: str,
        *,
        by: "Person",
        unblocks: bool = False,
        terms: Terms = PLAIN,
    ) -> CardLink:
        """Link this card with another: it relates to it, blocks it, or waits for it.

        With `unblocks` the card that waits is blocked now, and unblocked automatically when the
        other is finished. An existing link is returned. Raises NotPossible, TooMany, and LinkCycle
        if a card would wait for itself.
        """
        if kind not in TYPED:
            raise ValidationError({"kind": _("Only a split makes such a link.")})
        if self.pk == other.pk:
            raise NotPossible(_("%(card)s cannot be linked with itself.") % {"card": self})
        with _both_held(self, other, by=by, terms=terms) as (turn, there):
            card, other = _taken(turn, there, self, other)
            link = _link(turn, card, other, LinkKind(kind))
            is_new = link.pk is None
            if turn.done_before:
                if is_new:
                    raise _gone(card)
                return link
            if is_new:
                _make(link, card, other, by)
            is_to_block = unblocks and _is_to_be_blocked(link)
            if is_new or is_to_block:
                _record(Kind.LINKED, link, turn, there, card)
            if is_to_block:
                link.to_card._block_for(link, turn if link.to_card_id == card.pk else there)
        return link

    def unlink(self: "Card", link: CardLink, *, by: "Person | None", terms: Terms = PLAIN) -> None:
        """Remove a link of this card. A block that it brought stays until somebody unblocks the card."""
        other = link.other_than(self)
        with _both_held(self, other, by=by, terms=terms, even_archived=True) as (turn, there):
            card, other = _taken(turn, there, self, other)
            if turn.done_before:
                return
            here = CardLink.objects.of_card(card).filter(pk=link.pk).first()
            if here is None:
                raise _gone(card)
            here.delete()
            _record(Kind.UNLINKED, link, turn, there, card)

    def settle_wait(self: "Card", link: CardLink) -> None:
        """Update whether this card still waits by a link; end the block that ends with the wait.

        Never refused. It reads the state of the other card, so it may be called at any time.
        """
        with self.board.held(by=None) as turn:
            [card] = turn.take(self)
            waits = card.links_in.of_waits().select_related("from_card")
            wait = waits.filter(pk=link.pk).first()
            if wait is None or wait.is_over == (wait.ended_at is not None):
                return
            wait.ended_at = turn.at if wait.is_over else None
            wait.save(update_fields=["ended_at"])
            turn.record(Kind.WAIT_ENDED if wait.is_over else Kind.WAITS_AGAIN, card)
            if wait.from_card.finished_at is not None and _ends_a_block(card, wait):
                card.end_block(turn)

    def _block_for(self: "Card", link: CardLink, turn: Turn) -> None:
        """Block this card until the wait ends; a block that stands already ends then, too."""
        standing = self.blocks.standing().first()
        if standing is None:
            turn.ask(PlaceChange(self, self.place, replace(self.place, blocked=True)))
            standing = Block.objects.create(
                card=self,
                reason=_("waits for another card"),
                blocked_at=turn.at,
                blocked_by=turn.by,
            )
            self._now_blocked(True)
            turn.record(Kind.BLOCKED, self, block=standing.pk)
        link.block = standing
        link.save(update_fields=["block"])


@contextmanager
def _both_held(
    card: "Card", other: "Card", *, by: "Person | None", terms: Terms, even_archived: bool = False
) -> Iterator[tuple[Turn, Turn]]:
    """Hold a turn of the card's board and one of the other's, locked in order of their ids.

    With `even_archived` the board of the other card may be archived, or one that the person may not
    change: a person can always remove a link from a card that they may change.
    """
    with ExitStack() as stack:
        turns: dict[int, Turn] = {}
        for board in sorted({card.board, other.board}, key=lambda each: each.pk):
            if board.pk == card.board_id:
                turn = card.board.turn(by=by, terms=terms)
            elif even_archived:
                turn = board.held(by=by if board.role_of(by) else None)
            else:
                turn = board.turn(by=by)
            turns[board.pk] = stack.enter_context(turn)
        yield turns[card.board_id], turns[other.board_id]


def _taken(turn: Turn, there: Turn, card: "Card", other: "Card") -> "Sequence[Card]":
    """Return both cards as they are now; raise StaleCard if the first changed since it was seen."""
    if turn is there:
        return turn.take(card, other)
    return [*turn.take(card), *there.take(other)]


def _gone(card: "Card") -> NotHere:
    return NotHere(_("That link is not on %(card)s any more.") % {"card": card}, "item")


def _link(turn: Turn, card: "Card", other: "Card", kind: LinkKind) -> CardLink:
    """Return the link between these two, or a new one that is not saved."""
    ends = [card, other]
    if kind == LinkKind.IS_BLOCKED_BY or (kind == LinkKind.RELATES_TO and card.pk > other.pk):
        ends = [other, card]
    stored = LinkKind.RELATES_TO if kind == LinkKind.RELATES_TO else LinkKind.BLOCKS
    there = CardLink.objects.filter(kind=stored, from_card=ends[0], to_card=ends[1]).first()
    link = there or CardLink(kind=stored, made_at=turn.at, made_by=turn.by)
    link.from_card, link.to_card = ends
    if there is None and link.is_wait and link.is_over:
        link.ended_at = turn.at
    return link


def _make(link: CardLink, card: "Card", other: "Card", by: "Person") -> None:
    """Save a new link, if it is possible."""
    for each in (card, other):
        CardLink.MOST.check(CardLink.objects.of_card(each).count())
    card.must_be_on_the_board()
    if other.deleted_at is not None:
        raise NotPossible(_("%(card)s was deleted.") % {"card": other})
    if link.is_wait:
        link.to_card.must_be_on_the_board()
        _check_no_circle(link, by)
    link.save()


def _check_no_circle(link: CardLink, by: "Person") -> None:
    """Raise LinkCycle if the other card waits for this one already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_WEB])
        cursor.execute(WAITS_FOR_IT, [link.to_card.pk])
        blocker_of = dict(cursor.fetchall())
    if link.from_card.pk in blocker_of:
        raise LinkCycle(_circle(link, blocker_of, by))


def _circle(link: CardLink, blocker_of: dict[int, int], by: "Person") -> list[str | None]:
    """Return the keys of the cards that would wait for each other, from the waiting card to itself.

    None stands for a card that this person may not see.
    """
    way = [link.from_card.pk]
    while way[-1] != link.to_card.pk:
        way.append(blocker_of[way[-1]])
    cards = type(link.to_card).objects.visible_to(by).filter(pk__in=way)
    keys = {each.pk: each.key for each in cards.select_related("board")}
    return [keys.get(pk) for pk in [link.to_card.pk, *way]]


def _is_to_be_blocked(link: CardLink) -> bool:
    """Whether the card that waits can be blocked for it, and is not blocked yet."""
    waiting = link.to_card
    if not link.is_wait or link.ended_at is not None:
        return False
    if waiting.finished_at is not None or waiting.archived_at is not None:
        return False
    return not waiting.blocks.standing().filter(pk=link.block_id).exists()


def _ends_a_block(card: "Card", link: CardLink) -> bool:
    """Whether the block of this link stands and no other wait is to end it later."""
    if not card.is_blocked or card.archived_at is not None:
        return False
    if not card.blocks.standing().filter(pk=link.block_id).exists():
        return False
    return not card.links_in.open().filter(block=link.block_id).exists()


def _record(kind: Kind, link: CardLink, turn: Turn, there: Turn, card: "Card") -> None:
    """Record the link on both cards; the log of a board names no card of another board."""
    for each, held in ((card, turn), (link.other_than(card), there)):
        other = link.other_than(each)
        beside = {"with": other.number} if other.board_id == each.board_id else {}
        held.record(kind, each, link=link.pk, reads=link.kind_on(each).value, **beside)
