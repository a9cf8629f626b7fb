"""The calls of a standup, before it talks about cards.

An app adds to it by `calls_of_a_standup` on its AppConfig: the path of a function from a `Walk`
(`flow/standup/walk.py`) to calls. What presses is called first, then in the order of the apps.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from board import extensions
from board.models.words import isolated

if TYPE_CHECKING:
    from flow.standup.walk import Walk


@dataclass(frozen=True)
class BoardCall:
    """A sentence, and the address of what it is about, if that has a page."""

    words: str
    href: str = ""
    presses: bool = False


def calls_of(walk: "Walk") -> list[BoardCall]:
    """Return the calls of the installed apps."""
    asked = extensions.named("calls_of_a_standup", walk.board)
    listed = [call for calls in asked for call in calls(walk)]
    return sorted(listed, key=lambda each: not each.presses)


def of_limits(walk: "Walk") -> Iterator[BoardCall]:
    """The limits that are exceeded, and where there is room to pull."""
    for name, gate in walk.over:
        words = _("%(column)s exceeds its limit, %(figure)s")
        yield BoardCall(words % {"column": isolated(name), "figure": gate.figure}, presses=True)
    for stop in walk.free:
        pull = stop.picture.pull_next
        words = _("%(column)s has %(free)s free: pull %(card)s")
        facts = {"column": isolated(stop.picture.name), "free": stop.picture.free}
        yield BoardCall(words % {**facts, "card": pull.key if pull else ""})
