"""A test that commits leaves nothing behind, however much it wrote."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from board.models import Board, Card, Event
from tests import empty_database


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.django_db(transaction=True)
def test_all_rows_go_and_what_the_migrations_wrote_stays(build, card_in, monkeypatch, large):
    monkeypatch.setattr(empty_database, "LARGE", 0 if large else empty_database.LARGE)
    card_in(build)
    kinds = ContentType.objects.count()
    assert Card.objects.exists()
    assert Event.objects.exists()

    empty_database.empty(connection)

    assert not Board.objects.exists()
    assert not Card.objects.exists()
    assert not Event.objects.exists()
    assert ContentType.objects.count() == kinds > 0
