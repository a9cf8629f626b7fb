"""The cast, and the board they stand at.

Ada leads the board, Grace is a member, Vera looks on, and Sam is a stranger.

Thousands of tests begin with them. So the rows that the verbs would write are inserted together: a dozen
statements instead of a hundred and twenty. test_cast.py holds these rows against those of the verbs.
"""

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.utils import timezone

from board.models import (
    AuditEntry,
    Board,
    Card,
    Column,
    Event,
    Lane,
    Membership,
    Person,
    Role,
    ServiceClass,
)
from board.models.audit_entry import Audited
from board.models.event import Kind
from board.models.service_class import Service

COLUMNS = [("Ideas", "queue"), ("Build", "active"), ("Review", "active"), ("Done", "done")]


def somebody(name: str) -> Person:
    """A new person with a proved address, as `create_user` makes them."""
    person = Person(email=f"{name.lower()}@example.org", name=name)
    person.set_password(None)
    person.save(force_insert=True)
    EmailAddress(user=person, email=person.email, verified=True, primary=True).save(
        force_insert=True
    )
    return person


def harbour_by_verbs(ada: Person, grace: Person, vera: Person) -> Board:
    board = Board.make("Harbour", key="SLU", by=ada, columns=COLUMNS)
    board.add_member(grace, Role.MEMBER, by=ada)
    board.add_member(vera, Role.VIEWER, by=ada)
    return board


def harbour_by_rows(ada: Person, grace: Person, vera: Person) -> Board:
    """The same board, of which no listener is notified."""
    members = [(ada, Role.LEAD), (grace, Role.MEMBER), (vera, Role.VIEWER)]
    board = Board(name="Harbour", key="SLU", version=3, shape_version=3)
    board.save(force_insert=True)
    Column.objects.bulk_create(
        Column(board=board, name=name, stage=stage, position=position)
        for position, (name, stage) in enumerate(COLUMNS)
    )
    Lane(board=board, name="Standard", position=0).save(force_insert=True)
    ServiceClass.objects.bulk_create(
        ServiceClass(
            board=board,
            name=kind.label,
            kind=kind,
            position=position,
            apart_from_limits=kind == Service.EXPEDITE,
        )
        for position, kind in enumerate(Service)
    )
    Membership.objects.bulk_create(
        Membership(board=board, person=person, role=role) for person, role in members
    )
    AuditEntry.objects.bulk_create(
        AuditEntry(kind=Audited.ROLE_GIVEN, person=person, by=ada, detail=f"SLU: {role}")
        for person, role in members[1:]
    )
    said = [(Kind.BOARD_MADE, {"name": board.name, "key": board.key})]
    said += [(Kind.MEMBER_ADDED, {"person": who.pk, "role": role}) for who, role in members[1:]]
    Event.objects.bulk_create(
        Event(board=board, number=number, kind=kind, at=timezone.now(), by=ada, data=data)
        for number, (kind, data) in enumerate(said, start=1)
    )
    board.version = board.shape_version = 1  # it was in hand before there were members
    board.is_locked = False
    return board


@pytest.fixture
def ada(db) -> Person:
    return somebody("Ada")


@pytest.fixture
def grace(db) -> Person:
    return somebody("Grace")


@pytest.fixture
def vera(db) -> Person:
    return somebody("Vera")


@pytest.fixture
def sam(db) -> Person:
    return somebody("Sam")


@pytest.fixture
def board(ada, grace, vera) -> Board:
    """Harbour: Ideas, Build, Review, Done; no limits."""
    if connection.in_atomic_block:
        return harbour_by_rows(ada, grace, vera)
    return harbour_by_verbs(ada, grace, vera)  # a test that commits may have listeners


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
