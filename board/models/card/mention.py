import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from board.models.name import compared
from board.models.people.membership import Membership
from board.models.people.person import Person

if TYPE_CHECKING:
    from datetime import datetime

    from board.models.board.board import Board
    from board.models.board.turn import Turn
    from board.models.card.card import Card
    from board.models.card.comment import Comment

SIGN = re.compile(r"(?<![\w.@/+-])@(?=\w)")
WORD = re.compile(r"\w")
MOST_SIGNS = 200  # of one text are looked at
MOST_NAMED = 50  # people are mentioned by one text


@dataclass(frozen=True)
class NamedMember:
    """A member that a text names: `text[start:end]` is the @ and the name."""

    person: Person
    start: int
    end: int


def mentioned(board: "Board", text: str) -> list[Person]:
    """Return the members whom a text names after an @, each once, in the order of the text.

    A text without an @ costs no statement.
    """
    if not SIGN.search(text):
        return []
    named = members_in(text, members_by_name(board))
    return list({each.person.pk: each.person for each in named}.values())[:MOST_NAMED]


def members_in(text: str, known: Mapping[str, Person]) -> list[NamedMember]:
    """Return each place of a text that names one of these people after an @, in order.

    "@Ada Lovelace" is the longest name that fits, not "@Ada".
    """
    lengths = sorted({len(name) for name in known}, reverse=True)
    named = []
    for sign in islice(SIGN.finditer(text), MOST_SIGNS):
        start = sign.end()
        names = (text[start : start + length].lower() for length in lengths)
        fits = (name for name in names if name in known and _ends(text, start + len(name)))
        if name := next(fits, ""):
            named.append(NamedMember(known[name], sign.start(), start + len(name)))
    return named


def members_by_name(board: "Board") -> dict[str, Person]:
    """Return the members of a board by what a text may call them, in small letters; one statement.

    That is the name, the first name, the address, or the part of the address before the @, and
    only where it means one member.
    """
    return _by_name(Person.objects.seeing(board))


def names_of(people: Collection[Person]) -> dict[int, str]:
    """Return what to write after an @ for each of these people, by id: the name, or the address
    where two have one name."""
    called: defaultdict[str, int] = defaultdict(int)
    for person in people:
        called[compared(person.short_name)] += 1
    return {
        each.pk: each.short_name if called[compared(each.short_name)] == 1 else each.email
        for each in people
    }


def _by_name(people: Iterable[Person]) -> dict[str, Person]:
    """Each name that means one of these people only; an address goes before a name."""
    called: defaultdict[str, dict[int, Person]] = defaultdict(dict)
    whole: dict[str, Person] = {}
    for person in people:
        address = person.email.lower()
        whole[address] = person
        for name in (compared(person.name), person.first_name.lower(), address.partition("@")[0]):
            called[name][person.pk] = person
    one = {
        name: each for name, those in called.items() if len(those) == 1 for each in those.values()
    }
    exact: defaultdict[str, dict[int, Person]] = defaultdict(dict)
    for person in whole.values():  # who is called "Ada" goes before an "Ada Lovelace"
        exact[compared(person.name)][person.pk] = person
    one |= {
        name: each for name, those in exact.items() if len(those) == 1 for each in those.values()
    }
    one.pop("", None)
    return one | whole


def _ends(text: str, at: int) -> bool:
    """Whether a name may end here."""
    return at >= len(text) or not WORD.match(text[at])


class MentionQuerySet(models.QuerySet["Mention"]):
    def of_board(self, board: "Board") -> "MentionQuerySet":
        return self.filter(card__board=board)

    def unmailed(self) -> "MentionQuerySet":
        """Return the mentions that the person was not notified of yet."""
        return self.filter(told_at=None)

    def due(self) -> "MentionQuerySet":
        """Return the unmailed whose person may see the card, in order, with all that a mail names."""
        seat = Membership.objects.filter(board=OuterRef("card__board"), person=OuterRef("person"))
        seen = self.unmailed().filter(Exists(seat), person__is_active=True, card__deleted_at=None)
        return seen.select_related("card__board", "comment", "by", "person").order_by("at", "pk")

    def note_mailed(self, at: "datetime") -> None:
        """Note that no mail about these is due any more."""
        self.update(told_at=at)


class Mention(models.Model):
    """A member whom a comment names, or without a comment the description of a card."""

    card = models.ForeignKey("board.Card", models.CASCADE, related_name="mentions")
    comment = models.ForeignKey(
        "board.Comment", models.CASCADE, null=True, related_name="mentions", db_index=False
    )
    person = models.ForeignKey("board.Person", models.CASCADE, related_name="+")
    by = models.ForeignKey("board.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    objects = MentionQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["card"], condition=Q(told_at=None), name="mentions_to_tell"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "person"],
                condition=Q(comment__isnull=False),
                name="a_comment_mentions_a_person_once",
            ),
            models.UniqueConstraint(
                fields=["card", "person"],
                condition=Q(comment=None),
                name="a_description_mentions_a_person_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.card_id}"

    @staticmethod
    def note(turn: "Turn", card: "Card", text: str, *, comment: "Comment | None" = None) -> None:
        """Save whom a text names, except the writer and people whom it named before."""
        if turn.by is None:
            return
        named = [each for each in mentioned(turn.board, text) if each != turn.by]
        Mention.objects.bulk_create(
            [
                Mention(card=card, comment=comment, person=each, by=turn.by, at=turn.at)
                for each in named
            ],
            ignore_conflicts=True,
        )
