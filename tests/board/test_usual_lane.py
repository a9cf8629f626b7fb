"""A card that Sluice makes goes into the last lane: what cannot wait has its lane on top."""

from datetime import UTC, datetime

import pytest

from flow.improvement.display.places import queue_places


@pytest.fixture
def lanes(board, ada):
    """Expedite on top, and below it the lane that was there."""
    [standard] = board.shape.lanes.values()
    expedite = board.add_lane("Expedite", by=ada)
    board.line_up_lanes([expedite, standard], by=ada)
    return expedite, standard


def test_a_card_of_an_app_goes_into_the_last_lane(board, ada, lanes):
    _expedite, standard = lanes
    assert board.queue_card("Take api and web apart", by=ada).lane == standard
    assert board.add_card_of_an_app("Remove the flag", by=ada, asked_by="flags").lane == standard


def test_a_recurring_card_goes_into_the_last_lane(board, ada, lanes, time_machine):
    _expedite, standard = lanes
    time_machine.move_to(datetime(2026, 11, 29, 12, tzinfo=UTC), tick=False)
    template = board.add_card_template(title="Inspect the crane", by=ada)
    monday = board.add_recurrence(template=template, rule="FREQ=WEEKLY;BYDAY=MO", by=ada)
    time_machine.move_to(datetime(2026, 11, 30, 12, tzinfo=UTC), tick=False)
    assert board.make_recurring_card(monday).lane == standard


def test_the_place_that_an_action_is_shown_is_that_which_it_takes(board, ada, lanes, build):
    """The lane on top is full; no card of an app comes into it."""
    expedite, _standard = lanes
    board.add_limit(by=ada, lane=expedite, maximum=0)
    [place] = queue_places(board, 1)
    assert place.column == board.queue_card("Ask fewer people", by=ada).column


def test_the_field_for_a_new_card_adds_to_the_last_lane(client, board, ada, lanes):
    _expedite, standard = lanes
    client.force_login(ada)
    page = client.get(f"/boards/{board.key}/").content.decode()
    assert f'name="lane" value="{standard.pk}"' in page
    assert f'name="lane" value="{lanes[0].pk}"' not in page
