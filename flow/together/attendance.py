"""The people who have a meeting open now: kept in the cache a little longer than a page is silent."""

from collections.abc import Collection

from django.core.cache import cache

from board.models import Person
from flow.together.meeting import Meeting

SECONDS = 75  # a page in the background is let speak once a minute


def note_here(meeting: Meeting, person: Person) -> None:
    """Keep that this person has the meeting open."""
    cache.set(_key(meeting, person), True, SECONDS)


def count_here(meeting: Meeting, team: Collection[Person]) -> int:
    """How many of a team have the meeting open."""
    return len(cache.get_many([_key(meeting, each) for each in team]))


def _key(meeting: Meeting, person: Person) -> str:
    return f"{meeting.SUBJECT}:{meeting.pk}:here:{person.pk}"
