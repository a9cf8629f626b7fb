"""Split: one card becomes several. It keeps its number, place and age; the parts start upstream."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.models.board.turn import PLAIN, Terms, Turn
from board.models.card import rank
from board.models.card.checklist_item import ChecklistItem, ChecklistKind
from board.models.card.order import first_rank, gap
from board.models.event import Event, Kind
from board.models.limit.gate import PlaceChange
from board.models.refusals import NotPossible, StaleCard

if TYPE_CHECKING:
    from board.models.card.card import Card
    from board.models.column.column import Column
    from board.models.people.person import Person

MOST_PARTS = 10


@dataclass(frozen=True)
class SplitPart:
    """One new card of a split: its title, and the ids of the scenarios and steps that it takes."""

    title: str
    scenarios: Collection[int] = ()
    steps: Collection[int] = ()


class CardSplit(models.Model):
    """Split a card."""

    class Meta:
        abstract = True

    def split(
        self: "Card",
        parts: Sequence[SplitPart],
        *,
        by: "Person",
        column: "Column | None" = None,
        terms: Terms = PLAIN,
    ) -> list["Card"]:
        """Make a new card of each part; return this card and then the new ones.

        The parts stand in the last queue column that has room for all of them, or in the named
        column: a pull. Raises ValidationError for parts that do not fit the card, StaleCard,
        NotPossible for a finished or archived card, and GateRefusal if no column has room.
        """
        with self.board.turn(by=by, terms=terms) as turn:
            [card] = turn.take(self)
            if turn.done_before:
                former = turn.former_event
                return [card, *(_parts_of(turn, former) if former else [])]
            card.must_be_on_the_board()
            if card.finished_at is not None:
                raise NotPossible(_("%(card)s is finished. Reopen it first.") % {"card": card})
            taken = _taken(card, parts)
            new = _new_cards(turn, card, parts)
            _ask_for_room(turn, new, column)
            _stand(new, card)
            for part, items in zip(new, taken, strict=True):
                part.save()
                part.labels.set(card.labels.all())
                part.open_stay(turn.at)
                ChecklistItem.objects.filter(pk__in=items).update(card=part)
            card.version += 1
            card.save(update_fields=["version"])
            turn.record(
                Kind.SPLIT,
                card,
                parts=[part.pk for part in new],
                items=taken,
                version=card.version,
            )
            for part in new:
                turn.record(
                    Kind.SPLIT, part, split_from=card.pk, column=part.column_id, lane=part.lane_id
                )
        return [card, *new]

    def take_split_back(self: "Card", turn: Turn, split: Event) -> None:
        """Undo a split: the scenarios and steps return, the parts are deleted.

        Raises StaleCard if anything happened to one of the cards since.
        """
        parts = _parts_of(turn, split)
        if split.data["version"] != self.version or _changed_since(split, [self, *parts]):
            raise StaleCard(self)
        for part in parts:
            ChecklistItem.objects.filter(card=part).update(card=self)
        self.version += 1
        self.save(update_fields=["version"])
        turn.record(Kind.UNDONE, self, undid=split.number, version=self.version)
        for part in parts:
            was = part.cell
            part._leave_the_board(turn)
            part.deleted_at = turn.at
            part.version += 1
            part.save(update_fields=["archived_at", "deleted_at", "version"])
            turn.record(Kind.DELETED, part, was=was, version=part.version)


def _parts_of(turn: Turn, split: Event) -> list["Card"]:
    parts = turn.board.cards.placed().in_bulk(split.data.get("parts", []))
    for part in parts.values():
        part.board = turn.board
    return [parts[pk] for pk in split.data.get("parts", []) if pk in parts]


def _changed_since(split: Event, cards: Sequence["Card"]) -> bool:
    """Whether the log has an event of one of these cards after the split."""
    last_of_split = split.number + len(cards) - 1
    since = split.board.events.since(last_of_split)
    return since.filter(card__in=[card.pk for card in cards]).exists()


def _taken(card: "Card", parts: Sequence[SplitPart]) -> list[list[int]]:
    """Return the ids of the items that each part takes; raise ValidationError for wrong ones."""
    if not 1 <= len(parts) <= MOST_PARTS:
        words = ngettext(
            "A split makes 1 to %(most)s card.", "A split makes 1 to %(most)s cards.", MOST_PARTS
        )
        raise ValidationError({"cards": words % {"most": MOST_PARTS}})
    there: dict[str, set[int]] = {kind: set() for kind in ChecklistKind}
    for pk, kind in card.checklist.kept().values_list("pk", "kind"):
        there[kind].add(pk)
    named: set[int] = set()
    for kind, field in ((ChecklistKind.SCENARIO, "scenarios"), (ChecklistKind.STEP, "steps")):
        for pk in (pk for part in parts for pk in getattr(part, field)):
            if pk not in there[kind]:
                _say_what_is_missing(card, kind, field, pk)
            if pk in named:
                raise ValidationError({field: _("A line can go to one card only.")})
            named.add(pk)
    scenarios = there[ChecklistKind.SCENARIO]
    if scenarios and scenarios <= named:
        words = _("At least one scenario must stay on %(card)s.") % {"card": card}
        raise ValidationError({"scenarios": words})
    return [[*part.scenarios, *part.steps] for part in parts]


def _say_what_is_missing(card: "Card", kind: str, field: str, pk: int) -> NoReturn:
    """Raise StaleCard for an item that was on the card, and ValidationError for another one."""
    if card.had_item(kind, pk):
        raise StaleCard(card)
    words = _("%(card)s has no line with the id %(id)s here.")
    raise ValidationError({field: words % {"card": card, "id": pk}})


def _new_cards(turn: Turn, card: "Card", parts: Sequence[SplitPart]) -> list["Card"]:
    number = turn.board.next_number()
    new = []
    for nth, part in enumerate(parts):
        made = type(card)(
            board=turn.board,
            number=number + nth,
            title=part.title.strip(),
            lane_id=card.lane_id,
            service_class_id=card.service_class_id,
            split_from=card,
            created_at=turn.at,
            created_by=turn.by,
            arrived_at=turn.at,
        )
        made.new_scenarios = len(part.scenarios)
        made.apart = card.apart
        made.is_blocked = made.is_overridden = False
        made.people = []
        made.is_new = True
        _check_title(made)
        new.append(made)
    return new


def _check_title(card: "Card") -> None:
    others = {field.name for field in card._meta.fields} - {"title"}
    card.clean_fields(exclude=others)


def _ask_for_room(turn: Turn, new: Sequence["Card"], column: "Column | None") -> None:
    """Put the new cards in the named column, or in the last queue with room."""
    there = turn.shape.column(column) if column else queue_with_room(turn, new)
    for card in new:
        card.settle_in(there, turn.at)
    turn.ask(*(PlaceChange(card, None, card.place) for card in new))


def queue_with_room(turn: Turn, new: Sequence["Card"]) -> "Column":
    """Return the last queue column that has room for all these cards.

    Without room in any it is the last one, whose limit then refuses. Raises NotPossible on a board
    without a queue column.
    """
    queues = [each for each in turn.shape.columns.values() if not each.is_started]
    if not queues:
        raise NotPossible(_("This board has no column before the commitment point."))
    for column in reversed(queues):
        for card in new:
            card.column = column
        changes = [PlaceChange(card, None, card.place) for card in new]
        if not turn.judge(changes, sizes=()).refused_code(turn.terms):
            return column
    return queues[-1]


def _stand(new: Sequence["Card"], card: "Card") -> None:
    """Return ranks for the new cards, in order: behind the card if it is there, else on top."""
    column = new[0].column
    if card.column_id == column.pk:
        low, high = gap(column, None, after=card)
    else:
        low, high = None, first_rank(column)
    for each in new:
        low = each.rank = rank.between(low, high)
