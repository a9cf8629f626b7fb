"""Small files, each with one thing that real exports do: what comes of them, and what is said."""

import csv

import pytest
from django.core.management import CommandError

from board.models import Board
from tests.board.importers.conftest import DATA, counts, has_no_gaps, visits

CASES = DATA / "cases"
JIRA = "%d/%b/%y %I:%M %p"
BOARD = ("--board", "HAR", "--new", "Harbour")
COLUMNS = ("--column", "New:queue", "--column", "Active:active", "--column", "Closed:done")
CARDS = (*BOARD, *COLUMNS, "--id", "ID", "--title", "Title", "--state", "State")
CREATED = (*CARDS, "--created", "Created")
DATED = (*CREATED, "--entered", "Active=Started", "--entered", "Closed=Closed")
STEPS = (
    *("--column", "Ready:queue", "--column", "Doing:active", "--column", "Review:waiting"),
    *("--column", "Done:done"),
)


@pytest.fixture
def cards(root, import_csv):
    """The board that a case makes; `board.said` is what the command said."""
    return lambda name, *options: _board(import_csv(*options, CASES / name))


@pytest.fixture
def log(root, import_events):
    return lambda name, *options: _board(import_events(*BOARD, *options, CASES / name))


def _board(said: str) -> Board:
    board = Board.objects.get(key="HAR")
    board.said = said
    return board


def created(board: Board, external_id: str = "1") -> str:
    return f"{board.cards.get(external_id=external_id).created_at:%Y-%m-%dT%H:%M}"


class TestRepeatedHeaders:
    """01: a full Jira export names one field many times."""

    COMMAND = (
        *(*BOARD, "--id", "Issue key", "--title", "Summary", "--state", "Status"),
        *("--column", "To Do:queue", "--column", "Doing:active", "--column", "Done:done"),
        *("--created", "Created", "--entered", "Done=Resolved", "--date-format", JIRA),
        *("--labels", "Labels"),
    )
    FILE = "01_repeated_headers.csv"

    def test_are_one_field_with_several_values(self, cards):
        board = cards(self.FILE, *self.COMMAND, "--keep", "Sprint")
        crane, buoy = board.cards.order_by("external_id")
        assert [label.name for label in crane.labels.all()] == ["dock", "urgent"]
        assert crane.description == "Sprint: Week 1, Week 2"
        assert buoy.description == "Sprint: Week 2"
        assert counts(board) == {"To Do": 1, "Doing": 0, "Done": 1, "archived": 0}
        assert has_no_gaps(board)

    def test_are_refused_where_one_value_is_needed_and_several_differ(self, cards):
        command = [each if each != "Summary" else "Sprint" for each in self.COMMAND]
        with pytest.raises(CommandError) as error:
            cards(self.FILE, *command)
        said = "Line 2: its Sprint has several values, and one is needed: “Week 1”, “Week 2”."
        assert str(error.value).splitlines()[1:] == [said]

    def test_are_named_once_where_they_are_not_read(self, cards):
        assert "Not read: Sprint." in cards(self.FILE, *self.COMMAND).said


class TestZonesInDates:
    """02: what a date says of its zone holds, whatever the zone of the board."""

    @pytest.mark.parametrize("form", ["%d %b %Y %H:%M:%S %z", "%d %b %Y %H:%M:%S +0200"])
    def test_an_offset(self, cards, form):
        command = (*CREATED, "--date-format", form, "--time-zone", "Asia/Tokyo")
        assert created(cards("02_offset_in_date.csv", *command)) == "2012-09-13T11:52"

    @pytest.mark.parametrize("form", ["%Y-%m-%d %H:%M:%S %Z", "%Y-%m-%d %H:%M:%S UTC", "iso"])
    def test_the_name_utc(self, cards, form):
        command = (*CREATED, "--date-format", form, "--time-zone", "Europe/Zurich")
        assert created(cards("02b_utc_in_date.csv", *command)) == "2017-08-03T22:45"


class TestMonthNames:
    """03: trackers write the month in the language of who exports."""

    COMMAND = (*CREATED, "--date-format", JIRA)

    def test_are_recognised_and_said(self, cards):
        board = cards("03_month_names.csv", *self.COMMAND)
        assert [created(board, each) for each in "12"] == ["2021-02-12T22:19", "2021-03-03T22:19"]
        assert (
            "Names recognised: Mär = Mar, lut = Feb (if that is wrong, use --language)."
            in board.said
        )

    def test_are_read_in_the_languages_that_are_named(self, cards):
        board = cards("03_month_names.csv", *self.COMMAND, "--language", "pl", "--language", "de")
        assert created(board, "2") == "2021-03-03T22:19"
        assert "recognised" not in board.said

    def test_of_another_language_are_no_date(self, cards):
        with pytest.raises(CommandError, match="Line 3: Created is “03/Mär/21 10:19 PM”, not a"):
            cards("03_month_names.csv", *self.COMMAND, "--language", "pl")


class TestSameDayNewestFirst:
    """04: a log that lists the last move first, with days only."""

    FIELDS = (*STEPS, "--card-field", "card", "--time-field", "day", "--column-field", "to")

    @pytest.mark.parametrize("options", [(), ("--from-field", "from")])
    def test_ends_in_the_column_that_was_entered_last(self, log, options):
        board = log("04_same_day_newest_first.csv", *self.FIELDS, *options)
        assert visits(board, "HAR-1") == [
            ("Ready", "2025-09-20 00:00:00"),
            ("Doing", "2025-09-22 00:00:00"),
            ("Review", "2025-09-24 00:00:00"),
            ("Done", "2025-09-24 00:00:00"),
        ]
        assert "2 rows have the time of another row of their card" in board.said


def test_07_rows_of_only_commas_and_blanks_are_no_rows(cards):
    assert [card.title for card in cards("07_blank_rows.csv", *CARDS).cards.all()] == [
        "Mend the crane"
    ]


class TestOneBadRow:
    """09: one row contradicts itself, one has a long label, one was closed at no date."""

    FILE = "09_one_bad_row.csv"
    LONG = "a-label-that-is-longer-than-forty-characters-as-trackers-allow"
    COMMAND = (*DATED, "--labels", "Labels")
    BACKWARDS = "its date for Closed is before its date for Active."
    UNDATED = "it is in Closed, and no date says since when. Use --closed-without-date arrived,"

    def test_refuses_all_unless_it_may_be_left_out(self, cards):
        with pytest.raises(CommandError) as error:
            cards(self.FILE, *self.COMMAND)
        assert str(error.value).splitlines()[1:] == [
            f"Line 3: {self.BACKWARDS}",
            f"Line 5: {self.UNDATED} or archive.",
        ]
        assert not Board.objects.exists()

    def test_is_left_out_with_its_reason(self, cards, tmp_path):
        left = tmp_path / "left.csv"
        board = cards(self.FILE, *self.COMMAND, "--leave-out-wrong", left)
        assert counts(board) == {"New": 0, "Active": 1, "Closed": 1, "archived": 0}
        rows = list(csv.DictReader(left.open(encoding="utf-8", newline="")))
        assert [(row["ID"], row["Why it was left out"][:40]) for row in rows] == [
            ("2", self.BACKWARDS[:40]),
            ("4", self.UNDATED[:40]),
        ]
        assert "2 rows were left out:" in board.said
        assert f"Line 3: {self.BACKWARDS}" in board.said
        assert f"They are in {left}" in board.said

    def test_can_be_mended_and_imported(self, cards, tmp_path):
        left = tmp_path / "left.csv"
        cards(self.FILE, *self.COMMAND, "--leave-out-wrong", left)
        left.write_text(
            left.read_text(encoding="utf-8").replace("01-04", "01-06"), encoding="utf-8"
        )
        dated = ("--closed-without-date", "arrived")
        board = cards(left, *self.COMMAND, *dated)
        assert counts(board) == {"New": 0, "Active": 1, "Closed": 3, "archived": 0}
        assert "1 is closed and has no date of it" in board.said

    def test_adds_nothing_when_it_comes_again(self, cards, tmp_path):
        command = (*self.COMMAND, "--leave-out-wrong", tmp_path / "left.csv")
        cards(self.FILE, *command)
        board = cards(self.FILE, *command)
        assert board.cards.count() == 2
        assert "No card of 09_one_bad_row.csv is new" in board.said

    def test_a_label_that_is_too_long_is_cut_and_kept_whole_below(self, cards, tmp_path):
        board = cards(self.FILE, *self.COMMAND, "--leave-out-wrong", tmp_path / "left.csv")
        card = board.cards.get(external_id="3")
        assert [label.name for label in card.labels.all()] == [f"{self.LONG[:39]}…"]
        assert card.description == f"Labels: {self.LONG}"
        assert f"1 label was cut; the description has it in full: {self.LONG} (1)" in board.said

    def test_what_was_closed_at_no_date_can_be_archived(self, cards, tmp_path):
        options = ("--leave-out-wrong", tmp_path / "left.csv", "--closed-without-date", "archive")
        board = cards(self.FILE, *self.COMMAND, *options)
        assert counts(board) == {"New": 0, "Active": 1, "Closed": 1, "archived": 1}
        card = board.cards.get(external_id="4")
        assert (card.finished_at, card.started_at) == (None, None)

    def test_a_dry_run_writes_no_file(self, root, import_csv, tmp_path):
        left = tmp_path / "left.csv"
        said = import_csv(*self.COMMAND, "--leave-out-wrong", left, "--dry-run", CASES / self.FILE)
        assert "2 rows were left out:" in said
        assert not left.exists()
        assert not Board.objects.exists()


class TestUtcInTheHeader:
    """12: GitLab writes UTC in the name of the field; the team is elsewhere."""

    FILE = "12_utc_in_header.csv"
    COMMAND = (
        *(*BOARD, *COLUMNS, "--id", "Issue ID", "--title", "Title", "--state", "State"),
        *("--created", "Created At (UTC)", "--entered", "Closed=Closed At (UTC)"),
        *("--time-zone", "Europe/Zurich"),
    )

    @pytest.mark.parametrize("options", [(), ("--dates-in", "UTC")])
    def test_is_the_zone_of_the_dates_and_not_of_the_board(self, cards, options):
        board = cards(self.FILE, *self.COMMAND, *options)
        assert board.time_zone == "Europe/Zurich"
        assert visits(board, "1") == [
            ("New", "2025-06-01 23:30:00"),
            ("Closed", "2025-06-03 00:30:00"),
        ]
        hint = "Read in UTC, as the name of the field says: Created At (UTC), Closed At (UTC)"
        assert (hint in board.said) is (not options)

    def test_is_not_heeded_if_another_zone_is_said(self, cards):
        board = cards(self.FILE, *self.COMMAND, "--dates-in", "Europe/Zurich")
        assert visits(board, "1")[0] == ("New", "2025-06-01 21:30:00")


class TestSepLine:
    """16: Excel writes what stands between the values into the first line."""

    def test_is_heeded(self, cards):
        assert cards("16_sep_line.csv", *CARDS).cards.get().title == "Mend the crane"

    def test_lines_are_those_of_an_editor(self, cards):
        with pytest.raises(CommandError, match="Line 3: its state “New” is not a column here"):
            cards("16_sep_line.csv", *("To do:queue" if x == "New:queue" else x for x in CARDS))


class TestLogOfABoardWithMoreLists:
    """17: a log tells of lists that are no columns: where cards never came in, or left for."""

    FILE = "17_log_of_a_board_with_more_lists.csv"
    FIELDS = (
        *("--column", "Doing:active", "--column", "Done:done"),
        *("--card-field", "card", "--time-field", "at", "--column-field", "to"),
    )

    def test_the_report_counts_the_cards(self, log):
        board = log(self.FILE, *self.FIELDS)
        assert counts(board) == {"Doing": 1, "Done": 1, "archived": 0}
        assert (
            "1 card never entered a column (HAR-2); its last row has Ideas of 2024 (1)."
            in board.said
        )
        assert (
            "1 card left for an activity that is not a column, and stays where it was: Given up (1). "
            'To archive such cards use --archive "Given up".' in board.said
        )

    def test_a_card_that_left_can_be_archived(self, log):
        board = log(self.FILE, *self.FIELDS, "--archive", "given up")
        assert counts(board) == {"Doing": 0, "Done": 1, "archived": 1}
        card = board.cards.get(external_id="HAR-1")
        assert f"{card.archived_at:%Y-%m-%dT%H:%M}" == "2025-05-03T09:00"
        assert has_no_gaps(board)
        assert "left for" not in board.said


HEAD = "ID,Title,State,Created"


class TestTheFile:
    """What else is forgiven in a file, and what is said of one that cannot be read."""

    @pytest.fixture
    def said(self, root, import_csv, file):
        return lambda *lines, options=CARDS: import_csv(*options, file(*lines))

    @pytest.fixture
    def refused(self, root, import_csv, file):
        def run(*lines: str, options=CARDS) -> str:
            with pytest.raises(CommandError) as error:
                import_csv(*options, file(*lines))
            return str(error.value)

        return run

    @pytest.mark.parametrize("sign", [";", "\t", "|"])
    @pytest.mark.parametrize("quote", ["", '"'])
    def test_a_wrong_delimiter_is_guessed(self, refused, sign, quote):
        line = sign.join(f"{quote}{name}{quote}" for name in ("ID", "Title", "State"))
        option = "tab" if sign == "\t" else f'"{sign}"'
        assert f"use --delimiter {option}." in refused(line)

    def test_no_delimiter_is_guessed_where_none_would_help(self, refused):
        assert "--delimiter" not in refused("A;B;C")

    def test_the_delimiter_of_the_first_line_gives_way_to_the_option(self, said):
        lines = ("sep=;", "ID,Title,State", "1,A;B,New")
        said(*lines, options=(*CARDS, "--delimiter", ","))
        assert Board.objects.get().cards.get().title == "A;B"

    def test_a_long_value_that_nobody_reads_ends_nothing(self, said):
        said("ID,Title,State,Body", f"1,A,New,{'x' * 200_000}")
        assert Board.objects.get().cards.count() == 1

    def test_a_long_value_is_shown_in_short(self, refused):
        said = refused("ID,Title,State", f"1,A,{'x' * 200_000}")
        assert f"its state “{'x' * 79}…” is not a column here" in said

    def test_empty_values_behind_the_last_field_are_nothing(self, said):
        said("ID,Title,State", "1,A,New,,,")
        assert Board.objects.get().cards.count() == 1

    def test_a_card_without_a_state_goes_where_it_is_put(self, said):
        said("ID,Title,State", "1,A,", options=(*CARDS, "--put", "=Active"))
        assert Board.objects.get().cards.get().column.name == "Active"

    def test_names_are_compared_by_their_fold(self, root, import_csv, file):
        """The file writes é as two signs, the options as one."""
        path = file("ID,Title,State,When,Class", "1,A,Ferme\u0301,2025-01-02,Pri\u0301o")
        import_csv(
            *(*BOARD, "--column", "New:queue", "--column", "A:active", "--column", "Fermé:done"),
            *("--id", "ID", "--title", "Title", "--state", "State", "--entered", "FERMÉ=When"),
            *("--class", "Class", "--put-class", "prío=Expedite", path),
        )
        card = Board.objects.get().cards.get()
        assert (card.column.name, card.service_class.name) == ("Fermé", "Expedite")

    def test_a_file_without_rows_says_so(self, said):
        assert "export.csv has no rows." in said("ID,Title,State")

    def test_a_name_of_two_months_asks_for_the_language(self, refused, said):
        line, form = "1,A,New,3/lis/21", ("--date-format", "%d/%b/%y")
        words = refused(HEAD, line, options=(*CREATED, *form))
        assert "“lis” is Oct (hr) or Nov (cs, pl); choose one with --language CODE." in words
        said(HEAD, line, options=(*CREATED, *form, "--language", "hr"))
        assert created(Board.objects.get()) == "2021-10-03T00:00"

    def test_a_zone_that_the_dates_have_may_be_named_and_no_other(self, refused, said):
        form = ("--date-format", "%Y-%m-%d %H:%M %Z", "--time-zone", "Europe/Zurich")
        assert "not a date" in refused(
            HEAD, "1,A,New,2025-06-01 12:00 EST", options=(*CREATED, *form)
        )
        said(HEAD, "1,A,New,2025-06-01 12:00 CEST", options=(*CREATED, *form))
        assert created(Board.objects.get()) == "2025-06-01T10:00"

    def test_an_unknown_language_is_refused(self, refused):
        assert "xx is not a language" in refused(HEAD, options=(*CARDS, "--language", "xx"))


class TestWhatIsLeftOut:
    @pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])  # one of which has no “
    def test_keeps_repeated_headers_the_delimiter_and_the_encoding(
        self, root, import_csv, file, tmp_path, encoding
    ):
        lines = ("ID;Title;State;Tag;Tag", "1;Zürich;New;a;b", "2;Genève;Gone;c;d", "3;short")
        left = tmp_path / "left.csv"
        options = (*CARDS, "--delimiter", ";", "--encoding", encoding)
        import_csv(*options, "--leave-out-wrong", left, file(*lines, encoding=encoding))
        head, gone, short = left.read_text(encoding=encoding).splitlines()
        assert head == "ID;Title;State;Tag;Tag;Why it was left out"
        assert gone.startswith(("2;Genève;Gone;c;d;its state", '2;Genève;Gone;c;d;"its state'))
        assert short.startswith("3;short;;;;")

    def test_a_mended_file_that_is_still_wrong_gets_new_reasons(
        self, root, import_csv, file, tmp_path
    ):
        first, second = tmp_path / "first.csv", tmp_path / "second.csv"
        path = file("ID,Title,State", "1,A,New", "2,B,Gone", "3,C,Gone")
        import_csv(*CARDS, "--leave-out-wrong", first, path)
        first.write_text(first.read_text(encoding="utf-8").replace("2,B,Gone", "2,B,New"))
        import_csv(*CARDS, "--leave-out-wrong", second, first)
        head, row = second.read_text(encoding="utf-8").splitlines()
        assert head == "ID,Title,State,Why it was left out"
        assert row.startswith(('3,C,Gone,"its state', "3,C,Gone,its state"))

    def test_never_writes_over_another_file(self, root, import_csv, file, tmp_path):
        other = tmp_path / "other.csv"
        other.write_text("mine")
        path = file("ID,Title,State", "1,A,New", "2,B,Gone")
        for taken in (other, path):
            with pytest.raises(CommandError, match="is there already; name another file"):
                import_csv(*CARDS, "--leave-out-wrong", taken, path)
        assert other.read_text() == "mine"
        assert not Board.objects.exists()

    def test_a_file_of_wrong_rows_only_is_refused(self, root, import_csv, file, tmp_path):
        path = file("ID,Title,State", "1,A,Gone", "2,B,Gone")
        with pytest.raises(CommandError, match="Lines 2, 3: its state “Gone” is not a column here"):
            import_csv(*CARDS, "--leave-out-wrong", tmp_path / "left.csv", path)
        assert not (tmp_path / "left.csv").exists()


class TestTheOrderOfALog:
    COMMAND = (
        *BOARD,
        *STEPS,
        "--card-field",
        "card",
        "--time-field",
        "day",
        "--column-field",
        "to",
    )

    @pytest.fixture
    def ways(self, root, import_events, file):
        """The columns of each card, and what was said."""

        def run(*rows: str, options=()) -> tuple[dict[str, list[str]], str]:
            said = import_events(*self.COMMAND, *options, file("card,day,from,to", *rows))
            board = Board.objects.get()
            cards = board.cards.values_list("external_id", flat=True)
            return {card: [column for column, _at in visits(board, card)] for card in cards}, said

        return run

    def test_each_card_has_its_own_direction(self, ways):
        found, said = ways(
            *("a,2025-09-20,,Ready", "a,2025-09-24,,Doing", "a,2025-09-24,,Review"),
            *("b,2025-09-24,,Review", "b,2025-09-24,,Doing", "b,2025-09-20,,Ready"),
        )
        assert found == {card: ["Ready", "Doing", "Review"] for card in "ab"}
        assert "2 from below since the rows are newest first, 2 from above." in said
        assert "--from-field NAME puts them in the right order" in said

    def test_a_card_of_one_day_goes_by_the_file(self, ways):
        found, _said = ways(
            *("b,2025-09-24,,Review", "b,2025-09-24,,Doing"),
            *("a,2025-09-22,,Doing", "a,2025-09-20,,Ready"),
        )
        assert found == {"a": ["Ready", "Doing"], "b": ["Doing", "Review"]}

    def test_where_moves_come_from_puts_any_mix_in_order(self, ways):
        found, said = ways(
            *("a,2025-09-24,Doing,Review", "a,2025-09-24,,Ready", "a,2025-09-24,Review,Done"),
            "a,2025-09-24,Ready,Doing",
            options=("--from-field", "from"),
        )
        assert found == {"a": ["Ready", "Doing", "Review", "Done"]}
        assert "4 rows have the time of another row of their card: 4 in the order of" in said

    def test_a_gap_in_the_chain_is_named_with_its_line(self, ways):
        found, said = ways(
            *("a,2025-09-20,,Ready", "a,2025-09-24,Doing,Review"),
            options=("--from-field", "from"),
        )
        assert found == {"a": ["Ready", "Review"]}
        assert "1 row names another column than the one its card was in:" in said
        assert "Line 3: a comes from Doing, but was in Ready." in said

    def test_a_card_that_comes_back_from_the_archive_was_away_in_between(self, ways):
        found, _said = ways(
            *("a,2025-09-20,,Doing", "a,2025-09-22,,Given up", "a,2025-09-24,,Doing"),
            options=("--archive", "Given up"),
        )
        assert found == {"a": ["Doing", "Doing"]}
        card = Board.objects.get().cards.get()
        assert card.archived_at is None
        assert [stay.left_at and stay.left_at.day for stay in card.stays.all()] == [22, None]

    def test_an_activity_to_archive_that_no_row_has_is_said(self, ways):
        _found, said = ways("a,2025-09-20,,Doing", options=("--archive", "Given up"))
        assert "No row contains Given up." in said

    def test_a_column_cannot_be_archived_too(self, ways):
        with pytest.raises(CommandError, match="Done is a column; its cards are not archived"):
            ways("a,2025-09-20,,Doing", options=("--archive", "Done"))
