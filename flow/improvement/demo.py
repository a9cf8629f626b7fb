"""The retrospectives of the demo board: two that were held, by the verbs and dated back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from board.models import Board, Person
from flow.improvement.choices import set_cadence
from flow.improvement.models import ImprovementAction, Retrospective

HELD_AT = time(15)
EVERY_WEEKS = 2
LONG = timedelta(minutes=50)


@dataclass(frozen=True)
class HeldRetrospective:
    """A retrospective of `ago` days before today: notes under their headings, votes and actions.

    Each action is a card of the board, named by its title, with a measure and when it was due.
    """

    ago: int
    notes: Sequence[tuple[str, str]]
    votes: Sequence[int]  # for each of the notes
    actions: Sequence[tuple[str, str, int]]  # title, measure, days since it was due
    why_not: str = ""  # of the last action


HELD = (
    HeldRetrospective(
        22,
        [
            ("stop", "Reviews wait until the afternoon"),
            ("start", "Name the card in each commit"),
            ("continue", "Splitting cards before they start"),
        ],
        (6, 4, 1),
        [
            ("Name the card in each commit", "Every change names a card for a week", 15),
            ("A list of who reviews when", "No card waits a night for its review", 9),
        ],
    ),
    HeldRetrospective(
        8,
        [
            ("stop", "Cards are too large when we pull them"),
            ("stop", "Reviews wait until the afternoon again"),
            ("start", "Ask skippers before we build"),
            ("continue", "Merging before ten"),
        ],
        (5, 4, 3, 1),
        [("Ask skippers why they cancel", "Five skippers have answered", 1)],
        why_not="Build was full",
    ),
)


def add_to(board: Board, owner: Person) -> None:
    """Hold the past retrospectives, and set the cadence."""
    now = timezone.now()
    for held in HELD:
        _hold(board, owner, held, now)
    today = board.day_of(now)
    last = today - timedelta(HELD[-1].ago)
    set_cadence(
        board, by=owner, weekday=last.weekday(), at=HELD_AT, every_weeks=EVERY_WEEKS, minutes=60
    )
    board.refresh_from_db()


def _hold(board: Board, owner: Person, held: HeldRetrospective, now: datetime) -> None:
    """Write, reveal, vote and close; then date all of it back."""
    day = board.day_of(now) - timedelta(held.ago)
    begun = datetime.combine(day, HELD_AT, board.zone)
    retrospective = Retrospective.open(board, by=owner, minutes=60, at=begun)
    notes = [retrospective.write(text, heading=heading)[0] for heading, text in held.notes]
    retrospective.go_to(5, by=owner)
    retrospective.reveal(by=owner)
    people = list(board.members.exclude(pk=owner.pk).order_by("pk"))
    for note, votes in zip(notes, held.votes, strict=True):
        for person in people[:votes]:
            if retrospective.votes_left(person):
                retrospective.vote(note.pk, by=person)
    retrospective.end()
    for title, measure, ago in held.actions:
        card = board.cards.filter(title=title).first()
        if card is not None:
            ImprovementAction.objects.create(
                retrospective=retrospective,
                title=title,
                owner=next(iter(card.assignees.all()), people[0]),
                by=board.day_of(now) - timedelta(ago),
                measure=measure,
                card=card,
                why_not=held.why_not,
            )
    Retrospective.objects.filter(pk=retrospective.pk).update(
        led_at=begun + LONG,
        part_at=begun,
        revealed_at=begun + LONG / 2,
        ended_at=begun + LONG,
        told_at=begun + LONG,
        target=None,
    )
