"""The events of a board since its last digest, read from its log."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from board.display.page.face import Face
from board.models import Board, Column, Event, Kind
from board.models.event import MOVES, EventQuerySet
from flow.alerts.few import Few
from flow.alerts.morning.passed_cards import PassedCard, passed_in
from flow.alerts.morning.ways import Happening, Way, is_finished, way_says, ways
from flow.alerts.shown import faces_of

LONGEST = 2_000  # events of a sort; what happened before these is no news
PLACES_CHANGED = [*MOVES, Kind.CREATED, Kind.SPLIT, Kind.RESTORED, Kind.UNDONE]
FACTS = ("number", "kind", "card", "data__was__column", "data__column", "data__undid")


@dataclass(frozen=True)
class Moved:
    """A card that is elsewhere than it was, and how it came there, in words."""

    face: Face
    way: str


class Since:
    """The news of a board after a version; none where there was no digest before."""

    def __init__(self, board: Board, version: int | None) -> None:
        self.board, self.version = board, version

    @cached_property
    def at(self) -> datetime | None:
        """When the board came to this version."""
        if self.version is None:
            return None
        last = self.board.events.filter(number=self.version)
        return last.values_list("at", flat=True).first()

    @cached_property
    def finished(self) -> Few[Face]:
        """The cards that came into a done column, and are there; the last first."""
        return Few(face for face, way in self._ways if is_finished(way, self._columns))

    @cached_property
    def moved(self) -> Few[Moved]:
        """The others that are elsewhere than they were, or were elsewhere meanwhile; the last first."""
        others = [(face, way) for face, way in self._ways if not is_finished(way, self._columns)]
        return Few(
            Moved(face, says) for face, way in others if (says := way_says(way, self._columns))
        )

    @cached_property
    def passed(self) -> Few[PassedCard]:
        """Each card that was let past a limit or another rule, the last first."""
        return Few(passed_in(self.board, self._passing))

    @cached_property
    def limits_passed(self) -> set[int]:
        """The ids of the limits that were passed so."""
        return {fact["limit"] for event in self._passing for fact in event.data.get("passed", [])}

    @cached_property
    def limits_set(self) -> dict[int, str]:
        """Return the last person who set each limit, by its id."""
        events = self._events.of_kinds([Kind.LIMIT_ADDED, Kind.LIMIT_CHANGED]).with_actors()
        return {event.data["limit"]: event.by.short_name for event in events if event.by}

    @property
    def _events(self) -> EventQuerySet:
        happened = self.board.events.all()
        return happened.none() if self.version is None else happened.since(self.version)

    @cached_property
    def _passing(self) -> list[Event]:
        """Return the overrides, the last first; undone ones are left out."""
        undone = {each.undid for each in self._happened}
        passing = self._events.that_passed_a_rule().with_actors()
        events = passing.order_by("-number")[:LONGEST]
        return [event for event in events if event.number not in undone]

    @cached_property
    def _happened(self) -> list[Happening]:
        changed = self._events.of_kinds(PLACES_CHANGED).of_places()
        facts = changed.order_by("-number").values_list(*FACTS)[:LONGEST]
        return [Happening(*each) for each in reversed(facts)]

    @cached_property
    def _ways(self) -> list[tuple[Face, Way]]:
        """The cards that went somewhere and were not deleted, the last first."""
        undone = {each.undid for each in self._happened if each.undid}
        old = undone - {each.number for each in self._happened}
        earlier = (
            self.board.events.filter(number__in=old).of_places().values_list(*FACTS) if old else ()
        )
        gone = ways(self._happened, [Happening(*each) for each in earlier])
        kept = self.board.cards.kept().filter(pk__in=gone).order_by()
        numbers = dict(kept.values_list("pk", "number"))
        seen = faces_of(self.board, numbers.values())
        return [(seen[numbers[pk]], way) for pk, way in reversed(gone.items()) if pk in numbers]

    @cached_property
    def _columns(self) -> dict[int | None, Column]:
        """Return all columns, archived ones too."""
        return {column.pk: column for column in self.board.columns.all()}
