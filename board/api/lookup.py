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


def column(board: Board, wanted: int | str, field: str = "column") -> Column:
    """The column with this id or exact name."""
    return _named(board.shape.columns, wanted) or _nothing(
        field, _("This board has no column %(wanted)s."), wanted
    )


def lane(board: Board, wanted: int | str, field: str = "lane") -> Lane:
    """The lane with this id or exact name."""
    return _named(board.shape.lanes, wanted) or _nothing(
        field, _("This board has no lane %(wanted)s."), wanted
    )


def service_class(board: Board, wanted: int | str, field: str = "service_class") -> ServiceClass:
    """The class of service with this id, exact name, or kind in any case."""
    classes = board.shape.service_classes
    of_kind = {each.kind: each for each in reversed(classes.values())}
    return (
        _named(classes, wanted)
        or of_kind.get(str(wanted).lower())
        or _nothing(field, _("This board has no class of service %(wanted)s."), wanted)
    )


def label(board: Board, wanted: int | str, field: str = "label") -> Label:
    """The label with this id or exact name."""
    labels = {label.pk: label for label in board.labels.all()}
    return _named(labels, wanted) or _nothing(
        field, _("This board has no label %(wanted)s."), wanted
    )


def card(board: Board, number: int, field: str) -> Card:
    """The card with this number."""
    return cards(board, {field: number})[0]


def neighbour(board: Board, number: int, field: str) -> Card:
    """The card with this number, gone or not: the verb counts one that has left for nothing."""
    by_number = board.numbered_cards(number)
    return by_number.get(number) or _nothing(field, _("This board has no card %(wanted)s."), number)


def cards(board: Board, numbers: Mapping[str, int]) -> list[Card]:
    """The cards that these fields name by number, read in one statement."""
    by_number = {card.number: card for card in board.cards.kept().numbered(numbers.values())}
    for card in by_number.values():
        card.board = board
    return [
        by_number.get(number) or _nothing(field, _("This board has no card %(wanted)s."), number)
        for field, number in numbers.items()
    ]


def template(board: Board, pk: int, field: str = "template") -> CardTemplate:
    """The card template with this id, with all that it says."""
    template_here = board.card_templates.in_full().filter(pk=pk).first()
    return template_here or _nothing(field, _("This board has no card template %(wanted)s."), pk)


def members(board: Board, emails: Sequence[str], field: str = "assignees") -> list[Person]:
    """The members of the board with these e-mail addresses, in whatever case."""
    if not emails:
        return []
    by_email = {person.email.lower(): person for person in board.members.all()}
    return [
        by_email.get(email.lower())
        or _nothing(field, _("This board has no member %(wanted)s."), email)
        for email in emails
    ]


def person(email: str, field: str = "email") -> Person:
    """Return the person with this e-mail address, in upper or lower case."""
    try:
        return Person.objects.get_by_natural_key(email)
    except Person.DoesNotExist:
        return _nothing(field, _("Nobody here has the address %(wanted)s."), email)


@contextmanager
def field(name: str) -> Iterator[None]:
    """Name this field in each error that is raised inside without a field."""
    try:
        yield
    except ValidationError as error:
        if hasattr(error, "error_dict"):
            raise
        raise ValidationError({name: error}) from error


def _named(things: Mapping[int, Thing], wanted: int | str) -> Thing | None:
    """A text is a name; only if nothing is called so may it be an id, as in a query string."""
    if isinstance(wanted, int):
        return things.get(wanted)
    name = folded(wanted)
    for thing in things.values():
        if folded(thing.name) == name:
            return thing
    return things.get(int(wanted)) if is_number(wanted) else None


def _nothing(field: str, words: str, wanted: int | str) -> NoReturn:
    raise ValidationError({field: words % {"wanted": wanted}})
