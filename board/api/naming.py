"""From what a request calls a thing to the thing; a ValidationError names the field if there is none."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NoReturn, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from board.models import Board, Card, CardTemplate, Column, Label, Lane, Person, ServiceClass
from board.models.name import folded
from board.models.words import is_number

Thing = TypeVar("Thing", Column, Label, Lane, ServiceClass)


def column(board: Board, said: int | str, field: str = "column") -> Column:
    """The column with this id or exact name."""
    return _named(board.shape.columns, said) or _nothing(
        field, _("This board has no column %(said)s."), said
    )


def lane(board: Board, said: int | str, field: str = "lane") -> Lane:
    """The lane with this id or exact name."""
    return _named(board.shape.lanes, said) or _nothing(
        field, _("This board has no lane %(said)s."), said
    )


def service_class(board: Board, said: int | str, field: str = "service_class") -> ServiceClass:
    """The class of service with this id, exact name, or kind in any case."""
    classes = board.shape.service_classes
    of_kind = {each.kind: each for each in reversed(classes.values())}
    return (
        _named(classes, said)
        or of_kind.get(str(said).lower())
        or _nothing(field, _("This board has no class of service %(said)s."), said)
    )


def label(board: Board, said: int | str, field: str = "label") -> Label:
    """The label with this id or exact name."""
    labels = {label.pk: label for label in board.labels.all()}
    return _named(labels, said) or _nothing(field, _("This board has no label %(said)s."), said)


def card(board: Board, number: int, field: str) -> Card:
    """The card with this number."""
    return cards(board, {field: number})[0]


def neighbour(board: Board, number: int, field: str) -> Card:
    """The card with this number, gone or not: the verb counts one that has left for nothing."""
    found = board.numbered_cards(number)
    return found.get(number) or _nothing(field, _("This board has no card %(said)s."), number)


def cards(board: Board, numbers: Mapping[str, int]) -> list[Card]:
    """The cards that these fields name by number, read in one statement."""
    found = {card.number: card for card in board.cards.kept().numbered(numbers.values())}
    for card in found.values():
        card.board = board
    return [
        found.get(number) or _nothing(field, _("This board has no card %(said)s."), number)
        for field, number in numbers.items()
    ]


def template(board: Board, pk: int, field: str = "template") -> CardTemplate:
    """The card template with this id, with all that it says."""
    found = board.card_templates.in_full().filter(pk=pk).first()
    return found or _nothing(field, _("This board has no card template %(said)s."), pk)


def members(board: Board, emails: Sequence[str], field: str = "assignees") -> list[Person]:
    """The members of the board with these e-mail addresses, in whatever case."""
    if not emails:
        return []
    found = {person.email.lower(): person for person in board.members.all()}
    return [
        found.get(email.lower()) or _nothing(field, _("This board has no member %(said)s."), email)
        for email in emails
    ]


def person(email: str, field: str = "email") -> Person:
    """Who signs in with this e-mail address, in whatever case."""
    try:
        return Person.objects.get_by_natural_key(email)
    except Person.DoesNotExist:
        return _nothing(field, _("Nobody here has the address %(said)s."), email)


@contextmanager
def field(name: str) -> Iterator[None]:
    """What is found wrong in here without a name is wrong with this field."""
    try:
        yield
    except ValidationError as error:
        if hasattr(error, "error_dict"):
            raise
        raise ValidationError({name: error}) from error


def _named(things: Mapping[int, Thing], said: int | str) -> Thing | None:
    """A text is a name; only if nothing is called so may it be an id, as in a query string."""
    if isinstance(said, int):
        return things.get(said)
    name = folded(said)
    for thing in things.values():
        if folded(thing.name) == name:
            return thing
    return things.get(int(said)) if is_number(said) else None


def _nothing(field: str, words: str, said: int | str) -> NoReturn:
    raise ValidationError({field: words % {"said": said}})
