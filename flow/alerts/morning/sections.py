"""The sections of the digest besides age, blocks and limits, each with some lines.

An app adds one by `sections_of_the_digest` on its AppConfig: the path of a function from a `Morning`
(`flow/alerts/morning/facts.py`: its board, its moment, what is new since the last digest) to a
section, or None if there is nothing to say. They stand in the order of the apps.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board import extensions
from board.display.page.face import Face
from flow.alerts.few import Few

if TYPE_CHECKING:
    from flow.alerts.morning.facts import Morning


@dataclass(frozen=True)
class SectionLine:
    """The words of a line and its aside; `face` is the card that it is about, `path` another page."""

    words: str
    aside: str = ""
    face: Face | None = None
    path: str = ""


@dataclass(frozen=True)
class DigestSection:
    """`headline` says in a few words what is so, for the subject; "" is no reason to write a mail."""

    title: str
    lines: Few[SectionLine]
    headline: str = ""


def sections_of(morning: "Morning") -> list[DigestSection]:
    """Return the sections of the installed apps."""
    sections = (say(morning) for say in extensions.named("sections_of_the_digest", morning.board))
    return [section for section in sections if section and section.lines]


def moved(morning: "Morning") -> DigestSection:
    """The cards that are elsewhere than they were."""
    cards = morning.since.moved
    words = ngettext("%(n)d card has moved", "%(n)d cards have moved", len(cards))
    return DigestSection(
        _("Moved since the last digest"),
        Few(SectionLine(each.face.title, each.way, each.face) for each in cards.all),
        words % {"n": len(cards)},
    )
