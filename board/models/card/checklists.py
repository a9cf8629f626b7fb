"""The scenarios and steps of a card: add, reword, tick, order, remove, restore."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from board.models.board.turn import PLAIN, Terms, Turn
from board.models.card import rank
from board.models.card.checklist_item import MOST_OF_A_CARD, ChecklistItem
from board.models.card.checklist_lines import ItemWords
from board.models.event import Kind
from board.models.name import folded
from board.models.refusals import NotHere

if TYPE_CHECKING:
    from board.models.card.card import Card
    from board.models.people.person import Person


class CardChecklists(models.Model):
    """Change the scenarios and steps of a card. They never raise its version."""

    class Meta:
        abstract = True

    def add_to_checklist(
        self: "Card",
        kind: str,
        texts: Sequence[str | ItemWords],
        *,
        by: "Person",
        done: bool = False,
        before: ChecklistItem | None = None,
        after: ChecklistItem | None = None,
        terms: Terms = PLAIN,
    ) -> list[ChecklistItem]:
        """Add these scenarios or steps, in this order, next to another or at the end.

        A retry returns the items that exist. Raises TooMany above the maximum of a card.
        """
        with self.board.turn(by=by, terms=terms) as turn:
            [card] = turn.take(self)
            if turn.done_before:
                former = turn.former_event
                return list(card.checklist.filter(pk__in=former.data["items"] if former else []))
            card.must_be_on_the_board()
            there = list(card.checklist.of_kind(kind).kept())
            MOST_OF_A_CARD[kind].check(len(there), more=len(texts))
            words = [as_words(text, done=done) for text in texts]
            items = new_items(turn, card, kind, words, _gap(there, before=before, after=after))
            ChecklistItem.objects.bulk_create(items)
            _record(turn, card, kind, "added", items)
        return items

    def reword_item(
        self: "Card", item: ChecklistItem, text: str, *, by: "Person", terms: Terms = PLAIN
    ) -> ChecklistItem:
        """Change the text of a scenario or step."""
        return self.change_item(item, by=by, text=text, terms=terms)

    def tick_item(
        self: "Card", item: ChecklistItem, *, by: "Person", terms: Terms = PLAIN
    ) -> ChecklistItem:
        """Tick a scenario that holds, or a step that was taken."""
        return self.change_item(item, by=by, done=True, terms=terms)

    def untick_item(
        self: "Card", item: ChecklistItem, *, by: "Person", terms: Terms = PLAIN
    ) -> ChecklistItem:
        """Untick a scenario that does not hold, or a step that is still to be taken."""
        return self.change_item(item, by=by, done=False, terms=terms)

    def change_item(
        self: "Card",
        item: ChecklistItem,
        *,
        by: "Person",
        text: str | None = None,
        done: bool | None = None,
        before: ChecklistItem | None = None,
        after: ChecklistItem | None = None,
        terms: Terms = PLAIN,
    ) -> ChecklistItem:
        """Change the named facts of an item: its words, its tick, its place."""
        with self.board.turn(by=by, terms=terms) as turn:
            [card] = turn.take(self)
            item = item_here(card, item.pk)
            if turn.done_before:
                return item
            card.must_be_on_the_board()
            if text is not None and in_lines(text) != item.text:
                item.text = in_lines(text)
                _change(turn, card, item, "reworded", "text")
            if done is not None and done != item.is_done:
                item.done_at, item.done_by = (turn.at, by) if done else (None, None)
                _change(turn, card, item, "ticked" if done else "unticked", "done_at", "done_by")
            others = [each for each in card.checklist.of_kind(item.kind).kept() if each != item]
            if (before or after) and _is_elsewhere(item, others, before=before, after=after):
                [item.rank] = _ranks(1, _gap(others, before=before, after=after))
                _change(turn, card, item, "moved", "rank")
        return item

    def remove_item(
        self: "Card", item: ChecklistItem, *, by: "Person", terms: Terms = PLAIN
    ) -> ChecklistItem:
        """Remove a scenario or step; it can be restored for a day."""
        with self.board.turn(by=by, terms=terms) as turn:
            [card] = turn.take(self)
            if turn.done_before:
                return item
            item = item_here(card, item.pk)
            card.must_be_on_the_board()
            item.removed_at = turn.at
            _change(turn, card, item, "removed", "removed_at")
        return item

    def had_item(self: "Card", kind: str, pk: int) -> bool:
        """Whether this item was removed from the card, or went to another card by a split."""
        was_here = Q(card=self) | Q(card__split_from=self)
        return ChecklistItem.objects.of_kind(kind).filter(was_here, pk=pk).exists()

    def restore_item(
        self: "Card", item: ChecklistItem, *, by: "Person", terms: Terms = PLAIN
    ) -> ChecklistItem:
        """Restore a removed scenario or step at its former place."""
        with self.board.turn(by=by, terms=terms) as turn:
            [card] = turn.take(self)
            card.must_be_on_the_board()
            item_here = card.checklist.filter(pk=item.pk).first()
            if item_here is None:
                raise NotHere(_("That line is not on %(card)s any more.") % {"card": card}, "item")
            if turn.done_before or item_here.removed_at is None:
                return item_here
            MOST_OF_A_CARD[item_here.kind].check(
                card.checklist.of_kind(item_here.kind).kept().count()
            )
            item_here.removed_at = None
            _change(turn, card, item_here, "restored", "removed_at")
        return item_here


def item_here(card: "Card", pk: int) -> ChecklistItem:
    """Return the item of this card with this id; raise NotHere if the card no longer has it."""
    item = card.checklist.kept().filter(pk=pk).first()
    if item is None:
        raise NotHere(_("That line is not on %(card)s any more.") % {"card": card}, "item")
    return item


def as_words(text: str | ItemWords, *, done: bool = False) -> ItemWords:
    """Return the text of an item; one that stands alone is ticked if all are."""
    return text if isinstance(text, ItemWords) and not done else ItemWords(str(text), done)


def new_items(
    turn: Turn,
    card: "Card",
    kind: str,
    words: Sequence[str | ItemWords],
    gap: tuple[str | None, str | None] = (None, None),
) -> list[ChecklistItem]:
    """Return checked, unsaved items with these words in this gap; a tick is by the turn's person."""
    MOST_OF_A_CARD[kind].check(0, more=len(words))
    items = [
        ChecklistItem(
            card=card,
            kind=kind,
            text=in_lines(each.text),
            rank=place,
            done_at=turn.at if each.done else None,
            done_by=turn.by if each.done else None,
        )
        for each, place in zip(map(as_words, words), _ranks(len(words), gap), strict=True)
    ]
    for item in items:
        _check_text(item)
    return items


def in_lines(text: str) -> str:
    """Return the text without space around it, with one kind of line break."""
    return "\n".join(text.strip().splitlines())


def _check_text(item: ChecklistItem) -> None:
    if not folded(item.text):
        raise ValidationError({"text": _("This needs visible text.")})
    try:
        item.clean_fields(exclude=["card", "done_by", "rank"])
    except ValidationError as error:
        raise ValidationError({"text": error.message_dict.get("text", error.messages)}) from error


def _change(turn: Turn, card: "Card", item: ChecklistItem, did: str, *fields: str) -> None:
    _check_text(item)
    item.save(update_fields=fields)
    _record(turn, card, item.kind, did, [item])


def _record(turn: Turn, card: "Card", kind: str, did: str, items: Sequence[ChecklistItem]) -> None:
    """Record an event that names the items and holds no word of them."""
    numbers = [item.pk for item in items]
    turn.record(Kind.CHECKLIST_CHANGED, card, of=kind, did=did, items=numbers)


def _gap(
    items: Sequence[ChecklistItem],
    *,
    before: ChecklistItem | None,
    after: ChecklistItem | None,
) -> tuple[str | None, str | None]:
    """Return the ranks around a place: next to a neighbour, or at the end if it is gone."""
    ids = [item.pk for item in items]
    if before is not None and before.pk in ids:
        at = ids.index(before.pk)
    elif after is not None and after.pk in ids:
        at = ids.index(after.pk) + 1
    else:
        at = len(items)
    low = items[at - 1].rank if at else None
    return low, items[at].rank if at < len(items) else None


def _is_elsewhere(
    item: ChecklistItem,
    others: Sequence[ChecklistItem],
    *,
    before: ChecklistItem | None,
    after: ChecklistItem | None,
) -> bool:
    low, high = _gap(others, before=before, after=after)
    return not ((low or "") < item.rank and (high is None or item.rank < high))


def _ranks(number: int, gap: tuple[str | None, str | None]) -> list[str]:
    """Return ranks in order between these two."""
    low, high = gap
    ranks: list[str] = []
    for _nth in range(number):
        low = rank.between(low, high)
        ranks.append(low)
    return ranks
