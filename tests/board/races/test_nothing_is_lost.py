"""Two people act on the same board at the same moment, two hundred times, and nothing is lost."""

import random
from functools import partial

import pytest

from board.models import Board, Card, Event, Move, Refusal, Service, Terms
from tests.board.books import assert_the_books_are_true
from tests.board.races.crowd import at_once
from tests.examples import examples

pytestmark = pytest.mark.django_db(transaction=True)

TRIALS = examples(60, many=200)
REASONS = ("no key", "no parts")


class Somebody:
    """A person who does something to a board at random; `key` is what they ask it with."""

    def __init__(self, board: Board, person, dice: random.Random, key: str):
        self.board, self.person, self.dice, self.key = board, person, dice, key
        self.columns = list(board.columns.all())
        self.cards = list(board.cards.all())

    def deed(self):
        do = self.dice.choice(
            [
                *(self.move, self.move, self.move, self.swap, self.move_all, self.create),
                *(self.assign, self.reclassify, self.revise, self.block, self.unblock),
                *(self.archive, self.restore, self.reopen, self.return_to_backlog, self.undo),
            ]
        )
        return partial(do(), by=self.person, terms=Terms(key=self.key, fingerprint=self.key))

    def card(self) -> Card:
        card = self.dice.choice(self.cards)
        card.board = Board.objects.get(pk=self.board.pk)
        return card

    def column(self):
        return self.dice.choice(self.columns)

    def move(self):
        return partial(self.card().move_to, self.column(), before=self.card())

    def swap(self):
        return partial(self.card().swap_with, self.card())

    def move_all(self):
        cards = self.dice.sample(self.cards, 3)
        return partial(self.board.move_all, [Move(card, self.column()) for card in cards])

    def assign(self):
        return partial(self.card().assign, *self.dice.choice([[], [self.person]]))

    def reclassify(self):
        kind = self.dice.choice([Service.STANDARD, Service.EXPEDITE])
        return partial(self.card().reclassify, self.board.class_of(kind))

    def revise(self):
        return partial(self.card().revise, title=f"By {self.key}", assignees=[self.person])

    def block(self):
        return partial(self.card().block, reason=self.dice.choice(REASONS))

    def unblock(self):
        return self.card().unblock

    def archive(self):
        return self.card().archive

    def restore(self):
        return self.card().restore

    def reopen(self):
        return self.card().reopen

    def return_to_backlog(self):
        return self.card().return_to_backlog

    def undo(self):
        return self.card().undo

    def create(self):
        return partial(self.board.create_card, "New", column=self.column())


def test_two_people_who_act_at_once_lose_nothing(board, build, review, card_in, ada, grace):
    for _ in range(4):
        card_in(build), card_in(review)
    board.limit_column(review, 5, by=ada)
    board.add_limit(maximum=4, each_person=True, by=ada)
    dice = random.Random(20)
    recorded = 0
    for trial in range(TRIALS):
        people = [
            Somebody(board, ada, dice, key=f"ada-{trial}"),
            Somebody(board, grace, dice, key=f"grace-{trial}"),
        ]
        answers = at_once([somebody.deed() for somebody in people])
        for somebody, answer in zip(people, answers, strict=True):
            done = Event.objects.asked_with(by=somebody.person, key=somebody.key).exists()
            assert not (done and isinstance(answer, Refusal))
            recorded += done
        if trial % 10 == 0:
            assert_the_books_are_true(board)
    assert_the_books_are_true(board)
    assert recorded > TRIALS / 2  # the trials did try something


def test_two_moves_at_once_are_both_there_afterwards(
    board, build, review, done, card_in, ada, grace
):
    one, two = card_in(build), card_in(build)
    for trial in range(60):
        goals = [(review, done), (build, review), (done, build)][trial % 3]
        answers = at_once(
            [partial(one.move_to, goals[0], by=ada), partial(two.move_to, goals[1], by=grace)]
        )
        assert [card.column for card in answers] == list(goals)
        assert (one.as_now().column, two.as_now().column) == goals
    assert_the_books_are_true(board)


def test_two_texts_of_one_card_written_at_once_are_both_there_afterwards(
    board, build, card_in, ada, grace
):
    card = card_in(build)
    for trial in range(10):
        at_once(
            [
                partial(card.revise, title=f"Title {trial}", by=ada),
                partial(card.revise, description=f"Description {trial}", by=grace),
            ]
        )
        now = card.as_now()
        assert (now.title, now.description) == (f"Title {trial}", f"Description {trial}")
    assert_the_books_are_true(board)
