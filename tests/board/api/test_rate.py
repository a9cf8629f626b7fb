"""A token that asks too often is told when to come again; the others are not."""

import threading

import pytest
from django.core.cache import cache

from board.api import tokens
from board.api.rate import Counter, Rate, TooOften


@pytest.fixture
def rate(settings):
    """Let tokens ask so often: `rate(1, 5)`."""

    def limited(a_second: float, bursts: int) -> None:
        cache.clear()
        settings.API_RATE = (a_second, bursts)
        tokens.counter.cache_clear()

    yield limited
    tokens.counter.cache_clear()


def test_a_token_that_asks_too_often_is_told_when_to_come_again(calls, board, ada, grace, rate):
    rate(0.01, 5)
    hasty, patient = calls(ada), calls(grace)
    answers = [hasty.get("/boards/SLU") for _ in range(7)]
    assert [answer.status_code for answer in answers[:5]] == [200] * 5
    assert answers[6].status_code == 429
    assert answers[6]["Content-Type"] == "application/problem+json"
    assert answers[6].json()["code"] == "too_often"
    assert int(answers[6]["Retry-After"]) >= 1
    assert patient.get("/boards/SLU").status_code == 200
    assert calls(ada).get("/boards/SLU").status_code == 200  # another token of the same person


def test_without_a_rate_a_token_may_ask_as_often_as_it_likes(api, board, rate):
    rate(0, 0)
    assert {api.get("/boards/SLU").status_code for _ in range(30)} == {200}


def test_two_processes_count_together(settings):
    cache.clear()
    one, other = (Counter(Rate(0.5, 4), settings.CACHE_URL) for _ in range(2))
    for counter in (one, other, one, other):
        counter.take("token:7")
    with pytest.raises(TooOften) as refused:
        one.take("token:7")
    assert 1 <= refused.value.wait <= 2
    one.take("token:8")


def test_the_bucket_fills_again(settings):
    cache.clear()
    counter = Counter(Rate(1000, 1), settings.CACHE_URL)
    counter.take("token:7")
    taken, ending = 0, threading.Event()
    threading.Timer(0.5, ending.set).start()
    while not ending.is_set():
        try:
            counter.take("token:7")
            taken += 1
        except TooOften:
            pass
    assert taken >= 1


def test_while_the_cache_is_away_each_process_counts_for_itself(caplog):
    counter = Counter(Rate(0.01, 3), "redis://127.0.0.1:1/0")
    for _ in range(3):
        counter.take("token:7")
    with pytest.raises(TooOften):
        counter.take("token:7")
    counter.take("token:8")
    assert caplog.text.count("each process counts for itself") == 1
