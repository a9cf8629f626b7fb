"""The people who are looking at a board now: names in the cache with a time to live."""

from django.core.cache import cache

from board.models import Board, Person

SECONDS = 75  # a page says that it is there every thirty
SHOWN = 6


def look(board: Board, person: Person) -> list[Person]:
    """Note that this person looks at the board; returns who else does, by name."""
    key = _key(board, person.pk)
    if cache.add(key, True, SECONDS):
        board.hint("presence")
    else:
        cache.touch(key, SECONDS)
    team = {_key(board, each.pk): each for each in board.members.exclude(pk=person.pk)}
    present = [team[key] for key in cache.get_many(team)]
    return sorted(present, key=lambda each: each.short_name)[:SHOWN]


def leave(board: Board, person: Person) -> None:
    """Note that this person looks away; another window of theirs says that it is there."""
    if cache.delete(_key(board, person.pk)):
        board.hint("presence")


def _key(board: Board, person_id: int) -> str:
    return f"presence:{board.pk}:{person_id}"
