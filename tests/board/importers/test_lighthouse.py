"""A real team's 117 work items come to a board: every card, every date, nothing twice."""

from datetime import UTC, datetime

import pytest

from board.models import Board, Card, Event, Kind
from tests.board.importers.conftest import DATA, counts, has_no_gaps, visits

FILE = DATA / "lighthouse_adodata.csv"
MAP = FILE.with_suffix(".toml")
NEW = ("--board", "LH", "--new", "Lighthouse", "--map", MAP, FILE)


@pytest.fixture
def lighthouse(root, import_csv) -> Board:
    import_csv(*NEW)
    return Board.objects.get(key="LH")


def test_every_card_goes_where_the_mapping_says(lighthouse):
    assert counts(lighthouse) == {
        "New": 19,
        "Planned": 2,
        "Active": 1,
        "Resolved": 1,
        "Closed": 88,
        "archived": 6,
    }


def test_a_closed_card_was_active_until_it_was_closed(lighthouse):
    assert visits(lighthouse, "2502") == [
        ("Active", "2025-06-07 14:59:28"),
        ("Closed", "2025-06-07 16:49:19"),
    ]


def test_start_arrival_and_finish_are_the_dates_of_the_file(lighthouse):
    card = lighthouse.cards.get(external_id="2502")
    start, finish = (
        datetime(2025, 6, 7, 12, 59, 28, tzinfo=UTC),  # Zurich is two hours ahead in June
        datetime(2025, 6, 7, 14, 49, 19, tzinfo=UTC),
    )
    assert (card.created_at, card.started_at, card.arrived_at, card.finished_at) == (
        start,
        start,
        finish,
        finish,
    )


def test_every_closed_card_is_finished_and_no_other(lighthouse):
    finished = lighthouse.cards.exclude(finished_at=None)
    assert {card.column.name for card in finished.select_related("column")} == {"Closed"}
    assert finished.count() == 88


def test_a_card_with_a_start_only_is_in_progress_since_then(lighthouse):
    resolved = lighthouse.cards.get(column__name="Resolved")
    assert resolved.started_at == resolved.arrived_at == resolved.stays.get().entered_at
    assert resolved.finished_at is None


def test_a_card_without_a_date_comes_at_the_moment_of_the_import(lighthouse):
    [imported] = lighthouse.events.filter(kind=Kind.IMPORTED)
    new = lighthouse.cards.filter(column__name="New")
    assert all(card.started_at is None for card in new)
    assert all((imported.at - card.created_at).total_seconds() < 60 for card in new)


def test_what_was_removed_is_archived_and_never_started(lighthouse):
    removed = lighthouse.cards.exclude(archived_at=None)
    assert {card.started_at for card in removed} == {None}
    assert {card.stays.get().left_at for card in removed} == {card.archived_at for card in removed}


def test_the_stays_of_every_card_follow_each_other_without_a_gap(lighthouse):
    assert has_no_gaps(lighthouse)


def test_types_and_tags_become_labels_and_the_parent_is_kept(lighthouse):
    card = lighthouse.cards.get(title__startswith='Show a "Warning Indication"')
    assert [label.name for label in card.labels.all()] == ["Release Notes", "User Story"]
    assert lighthouse.cards.filter(description="Parent: 2251").count() == 13
    assert lighthouse.labels.count() == 3 + 10  # types, and tags, some of them several on a card


def test_numbers_and_ranks_follow_the_lines_of_the_file(lighthouse):
    cards = list(lighthouse.cards.order_by("number"))
    assert [card.number for card in cards] == list(range(1, 118))
    closed = [card for card in cards if card.column.name == "Closed" and not card.archived_at]
    assert sorted(closed, key=lambda card: card.rank) == closed


def test_the_import_is_one_event(lighthouse, root):
    [made, imported] = lighthouse.events.all()
    assert (made.kind, imported.kind) == (Kind.BOARD_MADE, Kind.IMPORTED)
    assert imported.data == {"source": "lighthouse_adodata.csv", "cards": [1, 117]}
    assert imported.by == root


def test_the_same_file_again_adds_nothing(lighthouse, import_csv):
    version = lighthouse.version
    said = import_csv("--board", "LH", "--map", MAP, FILE)
    lighthouse.refresh_from_db()
    assert "No card of lighthouse_adodata.csv is new" in said
    assert "117 were imported before" in said
    assert lighthouse.cards.count() == 117
    assert lighthouse.version == version


def test_a_longer_export_adds_only_what_is_new(lighthouse, import_csv, tmp_path):
    longer = tmp_path / "later.csv"
    longer.write_text(FILE.read_text() + '\n"9000","Bug","Late","New",,,,\n')
    import_csv("--board", "LH", "--map", MAP, longer)
    assert lighthouse.cards.get(external_id="9000").key == "LH-118"
    assert lighthouse.cards.count() == 118


def test_a_dry_run_says_the_same_and_writes_nothing(root, import_csv):
    rehearsed = import_csv("--dry-run", *NEW)
    assert not Board.objects.exists()
    assert not Card.objects.exists()
    assert not Event.objects.exists()
    assert rehearsed.splitlines()[1:] == import_csv(*NEW).splitlines()


def test_the_board_can_be_worked_with_at_once(lighthouse, root):
    card = lighthouse.cards.on_the_board().filter(column__name="New").first()
    card.move_to(lighthouse.columns.get(name="Active"), by=root)
    assert lighthouse.cards.get(pk=card.pk).started_at is not None
    assert has_no_gaps(lighthouse)
