"""The flags of the demo board: one that is ramped, whose removal card is among the ideas, and one
that stays. Created with the verbs of flags, dated back.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from board.models import Board, Card, Person
from flow.flags.models import Flag, FlagDay, FlagEntry, FlagState, What

KEY, TITLE = "instalments", "Skippers can pay in instalments"
MADE = 9.0  # days ago
RAMP = ((6.0, 1), (4.0, 5), (2.0, 25))  # days ago, and the share from then on
ASKED = 1800  # times a day
STAYS = "ops.pause-bookings"


def add_to(board: Board, owner: Person) -> None:
    """All of it, as it would have happened."""
    now = timezone.now().astimezone(board.zone)
    people = {person.name: person for person in board.members.all()}
    by = people.get("Katherine Johnson", owner)
    cards = {card.title: card for card in Card.objects.filter(board=board)}
    flag = Flag.make(
        board,
        KEY,
        kind="release",
        by=by,
        owner=by,
        purpose=TITLE,
        card=cards[TITLE],
        component="billing",
        remove_by=board.day_of(now) + timedelta(40),
        removed_by=cards[f"Remove the flag {KEY}"],
    )
    _ramp(flag, by, now)
    stays = Flag.make(
        board,
        STAYS,
        kind="ops",
        by=by,
        why_permanent="The harbour closes at short notice when the flood gate does",
        review_on=board.day_of(now) + timedelta(75),
    )
    Flag.objects.filter(pk__in=[flag.pk, stays.pk]).update(made_at=moment(MADE, now))
    FlagEntry.objects.filter(flag__in=[flag, stays], what=What.MADE).update(at=moment(MADE, now))
    for each, answers in ((flag, _share), (stays, _off)):
        state = each.states.filter(environment__production=True)
        state.update(first_asked_at=moment(8.0, now), last_asked_at=now)
        environment = state.get().environment
        FlagDay.objects.bulk_create(
            FlagDay(
                flag=each,
                environment=environment,
                day=board.day_of(now) - timedelta(ago),
                variant=variant,
                count=count,
            )
            for ago in range(8)
            for variant, count in answers(ago).items()
            if count
        )


def _ramp(flag: Flag, by: Person, now: datetime) -> None:
    """On for everybody on staging, and step by step in production."""
    staging, production = (
        flag.states.select_related("environment").get(environment__name=name)
        for name in ("staging", "production")
    )
    steps = [(staging, 8.0, 100), *((production, ago, share) for ago, share in RAMP)]
    for state, ago, share in steps:
        state.flag = flag
        state.switch(by=by, enabled=True, rollout=share)
        at = moment(ago, now)
        last = flag.entries.filter(what=What.SWITCHED).latest("pk")
        FlagEntry.objects.filter(pk=last.pk).update(at=at)
        FlagState.objects.filter(pk=state.pk).update(changed_at=at)
    FlagState.objects.filter(pk=staging.pk).update(
        full_since=moment(8.0, now), first_full_at=moment(8.0, now)
    )


def moment(ago: float, now: datetime) -> datetime:
    return now - timedelta(days=ago)


def _share(ago: int) -> dict[str, int]:
    """How often each variant was answered, that many days ago."""
    share = next((share for since, share in reversed(RAMP) if since > ago), 0)
    return {"on": ASKED * share // 100, "off": ASKED - ASKED * share // 100}


def _off(ago: int) -> dict[str, int]:
    return {"off": ASKED // 4 + 7 * ago}
