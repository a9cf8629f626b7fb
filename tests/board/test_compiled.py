"""What is compiled once answers as the queryset does that it was compiled from."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from board.models import Card, Terms
from board.sql.compiled import Compiled

pytestmark = pytest.mark.django_db


@pytest.fixture
def question():
    return Compiled(
        lambda column, cards: (
            Card.objects.placed().filter(column=column, pk__in=cards).order_by("pk")
        )
    )


def test_it_answers_for_as_many_ids_as_are_asked_for(question, build, review, card_in):
    cards = [card_in(build) for _ in range(3)]
    for number in (1, 3, 2):
        ids = [card.pk for card in cards[:number]]
        assert question.objects(build.pk, ids) == cards[:number]
    assert question.objects(review.pk, [cards[0].pk]) == []


def test_nobody_is_nobody(question, build, card_in):
    card_in(build)
    assert question.objects(build.pk, []) == []


def test_that_nobody_is_nobody_is_found_out_once(build, card_in):
    asked = []

    def cards(ids):
        asked.append(ids)
        return Card.objects.filter(pk__in=ids)

    question = Compiled(cards)
    assert [question.objects([]), question.rows([]), question.objects([])] == [[], [], []]
    assert len(asked) == 1


def test_a_number_that_no_row_can_have_is_not_found(question, build, card_in):
    card = card_in(build)
    assert question.objects(10**30, [card.pk]) == []
    assert question.objects(build.pk, [card.pk, -(10**30)]) == []


def test_it_brings_what_the_queryset_annotates(question, build, card_in, ada):
    card = card_in(build, assignees=[ada]).block(reason="no key", by=ada)
    [found] = question.objects(build.pk, [card.pk])
    assert (found.people, found.is_blocked, found.apart) == ([ada.pk], True, False)


def test_it_takes_one_statement_also_the_first_time(question, build, card_in):
    card = card_in(build)
    with CaptureQueriesContext(connection) as queries:
        question.objects(build.pk, [card.pk])
        question.objects(build.pk, [card.pk])
    assert len(queries) == 2


def test_it_follows_a_foreign_key_without_a_statement_more(board, build, card_in):
    card = card_in(build)
    with_board = Compiled(lambda number: Card.objects.select_related("board").filter(number=number))
    with CaptureQueriesContext(connection) as queries:
        [found] = with_board.objects(card.number)
        assert (found, found.board.key, found.board.days_off) == (card, "SLU", [])
    assert len(queries) == 1


def test_it_is_asked_with_texts_as_with_ids(board, build, card_in):
    card_in(build, "Paint the crane")
    titled = Compiled(lambda title: Card.objects.filter(title=title).values_list("title", "number"))
    assert titled.rows("Paint the crane") == [("Paint the crane", 1)]
    assert titled.rows("the text to come, 0") == []


@pytest.mark.parametrize(
    "asked",
    [
        lambda pk: Card.objects.placed().filter(pk=pk),
        lambda pk: Card.objects.in_full().filter(pk=pk),
        lambda pk: Card.objects.select_related("board", "column").filter(pk=pk),
    ],
)
def test_moments_lists_and_json_are_read_as_django_reads_them(asked, board, build, card_in, ada):
    """They come in another format than Django asks for."""
    board.limit_column(build, 0, by=ada, mode="reason")
    [limit] = board.limits.all()
    over = Terms(override_reason="the tide", limit_versions={limit.pk: limit.version})
    facts = {"assignees": [ada], "labels": ["map", "tides"], "due_on": date(2027, 2, 28)}
    card = card_in(build, terms=over, **facts)
    [ours], [djangos] = Compiled(asked).objects(card.pk), asked(card.pk)
    assert told(ours) == told(djangos)


def told(card):
    return {name: (type(fact), fact) for name, fact in vars(card).items() if name != "_state"}
