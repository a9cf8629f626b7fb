"""On the demo board, with the clock moved on by days, the right mails go out and no others."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import pytest
import time_machine
from django.db import transaction

from tests.board.notices.conftest import Mailbox
from tests.flow.alerts.walk.beat import Beat, everything_here
from tests.flow.alerts.walk.facts import Facts
from tests.flow.alerts.walk.post import Mail, a_mailbox, told
from tests.flow.alerts.walk.promises import HARBOUR, Digest, Line
from tests.flow.alerts.walk.story import (
    A_RING,
    DAYS,
    FRIDAY,
    MONDAY,
    NEXT_FRIDAY,
    NEXT_MONDAY,
    NEXT_TUESDAY,
    THURSDAY,
    Story,
    at,
    is_away,
    is_off,
    moments,
)

pytestmark = pytest.mark.django_db  # without it there is no database for the walk

Letters = dict[str, set[Line]]


@dataclass
class Walk:
    """What came, and what was due: after each moment at which beat rang."""

    mails: list[Mail] = field(default_factory=list)
    letters: dict[datetime, Letters] = field(default_factory=dict)
    digests: dict[datetime, Digest] = field(default_factory=dict)
    ages: dict[datetime, dict[int, int]] = field(default_factory=dict)
    about: dict[str, set[Line] | None] = field(default_factory=dict)  # by the Message-ID
    cards: dict[str, int] = field(default_factory=dict)  # the number of each by its title

    def came(self, moment: datetime, *, digest: bool) -> list[Mail]:
        there = [mail for mail in self.mails if moment <= mail.at <= moment + A_RING]
        return [mail for mail in there if (self.about[mail.id] is None) == digest]

    def to(self, name: str) -> list[Mail]:
        return [mail for mail in self.mails if mail.to == f"{name}@harbour.example"]

    @property
    def told(self) -> list[tuple[datetime, str, str, int | str]]:
        """When who was told of what at once."""
        return [
            (mail.at, mail.to.split("@")[0], kind, about)
            for mail in self.mails
            for kind, about in self.about[mail.id] or ()
        ]


@pytest.fixture(scope="module")
def walk(django_db_setup, django_db_blocker) -> Iterator[Walk]:
    """Gone through once: the tests only look at it."""
    with django_db_blocker.unblock(), transaction.atomic(), a_mailbox() as mailbox:
        yield gone_through(mailbox)
        transaction.set_rollback(True)


def gone_through(mailbox: Mailbox) -> Walk:
    walk = Walk()
    with time_machine.travel(at(MONDAY, "08:10")):
        story = Story()
    with time_machine.travel(at(MONDAY, "08:15"), tick=False) as clock, everything_here():
        story.begin()
        beat, acts = Beat(), story.acts
        for moment in moments():
            clock.move_to(moment)
            acts.pop(moment, lambda: None)()
            if moment == at(NEXT_MONDAY, "10:00"):
                story.unsubscribe(walk.to("margaret")[-1].off)
            if is_away(moment):
                continue
            beat.ring(clock, A_RING)
            facts = Facts(story.board, moment, HARBOUR)
            walk.ages[moment] = facts.ages
            walk.letters[moment] = story.promises.letters(facts)
            if digest := story.promises.digest(facts):
                walk.digests[moment] = digest
            walk.mails += [Mail.taken(mail, moment) for mail in mailbox.mails[len(walk.mails) :]]
    assert not acts
    walk.cards = dict(story.board.cards.values_list("title", "number"))
    walk.about = told()
    return walk


def test_each_is_told_at_once_of_what_they_wait_for_when_it_is_due_and_of_nothing_else(walk):
    for moment, due in walk.letters.items():
        came = walk.came(moment, digest=False)
        assert {mail.to: walk.about[mail.id] for mail in came} == due, moment
        assert len(came) == len(due), moment


def test_a_mail_names_the_limits_and_the_cards_that_it_is_about_and_their_age(walk):
    for moment, due in walk.letters.items():
        for mail in walk.came(moment, digest=False):
            cards = {about for _kind, about in due[mail.to] if isinstance(about, int)}
            assert mail.cards == cards, (moment, mail.to)
            limits = {about for _kind, about in due[mail.to] if isinstance(about, str)}
            assert {*re.findall(r"(\w+) exceeds its limit", mail.text)} == limits
            started = {card: walk.ages[moment][card] for card in cards & {*walk.ages[moment]}}
            assert mail.ages == started, (moment, mail.to)


def test_a_digest_comes_each_working_morning_to_whoever_wants_it(walk):
    for moment in walk.letters:
        came = walk.came(moment, digest=True)
        due = walk.digests.get(moment)
        assert sorted(mail.to for mail in came) == sorted(due.to if due else ()), moment
    mornings = [moment for moment in walk.digests if f"{moment:%H:%M}" == "08:30"]
    assert len(mornings) == 9  # of the ten working days; on one nobody was there before ten
    assert {*walk.digests} - {*mornings} == {at(NEXT_FRIDAY, "10:00")}


def test_a_digest_names_the_cards_that_are_old_blocked_or_moved_and_no_others(walk):
    for moment, due in walk.digests.items():
        for mail in walk.came(moment, digest=True):
            assert mail.cards == due.names, (moment, mail.to)


def test_every_kind_of_alert_was_told(walk):
    kinds = {kind for _at, _who, kind, _about in walk.told}
    assert kinds == {"expected", "blocked", "due", "aging", "over", "overridden", "still"}


def test_nobody_was_told_twice_of_the_same_threshold(walk):
    times = Counter((who, kind, about) for _at, who, kind, about in walk.told)
    moved_on = walk.cards["Prices with and without VAT"]
    assert {what for what, often in times.items() if often > 1} == {
        ("vera", "aging", moved_on),  # too old for Review, then for Release
        ("vera", "still", moved_on),
        ("ada", "over", "Build"),  # room was made in between
        ("owner", "over", "Build"),
    }


def test_nobody_hears_anything_on_a_day_off(walk):
    assert {mail.at.day for mail in walk.mails} == {day for day in DAYS if not is_off(day)}


def test_what_comes_in_quiet_hours_is_told_when_they_are_over(walk):
    """Grace sleeps in New York until it is two in the afternoon in Brussels."""
    told = [moment for moment, who, _kind, _about in walk.told if who == "grace"]
    assert {f"{moment:%H:%M}" for moment in told} == {"14:00"}
    assert {moment.day for moment in told} == {MONDAY, FRIDAY, NEXT_MONDAY, NEXT_TUESDAY}


def test_who_wants_only_the_digest_or_nothing_gets_that(walk):
    assert len(walk.to("katherine")) == len(walk.digests)
    assert {walk.about[mail.id] is None for mail in walk.to("katherine")} == {True}
    assert walk.to("alan") == walk.to("wim") == []


def test_who_has_left_or_unsubscribed_hears_no_more(walk):
    assert max(mail.at for mail in walk.to("barbara")) == at(THURSDAY, "08:30")
    assert max(mail.at for mail in walk.to("margaret")) == at(NEXT_MONDAY, "08:30")


def test_what_is_put_off_is_told_on_its_day(walk):
    about = walk.cards["Invoices for boats that stay past midnight"]
    told = [moment for moment, *what in walk.told if what == ["grace", "expected", about]]
    assert told == [at(FRIDAY, "14:00")]


def test_what_was_over_before_it_could_be_told_is_not_told(walk):
    """It would have been older than expected on the morning on which no worker was there."""
    about = walk.cards["Rotate the backup keys"]
    assert "expected" not in {kind for _at, _who, kind, card in walk.told if card == about}


def test_who_asks_to_hear_at_once_hears_of_what_comes_then(walk):
    told = [moment for moment, who, _kind, _about in walk.told if who == "hedy"]
    assert min(told) == at(THURSDAY, "00:00")


def test_a_board_with_nothing_to_say_says_nothing(walk):
    assert not [mail for mail in walk.mails if "Lighthouse" in mail.subject + mail.text]


def test_no_mail_came_twice_and_each_says_how_to_end_it(walk):
    assert len({mail.id for mail in walk.mails}) == len(walk.mails)
    assert all(mail.off in mail.text for mail in walk.mails)
