"""A long event log becomes a board: each row says that a card came into a column then."""

import csv

import pytest

from board.models import Board, Card, Kind, Role
from tests.board.importers.conftest import DATA, counts, has_no_gaps, visits

COLUMNS = ("--column", "Queued:queue", "--column", "Accepted:active", "--column", "Completed:done")
FIELDS = ("--card-field", "case_id", "--time-field", "timestamp", "--column-field", "activity")
BOARD = ("--board", "LOG", "--new", "Claims")
NEW = (*BOARD, *COLUMNS, *FIELDS)
HEAD = "case_id,activity,timestamp"


@pytest.fixture
def imported(root, import_events, file):
    """The board that these rows make; `board.said` is what the command said."""

    def run(*rows: str, options=(), columns=COLUMNS, head: str = HEAD, **how) -> Board:
        said = import_events(*BOARD, *columns, *FIELDS, *options, file(head, *rows, **how))
        board = Board.objects.get(key="LOG")
        board.said = said
        return board

    return run


def test_a_row_is_a_card_that_came_into_a_column_then(imported):
    board = imported(
        "1,Queued,2025-06-02T09:00",
        "1,Accepted,2025-06-03T09:00",
        "1,Completed,2025-06-05T09:00",
        "2,Queued,2025-06-04T09:00",
    )
    assert visits(board, "1") == [
        ("Queued", "2025-06-02 09:00:00"),
        ("Accepted", "2025-06-03 09:00:00"),
        ("Completed", "2025-06-05 09:00:00"),
    ]
    assert counts(board) == {"Queued": 1, "Accepted": 0, "Completed": 1, "archived": 0}
    assert has_no_gaps(board)


def test_the_columns_have_the_stages_and_the_order_that_were_said(imported):
    board = imported("1,Queued,2025-06-02")
    assert [(column.name, column.stage) for column in board.columns.all()] == [
        ("Queued", "queue"),
        ("Accepted", "active"),
        ("Completed", "done"),
    ]


def test_who_imports_leads_the_board(imported, root, ada):
    assert imported("1,Queued,2025-06-02").role_of(root) == Role.LEAD


def test_who_is_named_leads_the_board(imported, ada):
    board = imported("1,Queued,2025-06-02", options=("--owner", "ADA@example.org"))
    assert (board.role_of(ada), board.memberships.count()) == (Role.LEAD, 1)


def test_the_rows_of_a_card_may_stand_anywhere_and_are_ordered_by_time(imported):
    board = imported(
        "1,Completed,2025-06-05",
        "2,Queued,2025-06-01",
        "1,Queued,2025-06-02",
        "2,Accepted,2025-06-03",
        "1,Accepted,2025-06-03",
    )
    assert [column for column, _at in visits(board, "1")] == ["Queued", "Accepted", "Completed"]


def test_rows_of_the_same_time_are_in_the_order_of_the_file(imported):
    board = imported("1,Queued,2025-06-02", "1,Completed,2025-06-02", "1,Accepted,2025-06-02")
    assert [column for column, _at in visits(board, "1")] == ["Queued", "Completed", "Accepted"]


def test_a_row_into_the_column_that_the_card_is_in_changes_nothing(imported):
    board = imported(
        "1,Queued,2025-06-02", "1,Queued,2025-06-03", "1,Accepted,2025-06-04", "1,Queued,2025-06-05"
    )
    assert [at[:10] for _column, at in visits(board, "1")] == [
        "2025-06-02",
        "2025-06-04",
        "2025-06-05",
    ]
    assert "1 row names the column that its card is in already, and changes nothing." in board.said


def test_rows_with_other_activities_are_ignored_and_counted(imported):
    board = imported(
        *("1,Called,2025-06-01", "1,Queued,2025-06-02", "1,Called,no date", ",Wait,", "1,Wait,"),
        *("2,Called,2025-06-02",),
    )
    assert visits(board, "1") == [("Queued", "2025-06-02 00:00:00")]
    assert (
        "5 rows are ignored, since their activities are not columns: Called (3), Wait (2)."
        in board.said
    )
    assert board.cards.count() == 1


def test_the_first_row_is_the_creation_of_a_card(imported):
    board = imported("1,Accepted,2025-06-03", "1,Queued,2025-06-02")
    card = board.cards.get()
    assert f"{card.created_at:%Y-%m-%d}" == "2025-06-02"
    assert card.created_by.email == "root@example.org"


def test_the_earliest_card_has_the_first_number_and_stands_on_top(imported):
    board = imported(
        *("c,Queued,2025-06-02", "a,Queued,2025-06-02", "b,Queued,2025-06-03"),
        *("d,Queued,2025-06-01", "e,Queued,2025-06-04"),
    )
    assert [card.external_id for card in board.cards.order_by("number")] == [*"dcabe"]
    assert [card.external_id for card in board.cards.in_order()] == [*"dcabe"]


def test_in_a_log_that_is_newest_first_the_lowest_of_equal_rows_is_the_earliest(imported):
    board = imported("b,Queued,2025-06-03", "c,Queued,2025-06-02", "a,Queued,2025-06-02")
    assert [card.external_id for card in board.cards.order_by("number")] == ["a", "c", "b"]


def test_the_next_card_has_the_next_number_and_can_be_moved(imported, root):
    board = imported("1,Queued,2025-06-02", "2,Queued,2025-06-03")
    first = board.cards.get(number=1).as_now()
    assert first.move_to(board.columns.get(name="Accepted"), by=root).version == 2
    card = board.create_card("Another", by=root, column=board.columns.first())
    assert (card.number, list(board.cards.in_order())[-1]) == (3, card)


def test_start_and_finish_are_those_of_the_ways(imported):
    board = imported(
        *("1,Accepted,2025-06-02", "1,Completed,2025-06-03", "1,Accepted,2025-06-04"),
        *("1,Completed,2025-06-05", "2,Accepted,2025-06-02", "2,Queued,2025-06-03"),
    )
    one, two = board.cards.order_by("external_id")
    assert [f"{at:%d}" for at in (one.started_at, one.finished_at, one.arrived_at)] == [
        "02",
        "05",
        "05",
    ]
    assert (f"{two.started_at:%d}", two.finished_at) == ("02", None)


def test_the_whole_log_is_one_event(imported):
    board = imported("1,Queued,2025-06-02", "2,Accepted,2025-06-03")
    made, brought = board.events.order_by("number")
    assert (made.kind, brought.kind, board.version) == (Kind.BOARD_MADE, Kind.IMPORTED, 2)
    assert brought.data == {"source": "export.csv", "cards": [1, 2]}


def test_a_card_is_called_by_its_id(imported):
    card = imported("case 7,Queued,2025-06-02").cards.get()
    assert (card.title, card.external_id, card.description) == ("case 7", "case 7", "")


def test_a_title_is_the_first_that_a_row_of_the_card_gives(imported):
    board = imported(
        "1,Accepted,2025-06-03,Later",
        "1,Queued,2025-06-01,",
        "1,Queued,2025-06-02, The   first ",
        "2,Queued,2025-06-02,",
        options=("--title-field", "name"),
        head=f"{HEAD},name",
    )
    assert dict(board.cards.values_list("external_id", "title")) == {"1": "The first", "2": "2"}


def test_a_long_title_is_cut_and_kept_whole_below(imported):
    card = imported(
        f"1,Queued,2025-06-01,{'long ' * 50}",
        options=("--title-field", "name"),
        head=f"{HEAD},name",
    ).cards.get()
    assert card.title == f"{'long ' * 39}long…"
    assert card.description == ("long " * 50).strip()


def test_an_activity_is_a_column_whatever_its_case_and_the_space_around(imported):
    assert imported("1, ACCEPTED ,2025-06-02").cards.get().column.name == "Accepted"


def test_a_column_that_no_row_enters_is_empty_and_said(imported):
    board = imported("1,Queued,2025-06-02")
    assert "No row enters Accepted, Completed." in board.said


def test_fields_that_are_not_read_are_said(imported):
    board = imported("1,Queued,2025-06-02,x", head=f"{HEAD},resource")
    assert board.said.splitlines()[-1] == "Not read: resource."


def test_times_are_local_to_the_zone_unless_they_say_their_own(imported):
    board = imported(
        "1,Queued,2025-06-02T09:00",
        "2,Queued,2025-06-02T09:00+05:00",
        "3,Queued,2025-01-02 09:00:00.250",
        options=("--time-zone", "Europe/Brussels"),
    )
    assert board.time_zone == "Europe/Brussels"
    assert {
        card.external_id: f"{card.created_at:%d %H:%M:%S.%f}" for card in board.cards.all()
    } == {
        "1": "02 07:00:00.000000",
        "2": "02 04:00:00.000000",
        "3": "02 08:00:00.250000",
    }


def test_times_in_other_formats_can_be_named(imported):
    formats = ("--time-format", "%d.%m.%Y %H:%M", "--time-format", "%d.%m.%Y")
    board = imported("1,Queued,2.6.2025 09:00", "1,Accepted,3.6.2025", options=formats)
    assert visits(board, "1") == [
        ("Queued", "2025-06-02 09:00:00"),
        ("Accepted", "2025-06-03 00:00:00"),
    ]


def test_tabs_a_byte_order_mark_and_blank_lines_make_no_difference(imported):
    board = imported(
        "1\tQueued\t2025-06-02",
        "",
        "1\tAccepted\t2025-06-03",
        options=("--delimiter", "tab"),
        head=HEAD.replace(",", "\t"),
        encoding="utf-8-sig",
    )
    assert len(visits(board, "1")) == 2


def test_a_log_gives_the_same_ways_as_an_export_with_a_date_for_each_column(imported, import_csv):
    with (DATA / "jam_fixture.csv").open(encoding="utf-8") as file:
        wide = list(csv.DictReader(file))
    steps = ["Backlog", "Committed", "Build", "Test", "Done"]
    rows = [f"{row['key']},{step},{row[step]}" for step in steps for row in wide]
    stages = ["queue", "queue", "active", "active", "done"]
    columns = [f"{step}:{stage}" for step, stage in zip(steps, stages, strict=True)]
    options = [word for column in columns for word in ("--column", column)]
    log = imported(*(row for row in rows if row[-1] != ","), columns=options)
    entered = [word for step in steps for word in ("--entered", f"{step}={step}")]
    ids = ("--id", "key", "--title", "key")
    import_csv("--board", "JAM", "--new", "Jam", *ids, *options, *entered, DATA / "jam_fixture.csv")
    export = Board.objects.get(key="JAM")
    for card in export.cards.all():
        assert visits(log, card.external_id) == visits(export, card.external_id)
        facts = ("created_at", "started_at", "finished_at", "arrived_at")
        same = log.cards.get(external_id=card.external_id)
        assert [getattr(same, fact) for fact in facts] == [getattr(card, fact) for fact in facts]
    assert counts(log) == counts(export)


def test_a_dry_run_says_the_same_and_writes_nothing(root, import_events, file):
    path = file(HEAD, "1,Queued,2025-06-02")
    said = import_events(*NEW, "--dry-run", path)
    assert not Board.objects.exists()
    assert not Card.objects.exists()
    first, rest = said.split("\n", 1)
    assert first == "Nothing is written; this is what would happen:"
    assert import_events(*NEW, path) == rest


class TestAnHourThatComesTwice:
    """In Brussels the clocks went back from 3:00 to 2:00 on 26 October 2025, and at 0:00 UTC."""

    @pytest.fixture
    def moments(self, imported):
        def run(*rows: str) -> list[str]:
            board = imported(*rows, options=("--time-zone", "Europe/Brussels"))
            stays = board.cards.get(external_id="1").stays.all()
            return [f"{stay.entered_at:%H:%M}" for stay in stays]

        return run

    def test_is_the_first_one(self, moments):
        assert moments("1,Queued,2025-10-26T02:30") == ["00:30"]

    def test_is_the_second_if_an_earlier_row_of_the_card_was_later_in_it(self, moments):
        assert moments(
            "1,Queued,2025-10-26T02:50", "1,Accepted,2025-10-26T02:10", "1,Queued,2025-10-26T02:20"
        ) == ["00:50", "01:10", "01:20"]

    def test_is_not_the_second_because_of_another_card(self, moments):
        assert moments("2,Queued,2025-10-26T02:50", "1,Queued,2025-10-26T02:10") == ["00:10"]

    def test_a_row_behind_the_hour_bends_nothing(self, moments):
        rows = ("1,Completed,2025-10-26T05:00", "1,Queued,2025-10-26T02:10")
        assert moments(*rows) == ["00:10", "04:00"]

    def test_a_time_that_the_clocks_skip_is_as_much_later(self, moments):
        assert moments("1,Queued,2025-03-30T02:30") == ["01:30"]
