"""The edits of a card: revise its text, assign people, reclassify it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict, Unpack, cast

from django.db import models
from django.utils.translation import gettext as _

from board.models.board.turn import PLAIN, Terms, Turn
from board.models.card.mention import Mention
from board.models.card.place import Place
from board.models.checks import check_fields
from board.models.event import Kind
from board.models.label import Label
from board.models.limit.gate import PlaceChange
from board.models.mark import mark
from board.models.name import compared, folded, with_folded_names
from board.models.people.membership import Membership
from board.models.refusals import ChangedMeanwhile, NotHere

if TYPE_CHECKING:
    from board.models.board.board import Board
    from board.models.card.card import Card
    from board.models.lane import Lane
    from board.models.people.person import Person
    from board.models.service_class import ServiceClass


class CardTerms(TypedDict, total=False):
    """The facts that are revised together; one that is not named stays as it is."""

    title: str
    description: str
    due_on: date | None
    size: int | None
    fits: bool
    labels: Sequence[str]
    assignees: Collection["Person"]
    service_class: "ServiceClass"
    lane: "Lane"


class CardEdits(models.Model):
    """Change the text of a card, its people and its class of service."""

    class Meta:
        abstract = True

    def assign(self: "Card", *people: "Person", by: "Person", terms: Terms = PLAIN) -> "Card":
        """Assign exactly these people to the card; the limit of a new one must have room."""
        return self.revise(by=by, terms=terms, assignees=people)

    def reclassify(
        self: "Card",
        service_class: "ServiceClass",
        *,
        by: "Person",
        terms: Terms = PLAIN,
    ) -> "Card":
        """Give the card another class of service, if the limits have room for it."""
        return self.revise(by=by, terms=terms, service_class=service_class)

    def revise(
        self: "Card", *, by: "Person", terms: Terms = PLAIN, **new: Unpack[CardTerms]
    ) -> "Card":
        """Change the text of the card, its people, class and lane, as one change.

        If the terms say what the person saw, a fact that they did not touch stays as it is now, and
        a fact that somebody else changed as well raises ChangedMeanwhile, so that no change is lost.
        """
        with self.board.turn(by=by, terms=terms) as turn:
            [card] = turn.take(self)
            if turn.done_before:
                return card
            card.must_be_on_the_board()
            new = card._meant(new, turn.terms.seen)
            goal = _goal(card.place, turn, new)
            if goal != card.place:
                turn.ask(PlaceChange(card, card.place, goal))
                card._change_to(turn, goal)
            card._say(turn, new)
        return card

    def value_of(self: "Card", fact: str) -> Any:
        """Return a fact of the card by its name in a revision: its title, its labels ..."""
        if fact == "labels":
            return list(self.labels.all())
        return list(self.assignees.all()) if fact == "assignees" else getattr(self, fact)

    def _meant(self: "Card", new: CardTerms, seen: Mapping[str, str]) -> CardTerms:
        """Return the touched facts; raise ChangedMeanwhile if others changed one of them, too."""
        marks = {fact: mark(value) for fact, value in new.items() if fact in seen}
        touched = [fact for fact in marks if marks[fact] != seen[fact]]
        lost = [
            fact for fact in touched if mark(self.value_of(fact)) not in (seen[fact], marks[fact])
        ]
        if lost:
            raise ChangedMeanwhile(self, lost)
        untouched = marks.keys() - touched
        return cast(CardTerms, {fact: new for fact, new in new.items() if fact not in untouched})

    def _change_to(self: "Card", turn: Turn, goal: Place) -> None:
        """Change the card's lane, people and class to those of the goal."""
        now = self.place
        if goal.people != now.people:
            self.version += 1
            self.revision += 1
            self.assignees.set(goal.people)
            turn.record(
                Kind.ASSIGNED,
                self,
                added=sorted(goal.people - now.people),
                removed=sorted(now.people - goal.people),
            )
        if goal.service_class_id != now.service_class_id:
            self.version += 1
            self.revision += 1
            turn.record(
                Kind.RECLASSIFIED,
                self,
                was=now.service_class_id,
                now=goal.service_class_id,
            )
        self.people = sorted(goal.people)
        self.service_class_id, self.apart = goal.service_class_id, goal.apart
        self.save(update_fields=["service_class", "version", "revision"])
        if goal.lane_id != now.lane_id:
            column = turn.shape.columns[self.column_id]
            self.go(turn, Kind.MOVED, column, goal.lane_id, self.rank)

    def _say(self: "Card", turn: Turn, new: CardTerms) -> None:
        """Write the texts, the due date and the labels that differ."""
        changed: list[str] = []
        words = ("title", "description", "due_on", "size", "fits")
        given = {each: new[each] for each in words if each in new}  # type: ignore[literal-required]
        new_words = with_folded_names(type(self), given)
        for field in words:
            if field in new_words and new_words[field] != getattr(self, field):
                setattr(self, field, new_words[field])
                changed.append(field)
        written = [*changed]
        if written:
            check_fields(self, *written)
        if "labels" in new:
            labels = labels_named(turn.board, new["labels"])
            Label.MOST_OF_A_CARD.check(0, more=len(labels))
            if set(labels) != set(self.labels.all()):
                self.labels.set(labels)
                changed.append("labels")
        if changed:
            self.revision += 1
            self.save(update_fields=[*written, "revision"])
            if "description" in changed:
                Mention.note(turn, self, self.description)
            turn.record(Kind.EDITED, self, changed=changed)


def labels_named(board: "Board", names: Iterable[str]) -> list[Label]:
    """Return the board's labels with these names in any case; missing ones are made."""
    wanted: dict[str, str] = {}
    for name in filter(None, map(folded, names)):
        wanted.setdefault(compared(name), name)
    there = board.labels.all() if wanted else []
    known = {compared(label.name): label for label in there}
    new = [Label(board=board, name=name) for lower, name in wanted.items() if lower not in known]
    Label.MOST.check(len(known), more=len(new))
    for label in new:
        check_fields(label, "name")
    known |= {compared(label.name): label for label in Label.objects.bulk_create(new)}
    board.has_new_labels = board.has_new_labels or bool(new)
    return [known[lower] for lower in wanted]


def team(board: "Board", people: Collection["Person"]) -> frozenset[int]:
    """Return the ids of these people; raise NotHere if one is not a member of the board."""
    Membership.MOST_ON_A_CARD.check(0, more=len({person.pk for person in people}))
    return must_be_members(board, people)


def must_be_members(board: "Board", people: Collection["Person"]) -> frozenset[int]:
    """Return the ids of these people, any number; raise NotHere if one is not a member."""
    ids = frozenset(person.pk for person in people)
    members = set(board.memberships.filter(person__in=ids).values_list("person", flat=True))
    for person in people:
        if person.pk not in members:
            raise NotHere(
                _("%(person)s is not a member of this board.") % {"person": person.short_name},
                "assignees",
            )
    return ids


def _goal(now: Place, turn: Turn, new: CardTerms) -> Place:
    goal = now
    if "assignees" in new:
        goal = replace(goal, people=team(turn.board, new["assignees"]))
    if "service_class" in new:
        service_class = turn.shape.service_class(new["service_class"])
        goal = replace(
            goal, service_class_id=service_class.pk, apart=service_class.apart_from_limits
        )
    if "lane" in new:
        goal = replace(goal, lane_id=turn.shape.lane(new["lane"]).pk)
    return goal
