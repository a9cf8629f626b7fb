"""The list of boards costs the same however many there are, and lets a board be found."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from board.models import Board, Limit, Person, Role

pytestmark = pytest.mark.django_db

COLUMNS = [("Ideas", "queue"), ("Build", "active"), ("Done", "done")]


@pytest.fixture
def make(ada):
    """So many boards of Ada's more, named by number."""

    def boards(number: int, start: int = 0) -> list[Board]:
        made = []
        for nth in range(start, start + number):
            board = Board.make(f"Ship {nth:03}", key=f"S{nth}", by=ada, columns=COLUMNS)
            board.limit_column(board.columns.get(name="Build"), 1, by=ada)
            board.create_card("Load", column=board.columns.get(name="Build"), by=ada)
            made.append(board)
        return made

    return boards


@pytest.mark.parametrize("page", ["/", "/flow/"])
def test_fifty_boards_are_a_page_and_the_others_are_found(page, make, browser_of, ada):
    make(52)
    look = browser_of(ada).get
    first, second = look(page).content.decode(), look(page, {"page": 2}).content.decode()
    assert (first.count(">Ship "), second.count(">Ship ")) == (50, 2)
    assert "Page 1 of 2" in first
    assert "Ship 051" in second
    found = look(page, {"q": "ship 051"}).content.decode()
    assert found.count(">Ship ") == 1
    assert look(page, {"q": "s51"}).content.decode().count(">Ship ") == 1
    assert "No board has that name" in look(page, {"q": "nothing"}).content.decode()
    for odd in ({"page": "x"}, {"page": "9" * 5000}, {"q": "\0"}, {"q": "x" * 5000}):
        assert look(page, odd).status_code == 200


def test_a_few_boards_need_no_search(make, browser_of, ada):
    make(2)
    assert 'type="search"' not in browser_of(ada).get("/").content.decode()


@pytest.mark.parametrize("page", ["/", "/flow/"])
def test_each_limit_looks_at_the_places_of_its_own_board(
    page, make, browser_of, ada, grace, monkeypatch
):
    """What is counted grows with the boards, not with their square, nor with the members'."""
    asked = 0
    counts = Limit.counts

    def counted(*args):
        nonlocal asked
        asked += 1
        return counts(*args)

    monkeypatch.setattr(Limit, "counts", counted)

    def number() -> int:
        nonlocal asked
        asked = 0
        with CaptureQueriesContext(connection) as statements:
            browser_of(ada).get(page)
        return asked, len(statements)

    make(10)
    few, asked_for_few = number()
    make(10, start=10)
    many, asked_for_many = number()
    assert few > 0
    assert many <= 2 * few
    assert asked_for_many == asked_for_few


def test_a_persons_limit_looks_at_the_places_of_that_person(
    board, build, card_in, browser_of, ada, grace, monkeypatch
):
    board.add_limit(maximum=9, each_person=True, by=ada)
    card_in(build, assignees=[ada])
    asked = []
    counts = Limit.counts
    monkeypatch.setattr(Limit, "counts", lambda *args: asked.append(args) or counts(*args))

    def number() -> int:
        asked.clear()
        browser_of(ada).get("/boards/SLU/")
        return len(asked)

    few = number()

    for nth in range(20):
        person = Person.objects.create_user(f"p{nth}@example.org", name=f"P {nth}")
        board.add_member(person, Role.MEMBER, by=ada)
        card_in(build, assignees=[person])
    assert number() <= few + 20
