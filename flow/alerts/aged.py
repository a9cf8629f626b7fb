"""Cards with alerts as a mail tells of them: how old each is, who works on it, and what it waits for."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from django.utils.translation import ngettext

from board.display.face import SEEN, Face, faces
from board.models import Board
from flow.alerts.rules import Kind
from flow.alerts.shown import Shown, Together

SAID_BY_MORE = {Kind.AGING: Kind.EXPECTED, Kind.STILL: Kind.BLOCKED}  # where both stand, the second


@dataclass(frozen=True)
class Aged:
    """A card and its alerts; what is said of it beside its age stands in `sentences`."""

    face: Face
    column: str
    kinds: frozenset[Kind]
    sentences: tuple[str, ...]

    @property
    def who(self) -> str:
        return ", ".join(person.short_name for person in self.face.people)

    @property
    def says(self) -> str:
        return " ".join(self.sentences)

    def and_says(self, sentence: str) -> "Aged":
        return replace(self, sentences=(*self.sentences, sentence))


def aged(board: Board, groups: Collection[Together]) -> list[Aged]:
    """These cards in this order, in so many statements, however many there are."""
    numbers = [group.card.number for group in groups if group.card]
    seen = faces_of(board, numbers)
    columns = board.shape.columns
    return [
        Aged(
            seen[group.card.number],
            columns[group.card.column_id].name if group.card.column_id in columns else "",
            frozenset(Kind(row.alert.kind) for row in group.rows),
            _sentences(group.rows, seen[group.card.number]),
        )
        for group in groups
        if group.card and group.card.number in seen
    ]


def faces_of(board: Board, numbers: Collection[int]) -> dict[int, Face]:
    """How the cards with these numbers look, by number."""
    if not numbers:
        return {}
    return {face.number: face for face in faces(board, SEEN.rows(board.pk, [*numbers]))}


def _sentences(rows: Collection[Shown], face: Face) -> tuple[str, ...]:
    kinds = {Kind(row.alert.kind) for row in rows} | ({Kind.BLOCKED} if face.block else set())
    said = [
        sentence(row.adds)
        for row in rows
        if row.alert.kind != Kind.BLOCKED and SAID_BY_MORE.get(Kind(row.alert.kind)) not in kinds
    ]
    return tuple([*said, sentence(blocked_says(face))] if face.block else said)


def blocked_says(face: Face) -> str:
    """For how long it is blocked, and why."""
    words = ngettext(
        "Blocked %(days)d day: %(reason)s", "Blocked %(days)d days: %(reason)s", face.blocked_days
    )
    return words % {"days": face.blocked_days, "reason": face.block.reason if face.block else ""}


def sentence(words: str) -> str:
    """With its full stop, also where a person left it out."""
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."
