"""Between a change of columns and the rebuild, no column has the numbers of its neighbour."""

import pytest

from flow.metrics.ledger.digests import catch_up
from flow.metrics.models import Cursor
from flow.metrics.reports import Flow
from flow.metrics.reports.way import way_of
from flow.metrics.reports.window import Filters
from tests.flow.teller import moment_of


@pytest.fixture
def counted(tell, board, time_machine):
    """Ten cards that left Build at the age of 2 and Review at that of 6, and one in Review."""
    for _ in range(10):
        tell.card(("2026-11-01", "Build"), ("2026-11-02", "Review"), ("2026-11-06", "Done"))
    tell.card(("2026-11-08", "Build"), ("2026-11-09", "Review"))
    time_machine.move_to(moment_of("2026-11-12"), tick=False)
    catch_up(board.pk)
    return board


def paces(board) -> dict[str, object]:
    return {each.name: each.measured for each in Flow(board).pace().columns}


def test_the_pace_stays_with_its_column_when_one_is_put_before_it(counted, build, ada):
    before = paces(counted)
    assert (before["Build"][0], before["Review"][0]) == (2, 6)
    counted.add_column("Design", "active", before=build, by=ada)
    assert paces(counted) == before
    catch_up(counted.pk)
    assert {name: paces(counted)[name] for name in before} == before


def test_a_filtered_flow_keeps_its_lines_too(counted, build, ada, grace):
    for card in counted.cards.all():
        card.assign(grace, by=ada)
    catch_up(counted.pk)
    of_grace = Filters(assignee=grace)
    before = {line.name: line.counts for line in Flow(counted, filters=of_grace).cfd().lines}
    counted.add_column("Design", "active", before=build, by=ada)
    after = {line.name: line.counts for line in Flow(counted, filters=of_grace).cfd().lines}
    assert after == before


def test_the_way_of_a_card_keeps_the_ages_of_its_columns(counted, build, ada):
    card = counted.cards.get(number=1)
    ages = {step.column.name: step.age for step in way_of(card, moment_of("2026-11-12")).steps}
    assert ages == {"Build": 2, "Review": 6}
    counted.add_column("Design", "active", before=build, by=ada)
    card = type(card).objects.select_related("board").get(pk=card.pk)
    later = {step.column.name: step.age for step in way_of(card, moment_of("2026-11-12")).steps}
    assert later == ages


def test_facts_of_before_the_columns_were_noted_are_read_with_those_of_today(counted):
    before = paces(counted)
    Cursor.objects.update(steps=None)
    assert paces(counted) == before
