"""Cards with alerts, as a mail lists them: how old each is, who works on it, and what it waits for."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from django.utils.translation import ngettext

from board.display.page.face import Face
from board.models.words import isolated
from flow.alerts.rules import AlertKind
from flow.alerts.shown import ShownAlert, Together

# where both stand, the second says it
SAID_BY_MORE: dict[str, AlertKind] = {
    AlertKind.AGING: AlertKind.EXPECTED,
    AlertKind.STILL: AlertKind.BLOCKED,
}


@dataclass(frozen=True)
class Aged:
    """A card and its alerts; `sentences` has the facts besides its age."""

    face: Face
    column: str
    who: str
    kinds: frozenset[str]
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
            frozenset(row.alert.kind for row in group.rows),
            _sentences(group.rows, group.face),
        )
        for group in groups
        if group.face
    ]


def _sentences(rows: Collection[ShownAlert], face: Face) -> tuple[str, ...]:
    kinds = {row.alert.kind for row in rows} | ({AlertKind.BLOCKED} if face.block else set())
    sentences = [
        sentence(row.adds)
        for row in rows
        if row.alert.kind != AlertKind.BLOCKED and SAID_BY_MORE.get(row.alert.kind) not in kinds
    ]
    return tuple([*sentences, sentence(blocked_says(face))] if face.block else sentences)


def blocked_says(face: Face) -> str:
    """For how long it is blocked, and why."""
    words = ngettext(
        "Blocked %(days)d day: %(reason)s", "Blocked %(days)d days: %(reason)s", face.blocked_days
    )
    return words % {
        "days": face.blocked_days,
        "reason": isolated(face.block.reason if face.block else ""),
    }


def sentence(words: str) -> str:
    """With its full stop, also where a person left it out."""
    return words if words.rstrip("\u2069").endswith((".", "!", "?", "…")) else f"{words}."
