"""Create the demo board: every change by its verb, in the order of time; then date it back."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from random import Random

from django.db import transaction
from django.utils import timezone

from board import extensions
from board.demo import story, words
from board.demo.dates import date_back
from board.demo.moments import moment
from board.demo.past import DAYS, past
from board.demo.story import DemoCard
from board.models import BatchMode, Board, Card, Column, Mode, Person, Role, Service, Terms

Step = tuple[float, Callable[[], object]]

LIMITS_SET = 2.0  # days ago: the team lowered its limits to what they are now
SEED = 20


@transaction.atomic
def create(owner: Person) -> Board:
    """Make the demo board, led by its owner."""
    board = _Storyteller(owner).board
    for add_to in extensions.named("adds_to_the_demo"):
        add_to(board, owner)
    return board


class _Storyteller:
    def __init__(self, owner: Person):
        self.owner = owner
        self.board = Board.make(
            story.NAME,
            key=story.KEY,
            by=owner,
            columns=story.COLUMNS,
            lanes=["Expedite", "Standard"],
        )
        self.now = timezone.now().astimezone(self.board.zone)
        self.people = {name: self._person(name) for name in story.PEOPLE}
        for name, person in self.people.items():
            role = Role.LEAD if name == "ada" else Role.MEMBER
            self.board.add_member(person, role, by=owner)
        self.columns = {column.name: column for column in self.board.shape.columns.values()}
        self.expedite, self.standard = self.board.shape.lanes.values()
        steps: list[Step] = [(DAYS + 1, self._begin), (LIMITS_SET, self._set_limits)]
        cards = [*past(Random(SEED)), *story.CARDS]
        steps += [step for planned in cards for step in self._steps(planned)]
        self._carry_out(sorted(steps, key=lambda step: -step[0]))

    def _carry_out(self, steps: list[Step]) -> None:
        """Do all of it, and note for each event when it is to have happened."""
        oldest = max(ago for ago, _do in steps) + 1
        when: dict[int, datetime] = {}
        self._note(when, oldest)
        for ago, do in steps:
            do()
            self._note(when, ago)
        date_back(self.board, when)

    def _note(self, when: dict[int, datetime], ago: float) -> None:
        self.board.refresh_from_db(fields=["version"])
        at = moment(ago, self.now)
        for number in range(len(when) + 1, self.board.version + 1):
            when[number] = at

    def _steps(self, planned: DemoCard) -> Iterator[Step]:
        """Yield the steps of one card: it is created, moved and blocked."""
        cards: list[Card] = []
        (made, first), *further = planned.steps
        yield made, lambda: cards.append(self._make(planned, first))
        for ago, column in further:
            yield ago, partial(self._on, cards, column, planned)
        for begun, ended, reason in planned.blocks:
            yield begun, partial(self._block, cards, reason)
            yield ended, lambda: cards[0].unblock(by=self._who(planned))
        if planned.blocked:
            ago, reason = planned.blocked
            yield ago, partial(self._block, cards, reason)
        for nth in range(words.TICKED.get(planned.title, 0)):
            yield planned.steps[-1][0] / 2, partial(self._tick, cards, nth, planned)
        for ago, who, text in words.COMMENTS.get(planned.title, []):
            yield ago, partial(self._comment, cards, text, who)

    def _comment(self, cards: list[Card], text: str, who: str) -> None:
        cards[0].comment(text, by=self.people[who])

    def _tick(self, cards: list[Card], nth: int, planned: DemoCard) -> None:
        [card] = cards
        card.tick_item(card.checklist.kept()[nth], by=self._who(planned))

    def _block(self, cards: list[Card], reason: str) -> None:
        cards[0].block(reason=reason, by=self.people["ada"])

    def _make(self, planned: DemoCard, column: str) -> Card:
        due_on = self.now.date() + timedelta(days=planned.due_in) if planned.due_in else None
        expedite = planned.service == Service.EXPEDITE
        return self.board.create_card(
            planned.title,
            by=self._who(planned),
            column=self.columns[column],
            lane=self.expedite if expedite else self.standard,
            service_class=self.board.class_of(planned.service),
            assignees=[self.people[name] for name in planned.people],
            labels=planned.labels,
            due_on=due_on,
            description=words.DESCRIPTIONS.get(planned.title, ""),
            scenarios=words.SCENARIOS.get(planned.title, []),
            steps=words.STEPS.get(planned.title, []),
        )

    def _on(self, cards: list[Card], column: str, planned: DemoCard) -> None:
        [card] = cards
        versions = {limit.pk: limit.version for limit in self.board.limits.all()}
        terms = Terms(override_reason=planned.override, limit_versions=versions)
        by = self.people["grace"] if planned.override else self._who(planned)
        card.move_to(self.columns[column], by=by, terms=terms)

    def _begin(self) -> None:
        ada = self.people["ada"]
        for name in story.BUILD:
            self.columns[name].revise(group="Build", by=ada)
        for name, maximum in story.FIRST_LIMITS.items():
            self.board.limit_columns(self._called(name), maximum, by=ada)
        self.board.set_batch_rule(mode=BatchMode.REASON, by=ada)
        for name, policy in words.POLICIES.items():
            self.columns[name].revise(policy=policy, by=ada)

    def _set_limits(self) -> None:
        ada = self.people["ada"]
        for name, maximum in story.LIMITS.items():
            self.board.limit_columns(self._called(name), maximum, by=ada, mode=Mode.REASON)
        for column, pace in story.PACES.items():
            self.columns[column].set_pace(pace, by=ada)
            self.columns[column].pace_automatically(by=ada)  # until it is told from all of this
        self.board.add_limit(by=ada, maximum=1, lane=self.expedite, service_class=self._expedite)
        self.board.add_limit(by=ada, name="Two each", maximum=2, each_person=True)

    def _called(self, name: str) -> list[Column]:
        """The column of this name, or both of Build."""
        return [self.columns[each] for each in (story.BUILD if name == "Build" else [name])]

    @property
    def _expedite(self):
        return self.board.class_of(Service.EXPEDITE)

    def _who(self, planned: DemoCard) -> Person:
        return self.people[planned.people[0] if planned.people else "grace"]

    def _person(self, name: str) -> Person:
        email = f"{name}@harbour.example"
        known = Person.objects.filter(email=email).first()
        return known or Person.objects.create_user(email, name=story.PEOPLE[name])
