"""Which mails are due, from the words of what alerts and digests promise.

A ledger that is told the facts each time that beat has rung: an alert is raised once for each
threshold that a card or a limit crosses, told once to each who has business with it and wants to
hear at once, not in their quiet hours, not on a day off, not after it has cleared, and not of what
they did themselves. A digest goes out each working morning to whoever wants it, if there is
something to say.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.flow.alerts.walk.facts import Facts, Limited, Open

A_DAY = timedelta(days=1)
BLOCKED, STILL, DUE, LEADS_AFTER = 2, 5, 7, 2  # days, of the usual rules
DIGEST_AT = time(8, 30)
OLD = {"expected", "aging", "due", "still"}  # as a digest tells; the rest stands elsewhere in it


@dataclass(frozen=True)
class Crossing:
    """A threshold that is crossed: the same one if kind, card or limit, and `which` are the same."""

    kind: str
    about: int | str
    which: object
    by: str = ""  # who did it, and need not be told


@dataclass
class Wish:
    """How somebody wants to hear. `zone` is where their quiet hours, from and until, are."""

    how: str
    since: datetime
    quiet: tuple[time, time] | None = None
    zone: str = "UTC"

    def is_quiet(self, now: datetime) -> bool:
        if self.quiet is None:
            return False
        begin, end = self.quiet
        there = now.astimezone(ZoneInfo(self.zone)).time()
        return begin <= there < end if begin < end else not end <= there < begin


Line = tuple[str, int | str]  # of a mail: the kind of an alert, and its card or limit


@dataclass(frozen=True)
class Digest:
    """To whom a digest is due, and the cards that it names, where it speaks of what happened."""

    to: frozenset[str]
    names: frozenset[int]


@dataclass
class Promises:
    """What people want and have been told so far."""

    roles: dict[str, str]
    wishes: dict[str, Wish] = field(default_factory=dict)
    watchers: dict[int, set[str]] = field(default_factory=dict)
    snoozed: dict[tuple[str, int], date] = field(default_factory=dict)
    raised: dict[Crossing, datetime] = field(default_factory=dict)
    told: set[tuple[str, Crossing]] = field(default_factory=set)
    over_since: dict[str, datetime] = field(default_factory=dict)
    digested: datetime | None = None

    def letters(self, facts: Facts) -> dict[str, set[Line]]:
        """What each person is to hear at once now, in one mail; it counts as told from then on."""
        standing = self._standing(facts)
        if not facts.works:
            return {}
        found: dict[str, set[Line]] = {}
        for email, wish in self.wishes.items():
            if wish.how != "at_once" or email not in self.roles or wish.is_quiet(facts.now):
                continue
            for each in standing:
                if self._hears(email, wish, each, facts) and not self._is_put_off(each, facts):
                    self.told.add((email, each))
                    found.setdefault(email, set()).add((each.kind, each.about))
        return found

    def digest(self, facts: Facts) -> Digest | None:
        """The digest that is due now, if there is one."""
        there = facts.now.astimezone(ZoneInfo(facts.plain.zone))
        last = self.digested and facts.plain.day(self.digested)
        if not facts.works or there.time() < DIGEST_AT or last == facts.today:
            return None
        since, self.digested = self.digested, facts.now
        awake = [each for each in self._standing(facts) if not self._is_put_off(each, facts)]
        names = {each.about for each in awake if each.kind in OLD}
        names |= {card.number for card in facts.open if card.blocks}
        names |= facts.has_moved_since(since) | facts.was_let_past_since(since) if since else set()
        if not names and not facts.over:
            return None
        wants = {email for email, role in self.roles.items() if self._wants_digest(email, role)}
        return Digest(frozenset(wants), frozenset(names))

    def _wants_digest(self, email: str, role: str) -> bool:
        """Who has said nothing wants it, unless they only look on."""
        wish = self.wishes.get(email)
        return wish.how != "nothing" if wish else role != "viewer"

    def _standing(self, facts: Facts) -> list[Crossing]:
        standing = [each for card in facts.open for each in _of_card(card, facts)]
        standing += self._of_limits(facts)
        for each in standing:
            self.raised.setdefault(each, facts.now)
        return standing

    def _of_limits(self, facts: Facts) -> Iterator[Crossing]:
        """A limit that is over for a day, which it is since it was seen to be."""
        for name in set(self.over_since) - facts.over:
            del self.over_since[name]
        for name in sorted(facts.over):
            since = self.over_since.setdefault(name, facts.now)
            if facts.now - since >= A_DAY:
                yield Crossing("over", name, since)

    def _hears(self, email: str, wish: Wish, each: Crossing, facts: Facts) -> bool:
        raised = self.raised[each]
        if (email, each) in self.told or raised < wish.since or each.by == email:
            return False
        people = next(
            (card.people for card in facts.open if card.number == each.about), frozenset()
        )
        if email in people or email in self.watchers.get(each.about, ()):
            return True
        stood = facts.plain.days(facts.plain.day(raised), facts.today) or 0
        return self.roles[email] == "lead" and (not people or stood > LEADS_AFTER)

    def _is_put_off(self, each: Crossing, facts: Facts) -> bool:
        return facts.today < self.snoozed.get((each.kind, each.about), date.min)


def _of_card(card: Open, facts: Facts) -> Iterator[Crossing]:
    """The thresholds that a card has crossed and of which people are told."""
    yield from _of_its_passage(card, facts)
    for block, since in card.blocks:
        if (facts.plain.days(since, facts.today) or 0) > BLOCKED:
            yield Crossing("blocked", card.number, block)
    if card.due and _is_unlikely(card, card.due, facts):
        yield Crossing("due", card.number, card.due)
    for override, _at, by in card.passed:
        yield Crossing("overridden", card.number, override, by)


def _of_its_passage(card: Open, facts: Facts) -> Iterator[Crossing]:
    """What a card that is started crosses, and crosses anew when it is started anew."""
    replay = facts.replays[card.number]
    age, nth, pace = replay.age(), len(replay.passages), facts.paces.get(card.column)
    if age is None:
        return
    if pace and age >= pace[2]:
        yield Crossing("aging", card.number, (nth, card.column))
    if age > facts.expected:
        yield Crossing("expected", card.number, nth)
    if (facts.plain.days(card.arrived, facts.today) or 0) > STILL:
        yield Crossing("still", card.number, (nth, card.column, card.arrived))


def _is_unlikely(card: Open, due: date, facts: Facts) -> bool:
    """Due within a week, and fewer than half of the finished cards of its class (of all classes,
    where these are fewer than ten) that were as old in its column needed no more than is left."""
    left = facts.plain.days(facts.today, due) or 0
    if left > DUE:
        return False
    alike = [each for each in facts.finished if facts.service[each.card.number] == card.service]
    replay = facts.replays[card.number]
    age = replay.age() or 1
    still_needed = []
    for each in alike if len(alike) >= 10 else facts.finished:
        took = each.cycle_time() or 1
        gone_at = each.exit_age(card.column) if replay.age() else took
        if gone_at is not None and gone_at >= age:
            still_needed.append(took - age + 1)
    return left == 0 or 2 * sum(need <= left for need in still_needed) < max(1, len(still_needed))


HARBOUR = [
    Limited("Ready", ["Ready"], 6),
    Limited("Build", ["Build Doing", "Build Done"], 4),
    Limited("Review", ["Review"], 3),
    Limited("Release", ["Release"], 2),
]
