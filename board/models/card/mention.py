import re
from collections import defaultdict
from collections.abc import Collection, Iterable
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


def mentioned(board: "Board", text: str) -> list[Person]:
    """The members whom a text names after an @, each once, in the order of the text.

    By name, first name, address, or what stands before the @ of the address: in any case, and only
    where it means one member. "@Ada Lovelace" is the longest name that fits, not "@Ada". A text
    without an @ asks nothing.
    """
    starts = [sign.end() for sign in SIGN.finditer(text)][:MOST_SIGNS]
    if not starts:
        return []
    known = _by_name(Person.objects.seeing(board))
    lengths = sorted({len(name) for name in known}, reverse=True)
    found: dict[int, Person] = {}
    for start in starts:
        names = (text[start : start + length].lower() for length in lengths)
        ends = (name for name in names if name in known and _ends(text, start + len(name)))
        if person := known.get(next(ends, "")):
            found.setdefault(person.pk, person)
    return list(found.values())[:MOST_NAMED]


def names_of(people: Collection[Person]) -> dict[int, str]:
    """What to write after an @ for each of these people, by id: the name, or if two are called so,
    the address."""
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

    def untold(self) -> "MentionQuerySet":
        """Those of which nobody has told the person yet."""
        return self.filter(told_at=None)

    def due(self) -> "MentionQuerySet":
        """The untold whose person may look at the card now, in order, with all that is told of them."""
        seat = Membership.objects.filter(board=OuterRef("card__board"), person=OuterRef("person"))
        seen = self.untold().filter(Exists(seat), person__is_active=True, card__deleted_at=None)
        return seen.select_related("card__board", "comment", "by", "person").order_by("at", "pk")

    def tell(self, at: "datetime") -> None:
        """Note that these have been told, or need not be."""
        self.update(told_at=at)


class Mention(models.Model):
    """Somebody was named in a comment, or without one in the description of a card."""

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
        """Keep whom a text names, the writer apart; who was named in it before is not named anew."""
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
