"""The cast, and the board they stand at.

Ada leads the board, Grace is a member, Vera looks on, and Sam is a stranger.
"""

import pytest
from django.test import Client

from board.models import Board, Card, Column, Person, Role

COLUMNS = [("Ideas", "queue"), ("Build", "active"), ("Review", "active"), ("Done", "done")]


@pytest.fixture
def ada(db) -> Person:
    return Person.objects.create_user("ada@example.org", name="Ada")


@pytest.fixture
def grace(db) -> Person:
    return Person.objects.create_user("grace@example.org", name="Grace")


@pytest.fixture
def vera(db) -> Person:
    return Person.objects.create_user("vera@example.org", name="Vera")


@pytest.fixture
def sam(db) -> Person:
    return Person.objects.create_user("sam@example.org", name="Sam")


@pytest.fixture
def board(ada, grace, vera) -> Board:
    """Harbour: Ideas, Build, Review, Done; no limits."""
    board = Board.make("Harbour", key="SLU", by=ada, columns=COLUMNS)
    board.add_member(grace, Role.MEMBER, by=ada)
    board.add_member(vera, Role.VIEWER, by=ada)
    return board


@pytest.fixture
def ideas(board) -> Column:
    return board.columns.get(name="Ideas")


@pytest.fixture
def build(board) -> Column:
    return board.columns.get(name="Build")


@pytest.fixture
def review(board) -> Column:
    return board.columns.get(name="Review")


@pytest.fixture
def done(board) -> Column:
    return board.columns.get(name="Done")


@pytest.fixture
def card_in(board, ada):
    """Make a card in a column: `card_in(review)`, `card_in(review, assignees=[grace])`."""

    def make(column: Column, title: str = "A card", **facts) -> Card:
        return board.create_card(title, by=ada, column=column, **facts)

    return make


@pytest.fixture
def full_review(board, review, card_in, ada) -> Column:
    """Review at its limit: 3 of 3."""
    for _ in range(3):
        card_in(review)
    board.limit_column(review, 3, by=ada)
    return review


@pytest.fixture
def browser_of():
    """Somebody's browser, signed in: `browser_of(grace).get(...)`."""

    def signed_in(person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in
