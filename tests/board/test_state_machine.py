"""All verbs at random, with and without reasons, against a board that is told in plain Python.

`HYPOTHESIS_PROFILE=long` looks for longer.
"""

import os
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from board.models import (
    Board,
    Card,
    KeyUsedBefore,
    Move,
    NotPossible,
    Override,
    Person,
    Role,
    StaleCard,
    Terms,
    WipLimitReached,
)
from tests.board.books import (
    assert_events_have_no_holes,
    assert_stays_are_gapless,
    times_in_the_archive,
)
from tests.board.diary import Diary
from tests.board.rulebook import (
    CLASSES,
    COLUMNS,
    DONE,
    IN_PROGRESS,
    LANES,
    PEOPLE,
    QUEUES,
    STAGES,
    Asking,
    Cards,
    PlainCard,
    PlainLimit,
    overridden,
    refuses,
    violations,
)

PROFILES = {
    "short": settings(max_examples=20, stateful_step_count=30),
    "long": settings(max_examples=600, stateful_step_count=60),
}
BOARDS = count()

# Where limits bite comes up more often than where they do not.
columns = st.sampled_from([*COLUMNS, *["Build", "Review"] * 4])
lanes = st.sampled_from(LANES)
classes = st.sampled_from(CLASSES)
teams = st.frozensets(st.sampled_from(["ada", "grace"]))
some = st.integers(0, 99)  # whichever card or limit this is when it is counted round
maxima = st.sampled_from([0, 1, 1, 2, 2, 3])
modes = st.sampled_from(["refuse", "reason", "reason", "warn"])
busy = st.sampled_from(["Build", "Review"])
busy_limits = st.builds(
    PlainLimit,
    maximum=maxima,
    columns=st.frozensets(busy),
    each_person=st.sampled_from([False, False, True]),
    mode=modes,
    counts_blocked=st.booleans(),
    members_may_override=st.booleans(),
)
limits = busy_limits | st.builds(
    PlainLimit,
    maximum=maxima,
    columns=st.frozensets(columns, max_size=3),
    lane=st.none() | lanes,
    service=st.none() | classes,
    each_person=st.booleans(),
    mode=modes,
    counts_blocked=st.booleans(),
    members_may_override=st.booleans(),
)
askings = st.tuples(
    st.sampled_from(list(PEOPLE)),
    st.sampled_from(["", " ", "it burns", "it burns", "it burns"]),
    st.sampled_from(["all", "all", "all", "none", "outdated"]),  # which limits they have seen
    st.booleans(),  # whether they name a key, and try again
)


class TheBoard(RuleBasedStateMachine):
    """One board in the database, and beside it what DESIGN says that it must be."""

    @initialize(
        cards=st.lists(st.tuples(columns, teams), min_size=6, max_size=9),
        limits=st.lists(busy_limits, min_size=2, max_size=4, unique_by=lambda each: each.subject),
    )
    def set_up(self, cards, limits):
        self.people = {
            name: Person.objects.get_or_create(email=f"{name}@example.org")[0] for name in PEOPLE
        }
        self.ada = self.people["ada"]
        self.board = Board.make(
            "Random", key=f"R{next(BOARDS)}", by=self.ada, columns=STAGES.items(), lanes=LANES
        )
        for name, role in PEOPLE.items():
            if role != "lead":
                self.board.add_member(self.people[name], Role(role), by=self.ada)
        self.columns = {column.name: column for column in self.board.columns.all()}
        self.lanes = {lane.name: lane for lane in self.board.lanes.all()}
        self.classes = {each.kind: each for each in self.board.service_classes.all()}
        self.rows: dict[int, Card] = {}  # as somebody saw them when they were made
        self.diaries: dict[int, Diary] = {}
        self.order: dict[str, list[int]] = defaultdict(list)
        self.limits: dict[int, PlainLimit] = {}
        self.overrides: set[tuple[int, int, str | None]] = set()
        self.keys = count()
        for column, team in cards:
            self.create(column, LANES[0], CLASSES[0], team, ("ada", "", "none", False))
        for limit in limits:
            self.add_limit(limit)

    # Who asks, and what comes of it ----------------------------------------------------------

    def who_asks(self, by: str, reason: str, sight: str) -> Asking:
        off = {"all": 0, "outdated": -1}
        saw = {pk: limit.version + off[sight] for pk, limit in self.limits.items() if sight in off}
        return Asking(by, reason, saw)

    def attempt(
        self,
        verb: Callable,
        *verb_arguments,
        asking: tuple,
        goals: Cards,
        events: int,
        never_refused: bool = False,
        **named,
    ):
        """Let the board and the rulebook decide; what they decide must be the same.

        Returns what the verb gave, or None when it was refused.
        """
        *who, tries_again = asking
        asking = self.who_asks(*who)
        key = f"{self.board.pk}-{next(self.keys)}" if tries_again else ""
        terms = Terms(
            override_reason=asking.reason, limit_versions=asking.saw, key=key, fingerprint="this"
        )
        named |= {"by": self.people[asking.by], "terms": terms}
        before, after = self.cards(), self.cards() | goals
        found = violations(self.limits, before, after)
        refused = not never_refused and any(
            refuses(self.limits[number], number, asking) for number, _ in found
        )
        version = self.version()
        try:
            answer = verb(*verb_arguments, **named)
        except WipLimitReached as refusal:
            answer = refusal
        if isinstance(answer, WipLimitReached):
            assert refused, f"refused without a reason: {answer}"
            self.assert_refused_as_told(answer, found, before, asking)
            assert self.version() == version
            return None
        assert not refused, f"let in past {found}"
        assert self.version() == version + events
        if events and len(after) > len(before):  # a card was made: it has its number by now
            after = before | {answer.pk: after[None]}
        if events:
            self.assert_passed_as_told(version, found)
            self.settle_overrides(found, before, after)
        if key:
            self.assert_a_retry_changes_nothing(verb, verb_arguments, named, events)
        return answer

    def impossible(self, verb: Callable, *verb_arguments, refusal=NotPossible, **named):
        version = self.version()
        with pytest.raises(refusal):
            verb(*verb_arguments, by=self.ada, **named)
        assert self.version() == version

    def assert_refused_as_told(self, refusal, found, before, asking):
        told = {
            (each.limit.pk, self.name_of(each.person_id)): (each.count, each.after)
            for each in refusal.violations
        }
        assert told == found
        ranks = [self.limits[each.limit.pk].specificity for each in refusal.violations]
        assert ranks == sorted(ranks)
        refusing = {number for number, _ in found if self.limits[number].mode != "warn"}
        may = all(self.limits[number].may_be_passed_by(asking.by) for number in refusing)
        assert refusal.explanation.may_override == may
        first = next(each for each in refusal.violations if each.limit.mode != "warn")
        oldest = refusal.explanation.oldest
        if oldest:
            limit = self.limits[first.limit.pk]
            assert limit.counts(before[oldest.pk], self.name_of(first.person_id))

    def assert_passed_as_told(self, version, found):
        event = self.board.events.get(number=version + 1)
        passed = event.data.get("passed", [])
        assert {(fact["limit"], self.name_of(fact["person"])) for fact in passed} == set(found)

    def assert_a_retry_changes_nothing(self, verb, verb_arguments, named, events):
        version = self.version()
        verb(*verb_arguments, **named)
        assert self.version() == version
        if events:
            named |= {"terms": replace(named["terms"], fingerprint="another")}
            with pytest.raises(KeyUsedBefore):
                verb(*verb_arguments, **named)

    def settle_overrides(self, found, before, after):
        self.overrides = {
            (card, number, person)
            for card, number, person in self.overrides
            if self.limits[number].counts(after[card], person)
        } | overridden(self.limits, found, before, after)

    # The verbs -------------------------------------------------------------------------------

    @rule(asking=askings, column=columns, lane=lanes, service=classes, people=teams)
    def create(self, column, lane, service, people, asking):
        plain = PlainCard(column, lane, service, people)
        card = self.attempt(
            self.board.create_card,
            "A card",
            column=self.columns[column],
            lane=self.lanes[lane],
            service_class=self.classes[service],
            assignees=[self.people[name] for name in sorted(people)],
            asking=asking,
            goals={None: plain},
            events=1,
        )
        if card:
            self.rows[card.pk] = card
            self.diaries[card.pk] = Diary.begin(plain, self.now())
            self.order[column].append(card.pk)

    def has_cards(self):
        return bool(self.rows)

    @precondition(has_cards)
    @rule(
        asking=askings,
        some=some,
        column=columns,
        lane=st.none() | lanes,
        before=st.none() | some,
        after=st.none() | some,
    )
    def move(self, some, column, lane, before, after, asking):
        pk, plain = self.pick(some)
        before, after = (each if each is None else self.pick(each)[0] for each in (before, after))
        named = {
            "lane": self.lanes.get(lane),
            "before": self.rows.get(before),
            "after": self.rows.get(after),
        }
        verb = self.rows[pk].move_to
        if plain.archived:
            self.impossible(verb, self.columns[column], **named)
            return
        goal = replace(plain, column=column, lane=lane or plain.lane)
        before, after = (None if each == pk else each for each in (before, after))
        order = self.order_with(pk, column, before, after)
        stays_put = goal == plain and (before is after is None or order == self.order[column])
        moved = self.attempt(
            verb,
            self.columns[column],
            **named,
            asking=asking,
            goals={pk: goal},
            events=not stays_put,
        )
        if moved and not stays_put:
            self.leave_order(pk)
            self.order[column] = order
            self.diaries[pk].move(goal, self.now())

    @precondition(has_cards)
    @rule(some=some, column=busy, asking=askings)
    def pull(self, some, column, asking):
        self.move(some, column, None, None, None, asking)

    @precondition(has_cards)
    @rule(asking=askings, some=some, other=some)
    def swap(self, some, other, asking):
        pk, plain = self.pick(some)
        other_pk, other = self.pick(other)
        verb = self.rows[pk].swap_with
        if pk == other_pk or plain.archived or other.archived:
            self.impossible(verb, self.rows[other_pk])
            return
        goals = {
            pk: replace(plain, column=other.column, lane=other.lane),
            other_pk: replace(other, column=plain.column, lane=plain.lane),
        }
        if self.attempt(verb, self.rows[other_pk], asking=asking, goals=goals, events=2):
            here, there = self.order[plain.column], self.order[other.column]
            i, j = here.index(pk), there.index(other_pk)
            here[i], there[j] = other_pk, pk
            for each, goal in goals.items():
                self.diaries[each].move(goal, self.now())

    @precondition(has_cards)
    @rule(
        asking=askings,
        moves=st.lists(st.tuples(some, columns, st.none() | lanes), min_size=1, max_size=4),
    )
    def move_all(self, moves, asking):
        named = {self.pick(some)[0]: (column, lane) for some, column, lane in moves}
        wanted = [
            Move(self.rows[pk], self.columns[column], self.lanes.get(lane))
            for pk, (column, lane) in named.items()
        ]
        cards = self.cards()
        if any(cards[pk].archived for pk in named):
            self.impossible(self.board.move_all, wanted)
            return
        goals = {
            pk: replace(cards[pk], column=column, lane=lane or cards[pk].lane)
            for pk, (column, lane) in named.items()
        }
        goals = {pk: goal for pk, goal in goals.items() if goal != cards[pk]}
        if self.attempt(self.board.move_all, wanted, asking=asking, goals=goals, events=len(goals)):
            for pk, goal in goals.items():
                self.go_to_the_end(pk, goal.column)
                self.diaries[pk].move(goal, self.now())

    @precondition(has_cards)
    @rule(asking=askings, some=some, people=teams)
    def assign(self, some, people, asking):
        pk, plain = self.pick(some)
        verb, team = self.rows[pk].assign, [self.people[name] for name in sorted(people)]
        if plain.archived:
            self.impossible(verb, *team)
            return
        goal = replace(plain, people=people)
        if (
            self.attempt(verb, *team, asking=asking, goals={pk: goal}, events=goal != plain)
            and goal != plain
        ):
            self.diaries[pk].change(goal)

    @precondition(has_cards)
    @rule(asking=askings, some=some, service=classes)
    def reclassify(self, some, service, asking):
        pk, plain = self.pick(some)
        verb = self.rows[pk].reclassify
        if plain.archived:
            self.impossible(verb, self.classes[service])
            return
        goal = replace(plain, service=service)
        done = self.attempt(
            verb, self.classes[service], asking=asking, goals={pk: goal}, events=int(goal != plain)
        )
        if done and goal != plain:
            self.diaries[pk].change(goal)

    @precondition(has_cards)
    @rule(
        asking=askings,
        some=some,
        title=st.sampled_from("AB"),
        lane=lanes,
        service=classes,
        people=teams,
    )
    def revise(self, some, title, lane, service, people, asking):
        pk, plain = self.pick(some)
        goal = replace(plain, lane=lane, service=service, people=people)
        treated = replace(goal, lane=plain.lane)
        said = {
            "title": title,
            "lane": self.lanes[lane],
            "service_class": self.classes[service],
            "assignees": [self.people[name] for name in sorted(people)],
        }
        verb = self.rows[pk].revise
        if plain.archived:
            self.impossible(verb, **said)
            return
        new_title = Card.objects.get(pk=pk).title != title
        changes = [people != plain.people, service != plain.service, lane != plain.lane, new_title]
        if self.attempt(verb, **said, asking=asking, goals={pk: goal}, events=sum(changes)):
            if treated != plain:
                self.diaries[pk].change(treated)
            if lane != plain.lane:
                self.diaries[pk].move(goal, self.now())

    @precondition(has_cards)
    @rule(asking=askings, some=some, reason=st.sampled_from(["no key", "no parts"]))
    def block(self, some, reason, asking):
        pk, plain = self.pick(some)
        verb = self.rows[pk].block
        standing = self.rows[pk].blocks.filter(unblocked_at=None).first()
        if plain.archived or (standing and standing.reason != reason):
            self.impossible(verb, reason=reason)
            return
        goal = replace(plain, blocked=True)
        self.attempt(verb, reason=reason, asking=asking, goals={pk: goal}, events=int(not standing))
        if not standing:
            self.diaries[pk].change(goal)

    @precondition(has_cards)
    @rule(asking=askings, some=some)
    def unblock(self, some, asking):
        pk, plain = self.pick(some)
        verb = self.rows[pk].unblock
        if plain.archived and plain.blocked:
            self.impossible(verb)
            return
        goal = replace(plain, blocked=False)
        self.attempt(
            verb, asking=asking, goals={pk: goal}, events=int(plain.blocked), never_refused=True
        )
        if plain.blocked:
            self.diaries[pk].change(goal)

    @precondition(has_cards)
    @rule(asking=askings, some=some)
    def archive(self, some, asking):
        pk, plain = self.pick(some)
        goal = replace(plain, archived=True)
        self.attempt(
            self.rows[pk].archive, asking=asking, goals={pk: goal}, events=int(not plain.archived)
        )
        if not plain.archived:
            self.leave_order(pk)
            self.diaries[pk].archive(self.now())

    @precondition(has_cards)
    @rule(asking=askings, some=some, column=st.none() | columns)
    def restore(self, some, column, asking):
        pk, plain = self.pick(some)
        goal = replace(plain, column=column or plain.column, archived=False)
        if not plain.archived:
            goal = plain
        done = self.attempt(
            self.rows[pk].restore,
            column=self.columns.get(column),
            asking=asking,
            goals={pk: goal},
            events=int(plain.archived),
        )
        if done and plain.archived:
            self.order[goal.column].append(pk)
            self.diaries[pk].restore(goal.column, self.now())

    @precondition(has_cards)
    @rule(asking=askings, some=some, column=st.none() | columns)
    def reopen(self, some, column, asking):
        pk, plain = self.pick(some)
        named = {"column": self.columns.get(column)}
        verb, diary = self.rows[pk].reopen, self.diaries[pk]
        if plain.archived or not diary.finished or column in DONE:
            self.impossible(verb, **named)
            return
        goal = replace(plain, column=column or diary.last_in(IN_PROGRESS) or IN_PROGRESS[0])
        if self.attempt(verb, **named, asking=asking, goals={pk: goal}, events=1):
            self.go_to_the_end(pk, goal.column)
            diary.move(goal, self.now())

    @precondition(has_cards)
    @rule(asking=askings, some=some, column=st.none() | columns)
    def return_to_backlog(self, some, column, asking):
        pk, plain = self.pick(some)
        named = {"column": self.columns.get(column)}
        verb, diary = self.rows[pk].return_to_backlog, self.diaries[pk]
        if plain.archived or diary.finished or column not in (None, *QUEUES):
            self.impossible(verb, **named)
            return
        goal = replace(plain, column=column or diary.last_in(QUEUES) or QUEUES[0])
        nothing = goal == plain and not diary.started
        if (
            self.attempt(verb, **named, asking=asking, goals={pk: goal}, events=int(not nothing))
            and not nothing
        ):
            if goal != plain:
                self.go_to_the_end(pk, goal.column)
            diary.move(goal, self.now(), gives_up=True)

    @precondition(has_cards)
    @rule(asking=askings, some=some)
    def undo(self, some, asking):
        pk, plain = self.pick(some)
        verb, diary = self.rows[pk].undo, self.diaries[pk]
        if not diary.was_moved:
            self.impossible(verb)
            return
        if not diary.before_last_move:
            self.impossible(verb, refusal=StaleCard)
            return
        was = diary.before_last_move.card
        goal = replace(plain, column=was.column, lane=was.lane)
        if self.attempt(verb, asking=asking, goals={pk: goal}, events=1):
            self.leave_order(pk)
            others = list(self.order[was.column])
            there = self.columns[was.column].cards.on_the_board().in_order()
            self.order[was.column] = list(there.values_list("pk", flat=True))
            assert [each for each in self.order[was.column] if each != pk] == others
            diary.undo(self.now())

    @precondition(has_cards)
    @rule(some=some, column=columns, off=st.sampled_from([-1, 1]))
    def act_on_a_card_that_has_moved_on(self, some, column, off):
        pk, _plain = self.pick(some)
        terms = Terms(expected_version=Card.objects.get(pk=pk).version + off)
        for verb in (self.rows[pk].archive, self.rows[pk].undo, self.rows[pk].unblock):
            self.impossible(verb, terms=terms, refusal=StaleCard)
        move = self.rows[pk].move_to
        self.impossible(move, self.columns[column], terms=terms, refusal=StaleCard)

    # The limits ------------------------------------------------------------------------------

    @rule(limit=limits)
    def add_limit(self, limit):
        if any(each.subject == limit.subject for each in self.limits.values()):
            self.impossible(self.board.add_limit, **self.said(limit))
            return
        row = self.board.add_limit(by=self.ada, **self.said(limit))
        self.limits[row.pk] = limit

    def has_limits(self):
        return bool(self.limits)

    @precondition(has_limits)
    @rule(some=some, limit=limits, keeps_its_cards=st.booleans())
    def change_limit(self, some, limit, keeps_its_cards):
        pk, old = self.pick_limit(some)
        if keeps_its_cards:
            subject = ("columns", "lane", "service", "each_person")
            limit = replace(limit, **{name: getattr(old, name) for name in subject})
        row = self.board.limits.get(pk=pk)
        others = [each for number, each in self.limits.items() if number != pk]
        if any(each.subject == limit.subject for each in others):
            self.impossible(self.board.change_limit, row, **self.said(limit))
            return
        limit = replace(limit, version=old.version)
        self.board.change_limit(row, by=self.ada, **self.said(limit))
        if limit != old:
            self.limits[pk] = replace(limit, version=old.version + 1)
            self.settle_overrides({}, {}, self.cards())

    @precondition(has_limits)
    @rule(some=some)
    def remove_limit(self, some):
        pk, _limit = self.pick_limit(some)
        self.board.remove_limit(self.board.limits.get(pk=pk), by=self.ada)
        self.forget_limit(pk)

    @rule(column=columns, maximum=st.none() | maxima)
    def limit_column(self, column, maximum):
        own = PlainLimit(maximum or 0, frozenset([column]))
        pk = next((pk for pk, each in self.limits.items() if each.subject == own.subject), None)
        row = self.board.limit_column(self.columns[column], maximum, by=self.ada)
        if maximum is None:
            self.forget_limit(pk)
        elif pk is None:
            self.limits[row.pk] = own
        elif maximum != self.limits[pk].maximum:
            version = self.limits[pk].version + 1
            self.limits[pk] = replace(self.limits[pk], maximum=maximum, version=version)

    # What is true after each of them ---------------------------------------------------------

    @invariant()
    def every_card_is_where_it_should_be(self):
        if not self.rows:
            return
        order = defaultdict(list)
        archive = times_in_the_archive(self.board)
        names = {column.pk: name for name, column in self.columns.items()}
        lanes = {lane.pk: name for name, lane in self.lanes.items()}
        kinds = {each.pk: kind for kind, each in self.classes.items()}
        for card in self.board.cards.placed().prefetch_related("stays").in_order():
            diary = self.diaries[card.pk]
            people = frozenset(self.name_of(pk) for pk in card.people)
            now = PlainCard(
                names[card.column_id],
                lanes[card.lane_id],
                kinds[card.service_class_id],
                people,
                card.is_blocked,
                card.archived_at is not None,
            )
            assert now == diary.card
            assert (card.arrived_at, card.started_at) == (diary.arrived, diary.started)
            assert card.finished_at == diary.finished
            self.assert_stays(card, diary, archive[card.pk])
            if not now.archived:
                order[now.column].append(card.pk)
        assert order == {name: pks for name, pks in self.order.items() if pks}

    @invariant()
    def the_books_are_true(self):
        assert_events_have_no_holes(Board.objects.get(pk=self.board.pk))
        in_force = Override.objects.filter(card__board=self.board, ended_at=None)
        told = {
            (card, limit, self.name_of(person))
            for card, limit, person in in_force.values_list("card", "limit", "person")
        }
        assert told == self.overrides

    def assert_stays(self, card, diary, archive):
        names = {column.pk: name for name, column in self.columns.items()}
        lanes = {lane.pk: name for name, lane in self.lanes.items()}
        stays = sorted(card.stays.all(), key=lambda stay: stay.pk)
        told = [
            (names[s.column_id], lanes[s.lane_id], s.entered_at, s.left_at, s.voided_at)
            for s in stays
        ]
        assert told == [(s.column, s.lane, s.entered, s.left, s.voided) for s in diary.stays]
        assert_stays_are_gapless(card, archive)

    # Words for the above ---------------------------------------------------------------------

    def cards(self) -> dict[int, PlainCard]:
        return {pk: diary.card for pk, diary in self.diaries.items()}

    def pick(self, some: int) -> tuple[int, PlainCard]:
        pk = list(self.rows)[some % len(self.rows)]
        return pk, self.diaries[pk].card

    def pick_limit(self, some: int) -> tuple[int, PlainLimit]:
        pk = list(self.limits)[some % len(self.limits)]
        return pk, self.limits[pk]

    def forget_limit(self, pk: int | None) -> None:
        self.limits.pop(pk, None)
        self.overrides = {each for each in self.overrides if each[1] != pk}

    def said(self, limit: PlainLimit) -> dict:
        return {
            "maximum": limit.maximum,
            "columns": [self.columns[name] for name in sorted(limit.columns)],
            "lane": self.lanes.get(limit.lane),
            "service_class": self.classes.get(limit.service),
            "each_person": limit.each_person,
            "mode": limit.mode,
            "counts_blocked": limit.counts_blocked,
            "members_may_override": limit.members_may_override,
        }

    def name_of(self, pk: int | None) -> str | None:
        return next((name for name, person in self.people.items() if person.pk == pk), None)

    def version(self) -> int:
        return Board.objects.values_list("version", flat=True).get(pk=self.board.pk)

    def now(self):
        """The moment of what was recorded last."""
        return self.board.events.latest("number").at

    def order_with(self, pk: int, column: str, before: int | None, after: int | None) -> list[int]:
        """The column with this card in it: in front of one, else behind the other, else last."""
        others = [each for each in self.order[column] if each != pk]
        at = len(others)
        if before in others:
            at = others.index(before)
        elif after in others:
            at = others.index(after) + 1
        return [*others[:at], pk, *others[at:]]

    def go_to_the_end(self, pk: int, column: str) -> None:
        self.leave_order(pk)
        self.order[column].append(pk)

    def leave_order(self, pk: int) -> None:
        for pks in self.order.values():
            if pk in pks:
                pks.remove(pk)


@pytest.mark.django_db
def test_whatever_people_do_the_board_keeps_its_rules():
    profile = PROFILES[os.environ.get("HYPOTHESIS_PROFILE", "short")]
    run_state_machine_as_test(
        TheBoard,
        settings=settings(
            profile,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
