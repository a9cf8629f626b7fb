"""To fetch is to be allowed: every lookup starts from the person.

A stranger gets 404 for anything of a board, as if it were not there; a viewer gets 403 for changing
a card, and a person who is not its lead gets 403 for changing the board itself.
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from board.models import (
    ApiToken,
    Attachment,
    Board,
    Card,
    CardLink,
    CardTemplate,
    ChecklistItem,
    Column,
    Comment,
    Invitation,
    Label,
    Lane,
    Limit,
    LinkKind,
    Notice,
    Person,
    Recurrence,
    Role,
    ServiceClass,
)
from board.models.board.board import BoardQuerySet
from board.models.card.card import CARD_KEY
from board.sql.compiled import Compiled

Caller = Person | AnonymousUser

VISIBLE_BOARD = Compiled(lambda person, key: Board.objects.visible_to(person).filter(key=key))
VISIBLE_CARD = Compiled(
    lambda person, key, number: (
        Card.objects.visible_to(person)
        .select_related("board")
        .filter(board__key=key, number=number)
    )
)


def may_make_boards(person: Person) -> bool:
    """Whether this person may make a board on this site."""
    return settings.BOARDS_BY == "anyone" or person.is_staff


def board_maker(person: Caller) -> Person:
    """The person, if they may make a board."""
    person = _known(person)
    if person.token and not person.token.is_for_everything:
        raise PermissionDenied(_("This token cannot create boards."))
    if not may_make_boards(person):
        raise PermissionDenied(_("Only staff can create boards here."))
    return person


def visible_boards(person: Caller) -> BoardQuerySet:
    """The boards of this person; of a program, those that its token opens."""
    person = _known(person)
    boards = Board.objects.visible_to(person)
    if person.token is None:
        return boards
    return boards.opened_by(person.token)


def visible_board(person: Caller, key: str) -> Board:
    """The board, for someone who may look at it."""
    person = _known(person)
    for board in VISIBLE_BOARD.objects(person.pk, key):
        return _by_token(person, board)
    raise Http404


def editable_board(person: Caller, key: str) -> Board:
    """The board, for someone who may change its cards."""
    return _for_member(visible_board(person, key))


def led_board(person: Caller, key: str) -> Board:
    """The board, for someone who may change how it is set up and who works on it."""
    return _in_use(kept_board(person, key))


def kept_board(person: Caller, key: str) -> Board:
    """The board, archived or not, for someone who may archive, restore or delete it."""
    board = visible_board(person, key)
    if board.seat != Role.LEAD:
        raise PermissionDenied(_("Only a lead of this board can do that."))
    return board


def visible_card(person: Caller, key: str, number: int) -> Card:
    """The card, for someone who may look at it."""
    cards = VISIBLE_CARD.objects(_known(person).pk, key, number)
    if not cards:
        raise Http404
    [card] = cards
    card.board.role = card.role
    card.role = _by_token(_known(person), card.board).role
    return card


def editable_card(person: Caller, key: str, number: int) -> Card:
    """The card, for someone who may change it."""
    card = visible_card(person, key, number)
    _for_member(card.board)
    return card


def linkable_card(person: Caller, typed: str) -> Card:
    """The card of this key, of whatever board, for someone who may change it.

    Raises ValidationError where there is none, or none for this person.
    """
    named = CARD_KEY.fullmatch(typed.strip())
    try:
        if named:
            return editable_card(person, named["board"].upper(), int(named["number"]))
    except Http404:
        pass
    words = _("There is no card %(wanted)s, or you do not have access to it.")
    raise ValidationError(words % {"wanted": typed}, code="no_card")


def editable_link(person: Caller, key: str, number: int, pk: int) -> tuple[Card, CardLink]:
    """A card and a link of it, for someone who may change the card."""
    card = editable_card(person, key, number)
    return card, get_object_or_404(CardLink.objects.shown_on(card), pk=pk)


def named_link(person: Caller, card: Card, kind: LinkKind, typed: str) -> CardLink:
    """The link of a card that reads so and goes to the card of this key, which this person sees."""
    boards = set(visible_boards(person).values_list("pk", flat=True))
    for link in CardLink.objects.shown_on(card):
        other = link.other_than(card)
        is_named = other.key == typed.strip().upper() and other.board_id in boards
        if is_named and link.kind_on(card) == kind:
            return link
    raise Http404


def visible_attachment(person: Caller, key: str, number: int, pk: UUID) -> Attachment:
    """A file of a card, for someone who may look at it."""
    return get_object_or_404(visible_card(person, key, number).attachments, pk=pk)


def visible_picture(person: Caller, key: str, number: int, pk: UUID) -> Attachment:
    """A picture of a card, for someone who may look at it."""
    return get_object_or_404(visible_card(person, key, number).attachments.pictures(), pk=pk)


def visible_thumbnail(person: Caller, key: str, number: int, pk: UUID) -> Attachment:
    """A picture of a card that can be drawn small, for someone who may look at it."""
    return get_object_or_404(visible_card(person, key, number).attachments.with_thumbnail(), pk=pk)


def editable_attachment(person: Caller, key: str, number: int, pk: UUID) -> tuple[Card, Attachment]:
    """A card and a file of it, for someone who may change them."""
    card = editable_card(person, key, number)
    return card, get_object_or_404(card.attachments, pk=pk)


def editable_item(
    person: Caller, key: str, number: int, pk: int, *, kind: str | None = None
) -> tuple[Card, ChecklistItem]:
    """A card and a scenario or step of it, for someone who may change the card."""
    card = editable_card(person, key, number)
    items = card.checklist.kept()
    return card, get_object_or_404(items.of_kind(kind) if kind else items, pk=pk)


def removed_item(person: Caller, key: str, number: int, pk: int) -> tuple[Card, ChecklistItem]:
    """A card and a scenario or step of it that may have been removed, to restore it."""
    card = editable_card(person, key, number)
    return card, get_object_or_404(card.checklist, pk=pk)


def known_card(person: Caller, key: str, number: int) -> Card:
    """The card, for someone who may look at it; also one that was deleted and may come back."""
    gone = Card.objects.recoverable_by(_known(person)).select_related("board")
    card = gone.filter(board__key=key, number=number).first()
    if card is None:
        return visible_card(person, key, number)
    card.board.role = card.role
    _by_token(_known(person), card.board)
    return card


def restorable_card(person: Caller, key: str, number: int) -> Card:
    """The card, for someone who may bring it back."""
    card = known_card(person, key, number)
    _for_member(card.board)
    return card


def visible_comment(person: Caller, key: str, number: int, pk: int) -> Comment:
    """A comment on a card, for someone who may look at the card."""
    card = visible_card(person, key, number)
    comment = get_object_or_404(card.comments.select_related("by"), pk=pk)
    comment.card = card
    return comment


def own_comment(person: Caller, key: str, number: int, pk: int) -> Comment:
    """A comment on a card by this person."""
    comment = visible_comment(person, key, number, pk)
    _for_member(comment.card.board)
    comment.check_written_by(_known(person))
    return comment


def led_limit(person: Caller, key: str, pk: int) -> Limit:
    """A limit of the board, for someone who may change it."""
    board = led_board(person, key)
    for limit in board.shape.limits:
        if limit.pk == pk:
            limit.board = board
            return limit
    raise Http404


def led_column(person: Caller, key: str, pk: int) -> Column:
    """A column of the board, for someone who may change it; its `board` knows the others."""
    return _part_of(led_board(person, key), "columns", pk)


def own_token(person: Caller, pk: int) -> ApiToken:
    """A token of this person's own that still works."""
    return get_object_or_404(_known(person).api_tokens.valid(), pk=pk)


def site_owner(person: Caller) -> Person:
    """The person, if they own an embedded set-up; 404 otherwise."""
    if not settings.EMBEDDED or not _known(person).is_superuser:
        raise Http404
    return _known(person)


def notice_for_owner(person: Caller, pk: int) -> Notice:
    """A mail of an embedded set-up, for its owner."""
    site_owner(person)
    return get_object_or_404(Notice, pk=pk)


def staff(person: Caller) -> Person:
    """The person, if they are staff of the site; 404 for others."""
    if not _known(person).is_staff:
        raise Http404
    return _known(person)


def notice_for_staff(person: Caller, pk: int) -> Notice:
    """A mail of the site that was not sent, for its staff."""
    staff(person)
    return get_object_or_404(Notice.objects.given_up(), pk=pk)


def led_lane(person: Caller, key: str, pk: int) -> Lane:
    """A lane of the board, for someone who may change it."""
    return _part_of(led_board(person, key), "lanes", pk)


def led_class(person: Caller, key: str, pk: int) -> ServiceClass:
    """A class of service of the board, for someone who may change it."""
    return _part_of(led_board(person, key), "service_classes", pk)


def led_template(person: Caller, key: str, pk: int) -> CardTemplate:
    """A card template of the board, for someone who may change it."""
    board = led_board(person, key)
    template = get_object_or_404(board.card_templates.in_full(), pk=pk)
    template.board = board
    return template


def led_recurrence(person: Caller, key: str, pk: int) -> Recurrence:
    """A recurring card of the board, for someone who may change it."""
    board = led_board(person, key)
    recurrence = get_object_or_404(board.recurrences.in_full(), pk=pk)
    recurrence.board = board
    return recurrence


def led_invitation(person: Caller, key: str, pk: int) -> Invitation:
    """An invitation to the board that is still open, for someone who may withdraw it."""
    board = led_board(person, key)
    invitation = get_object_or_404(board.invitations.open(), pk=pk)
    invitation.board = board
    return invitation


def led_label(person: Caller, key: str, pk: int) -> Label:
    """A label of the board, for someone who may change it."""
    board = led_board(person, key)
    label = get_object_or_404(board.labels, pk=pk)
    label.board = board
    return label


def _part_of(board: Board, parts: str, pk: int) -> Any:
    """A part of the board's shape; its `board` knows the others."""
    if pk not in getattr(board.shape, parts):
        raise Http404
    part = getattr(board.shape, parts)[pk]
    part.board = board
    return part


def _by_token(person: Person, board: Board) -> Board:
    """The board as the token of a program opens it: another board is not there.

    A read-only token makes a viewer of its owner.
    """
    if person.token is None:
        return board
    if not person.token.opens(board):
        raise Http404
    if person.token.is_view_only:
        board.role = board.seat = Role.VIEWER
    return board


def _known(person: Caller) -> Person:
    if not isinstance(person, Person):
        raise Http404
    return person


def _in_use(board: Board) -> Board:
    if board.archived_at:
        raise PermissionDenied(_("This board is archived. A lead can restore it."))
    return board


def _for_member(board: Board) -> Board:
    if not _in_use(board).may_be_changed:
        raise PermissionDenied(_("You can view this board, but not change it."))
    return board
