"""Cards with alerts as a mail tells of them: how old each is, who works on it, and what it waits for."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from django.utils.translation import ngettext

from board.display.face import Face
from flow.alerts.rules import Kind
from flow.alerts.shown import Shown, Together

SAID_BY_MORE = {Kind.AGING: Kind.EXPECTED, Kind.STILL: Kind.BLOCKED}  # where both stand, the second


@dataclass(frozen=True)
class Aged:
    """A card and its alerts; what is said of it beside its age stands in `sentences`."""

    face: Face
    column: str
    who: str
    kinds: frozenset[Kind]
    sentences: tuple[str, ...]

    @property
    def says(self) -> str:
        return " ".join(self.sentences)

    def and_says(self, sentence: str) -> "Aged":
        return replace(self, sentences=(*self.sentences, sentence))


def aged(groups: Collection[Together]) -> list[Aged]:
    """The cards of these, in this order."""
    return [
        Aged(
            group.face,
            group.column,
            group.who,
            frozenset(Kind(row.alert.kind) for row in group.rows),
            _sentences(group.rows, group.face),
        )
        for group in groups
        if group.face
    ]


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
