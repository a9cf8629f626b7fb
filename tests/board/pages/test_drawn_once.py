"""A page that many people ask for is drawn once, as long as what is kept together fits."""

import pytest

from board.display.page import once


@pytest.fixture(autouse=True)
def nothing_is_kept(monkeypatch):
    monkeypatch.setattr(once, "_drawings", once.OrderedDict())


@pytest.fixture
def drawn():
    """Ask for a drawing of some length; the list names each time that one was drawn."""
    log = []

    def ask(key, length=1):
        def draw():
            log.append(key)
            return "x" * length

        return once._once(key, draw)

    ask.log = log
    return ask


def test_a_drawing_is_kept_however_long_if_it_fits(drawn):
    for _ in range(2):
        assert len(drawn("a board of 1,000 cards", once.TOGETHER)) == once.TOGETHER
    assert drawn.log == ["a board of 1,000 cards"]


def test_a_drawing_that_is_too_long_is_not_kept_and_drives_no_other_out(drawn):
    for key, length in (("short", 1), ("long", once.TOGETHER + 1), ("short", 1), ("long", 1)):
        drawn(key, length)
    assert drawn.log == ["short", "long", "long"]


def test_the_oldest_goes_when_all_together_are_too_long(drawn):
    half = once.TOGETHER // 2
    for key in ("first", "second", "third", "second", "third", "first"):
        drawn(key, half)
    assert drawn.log == ["first", "second", "third", "first"]


def test_the_oldest_goes_when_there_are_too_many(drawn):
    for key in (*range(once.KEPT + 1), once.KEPT, 1, 0):
        drawn(key)
    assert drawn.log == [*range(once.KEPT + 1), 0]


def test_a_drawing_that_failed_is_drawn_again(drawn):
    def fail():
        raise LookupError

    with pytest.raises(LookupError):
        once._once("a board", fail)
    assert drawn("a board") == "x"
