"""All verbs at random, with and without reasons, against a board that is told in plain Python.

`HYPOTHESIS_PROFILE=long` looks for longer.
"""

import os
from collections import Counter, defaultdict
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
    ChecklistItem,
    GateRefusal,
    KeyUsedBefore,
    Move,
    NotPossible,
    Override,
    Person,
    Role,
    SplitPart,
    StaleCard,
    Terms,
    TooLargeToStart,
    WipLimitReached,
)
from tests.board.books import (
    assert_events_have_no_holes,
    assert_stays_are_gapless,
    times_in_the_archive,
)
from tests.board.diary import Diary
from tests.board.rulebook import (
    APART,
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
    PlainBatchRule,
    PlainCard,
    PlainLimit,
    overridden,
    refuses,
    refuses_size,
    started_large,
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
batch_rules = st.builds(
    PlainBatchRule,
    most_scenarios=st.sampled_from([None, 0, 1, 1, 2, 3]),
    asks_fit=st.sampled_from([False, False, True]),
    mode=st.sampled_from(["off", "refuse", "reason", "reason", "reason", "warn"]),
    members_may_override=st.booleans(),
)
numbers = st.integers(0, 4)  # of scenarios
over = st.sampled_from([0, 1, 1])  # how many scenarios more than a card may start with
askings = st.tuples(
    st.sampled_from(list(PEOPLE)),
    st.sampled_from(["", " ", "it burns", "it burns", "it burns"]),
    st.sampled_from(["all", "all", "all", "none", "outdated"]),  # which rules they have seen
    st.booleans(),  # whether they name a key, and try again
)


class TheBoard(RuleBasedStateMachine):
    """One board in the database, and beside it what the rules say that it must be."""

    @initialize(
        cards=st.lists(st.tuples(columns, teams, numbers), min_size=6, max_size=9),
        batch=batch_rules,
        limits=st.lists(busy_limits, min_size=2, max_size=4, unique_by=lambda each: each.subject),
    )
    def set_up(self, cards, limits, batch):
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
        self.batch = PlainBatchRule()
        self.overrides: set[tuple[int, int, str | None]] = set()
        self.let_in_large: set[int] = set()
        self.splits: dict[int, list[int]] = {}  # the parts of the last split of each card
        self.keys = count()
        self.last_change: tuple = ()  # by whom, of which card, and the version that it made
        by_ada = ("ada", "", "none", False)
        for column, team, scenarios in cards:
            self.create(column, LANES[0], CLASSES[0], team, scenarios, False, by_ada)
        self.change_batch_rule(batch)
        for limit in limits:
            self.add_limit(limit)

    # Who asks, and what comes of it ----------------------------------------------------------

    def who_asks(self, by: str, reason: str, sight: str) -> Asking:
        off = {"all": 0, "outdated": -1}
        saw = {pk: limit.version + off[sight] for pk, limit in self.limits.items() if sight in off}
        return Asking(by, reason, saw, names_size=sight == "all")

    def attempt(
        self,
        verb: Callable,
        *verb_arguments,
        asking: tuple,
        goals: Cards,
        events: int,
        never_refused: bool = False,
        sizes_are_noted: bool = False,
        **named,
    ):
        """Let the board and the rulebook decide; what they decide must be the same.

        Returns what the verb gave, or None when it was refused.
        """
        *who, tries_again = asking
        asking = self.who_asks(*who)
        key = f"{self.board.pk}-{next(self.keys)}" if tries_again else ""
        terms = Terms(
            override_reason=asking.reason,
            limit_versions=asking.saw,
            passes=["too_large"] if asking.names_size else [],
            key=key,
            fingerprint="this",
        )
        named |= {"by": self.people[asking.by], "terms": terms}
        before, after = self.cards(), self.cards() | goals
        found = violations(self.limits, before, after)
        large = started_large(self.batch, before, after)
        asked = {card for card in large if after[card].service != APART and not sizes_are_noted}
        full = any(refuses(self.limits[number], number, asking) for number, _ in found)
        too_large = bool(asked) and refuses_size(self.batch, asking)
        refused = not never_refused and (full or too_large)
        version = self.version()
        try:
            answer = verb(*verb_arguments, **named)
        except GateRefusal as refusal:
            answer = refusal
        if isinstance(answer, GateRefusal):
            assert refused, f"refused without a reason: {answer}"
            assert type(answer) is (WipLimitReached if full else TooLargeToStart)
            assert {each.card.pk for each in answer.too_large} == asked
            self.assert_refused_as_told(answer, found, before, asking)
            assert self.version() == version
            return None
        assert not refused, f"let in past {found} and {asked}"
        assert self.version() == version + events
        made = {}
        if events and len(after) > len(before):  # cards were made: they have their ids by now
            made = self.made(answer, [card for card in after if card not in before])
            after = {made.get(card, card): now for card, now in after.items()}
            large = {made.get(card, card) for card in large}
        if events:
            self.last_change = asking.by, *goals, self.version()
            self.assert_passed_as_told(version, found, large)
            self.settle_overrides(found, before, after)
            self.settle_sizes(large, before, after)
        if key:
            self.assert_a_retry_changes_nothing(verb, verb_arguments, named, events)
        return answer

    def made(self, answer, placeholders) -> dict:
        """The ids of the cards that a verb made, by what stood for them before."""
        cards = [answer] if isinstance(answer, Card) else answer[1:]
        return {each: card.pk for each, card in zip(placeholders, cards, strict=True)}

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
        may_start = not refusal.too_large or self.batch.may_be_passed_by(asking.by)
        assert refusal.explanation.may_override == (may and may_start)
        if not refusing:
            assert refusal.explanation.oldest is None
            return
        first = next(each for each in refusal.violations if each.limit.mode != "warn")
        oldest = refusal.explanation.oldest
        if oldest:
            limit = self.limits[first.limit.pk]
            assert limit.counts(before[oldest.pk], self.name_of(first.person_id))

    def assert_passed_as_told(self, version, found, large):
        """Each card's own event tells what the card passed."""
        events = self.board.events.since(version).with_actors()
        passed = [fact for event in events for fact in event.data.get("passed", [])]
        assert {(fact["limit"], self.name_of(fact["person"])) for fact in passed} == set(found)
        rules = [(event, fact) for event in events for fact in event.data.get("passed_rules", [])]
        assert {fact["rule"] for _event, fact in rules} <= {"too_large"}
        assert {event.card_id for event, _fact in rules} == large
        assert all(fact["card"] == event.card.number for event, fact in rules)

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

    def settle_sizes(self, large, before, after):
        stay = {card for card in self.let_in_large if after[card].phase == before[card].phase}
        self.let_in_large = stay | (large if self.batch.mode != "warn" else set())

    # The verbs -------------------------------------------------------------------------------

    @rule(
        asking=askings,
        column=columns,
        lane=lanes,
        service=classes,
        people=teams,
        scenarios=numbers,
        fits=st.booleans(),
    )
    def create(self, column, lane, service, people, scenarios, fits, asking):
        plain = PlainCard(column, lane, service, people, scenarios=scenarios, fits=fits)
        card = self.attempt(
            self.board.create_card,
            "A card",
            column=self.columns[column],
            lane=self.lanes[lane],
            service_class=self.classes[service],
            assignees=[self.people[name] for name in sorted(people)],
            scenarios=["It holds"] * scenarios,
            fits=fits,
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
    @rule(
        some=some,
        column=busy,
        over=over,
        mode=st.sampled_from(["refuse", "reason", "warn"]),
        asking=askings,
    )
    def pull_at_the_size_that_may_start(self, some, column, over, mode, asking):
        """One more is too large, and no other fact hides it. At random this is rare."""
        _pk, plain = self.pick(some)
        if not plain.archived and plain.scenarios >= over:
            self.ask_for(plain.scenarios - over, mode)
            self.move(some, column, None, None, None, asking)

    @rule(column=busy, most=st.integers(0, 3), over=over, asking=askings)
    def create_at_the_size_that_may_start(self, column, most, over, asking):
        self.ask_for(most, "reason")
        self.create(column, LANES[0], CLASSES[0], frozenset(), most + over, False, asking)

    def ask_for(self, most, mode):
        self.change_batch_rule(replace(self.batch, most_scenarios=most, asks_fit=False, mode=mode))

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
        if pk in self.splits and not diary.before_last_move:
            self.undo_split(pk, asking)
            return
        if not diary.was_moved:
            self.impossible(verb)
            return
        if not diary.before_last_move:
            self.impossible(verb, refusal=StaleCard)
            return
        was = diary.before_last_move.card
        goal = replace(plain, column=was.column, lane=was.lane)
        own = self.last_change == (asking[0], pk, self.version())
        undone = self.attempt(
            verb,
            asking=asking,
            goals={pk: goal},
            events=1,
            never_refused=own,
            sizes_are_noted=True,
        )
        if undone:
            self.leave_order(pk)
            others = list(self.order[was.column])
            there = self.columns[was.column].cards.on_the_board().in_order()
            self.order[was.column] = list(there.values_list("pk", flat=True))
            assert [each for each in self.order[was.column] if each != pk] == others
            diary.undo(self.now())

    @precondition(has_cards)
    @rule(some=some, more=numbers)
    def describe(self, some, more):
        pk, plain = self.pick(some)
        add = self.rows[pk].add_to_checklist
        if plain.archived:
            self.impossible(add, "scenario", ["It holds"])
            return
        version = self.version()
        add("scenario", ["It holds"] * (more + 1), by=self.ada)
        self.diaries[pk].card = replace(plain, scenarios=plain.scenarios + more + 1)
        if self.last_change and self.last_change[-1] == version:
            self.last_change = (*self.last_change[:-1], self.version())  # it took no place

    @precondition(has_cards)
    @rule(asking=askings, some=some, takes=st.lists(numbers, min_size=1, max_size=2))
    def split(self, some, takes, asking):
        pk, plain = self.pick(some)
        card, diary = self.rows[pk], self.diaries[pk]
        if plain.archived or diary.finished:
            self.impossible(card.split, [SplitPart("A part")])
            return
        lines = [item.pk for item in card.checklist.scenarios().kept()]
        free, shares = lines[1:], []
        for take in takes:
            shares.append(free[:take])
            free = free[take:]
        goals = self.places_of_parts(plain, shares, asking)
        made = self.attempt(
            card.split,
            [SplitPart("A part", share) for share in shares],
            asking=asking,
            goals=goals,
            events=1 + len(shares),
        )
        if made:
            new = [part.pk for part in made[1:]]
            diary.change(replace(plain, scenarios=plain.scenarios - sum(map(len, shares))))
            diary.was_moved = True  # what was moved before cannot be undone any more
            for part, goal in zip(made[1:], goals.values(), strict=True):
                self.rows[part.pk] = part
                self.diaries[part.pk] = Diary.begin(goal, self.now())
            column = next(iter(goals.values())).column
            there = self.order[column]
            at = there.index(pk) + 1 if column == plain.column else 0
            self.order[column] = [*there[:at], *new, *there[at:]]
            self.splits[pk] = new

    def places_of_parts(self, plain, shares, asking):
        """The last queue column with room for all; where none has room it is the last one."""
        asking = self.who_asks(*asking[:3])
        for column in [*reversed(QUEUES), QUEUES[-1]]:
            goals = {
                -nth: PlainCard(column, plain.lane, plain.service, scenarios=len(share))
                for nth, share in enumerate(shares, 1)
            }
            found = violations(self.limits, self.cards(), self.cards() | goals)
            if not any(refuses(self.limits[number], number, asking) for number, _ in found):
                break
        return goals

    def undo_split(self, pk, asking):
        verb, parts = self.rows[pk].undo, self.splits[pk]
        split = self.board.events.filter(card=pk, kind="split", data__has_key="parts").last()
        since = self.board.events.filter(number__gt=split.number + len(parts))
        if since.filter(card__in=[pk, *parts]).exists():
            self.impossible(verb, refusal=StaleCard)
            return
        goals = {part: replace(self.diaries[part].card, archived=True) for part in parts}
        back = sum(goal.scenarios for goal in goals.values())
        goals = {part: replace(goal, scenarios=0) for part, goal in goals.items()}
        if self.attempt(verb, asking=asking, goals=goals, events=1 + len(parts)):
            plain = self.diaries[pk].card
            self.diaries[pk].card = replace(plain, scenarios=plain.scenarios + back)
            for part, goal in goals.items():
                self.leave_order(part)
                self.diaries[part].archive(self.now())
                self.diaries[part].card = goal

    @rule(batch=batch_rules)
    def change_batch_rule(self, batch):
        self.board.set_batch_rule(by=self.ada, target_days=2, **vars(batch))
        self.batch = batch

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
        written = self.scenarios()
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
                written[card.pk],
                card.fits,
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
            for card, limit, person in in_force.filter(rule="").values_list(
                "card", "limit", "person"
            )
        }
        assert told == self.overrides
        large = in_force.filter(rule="too_large").values_list("card", flat=True)
        assert sorted(large) == sorted(self.let_in_large)

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

    def scenarios(self) -> Counter[int]:
        """How many scenarios each card has."""
        items = ChecklistItem.objects.scenarios().filter(card__board=self.board, removed_at=None)
        return Counter(items.values_list("card", flat=True))

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
