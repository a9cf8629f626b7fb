"""The demo that is put back is the one that was told, whatever a test did with it before."""

import pytest
from django.db import connection

from board.models import Board, Role
from tests.empty_database import empty
from tests.told_demo import _put_back, _rows


@pytest.mark.django_db(transaction=True)
def test_a_change_of_an_earlier_test_is_not_taken_for_one_of_this_test(demo):
    rows = _rows()
    versions = []
    for name in ("Of the earlier test", "Of this test"):
        lead = demo.memberships.get(role=Role.LEAD, person__is_superuser=True).person
        demo.add_lane(name, by=lead)
        demo = Board.objects.get(pk=demo.pk)
        assert [lane.name for lane in demo.shape.lanes.values()][-1] == name
        versions.append(demo.shape_version)
        empty(connection)
        _put_back(rows)
        demo = Board.objects.get(pk=demo.pk)
    assert versions[0] == versions[1]
