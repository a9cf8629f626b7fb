"""Every bad event log gets a sentence that names the line, and nothing is written."""

import gzip
import os

import pytest
from django.core.management import CommandError

from board.models import Board, Card, Person
from tests.board.importers.test_event_log import HEAD, NEW

GOOD = "1,Queued,2025-06-02"


@pytest.fixture
def refused(root, import_events):
    """What the command says when it imports nothing, without its first line."""

    def run(path, *options):
        before = Board.objects.count(), Card.objects.count()
        with pytest.raises(CommandError) as error:
            import_events(*(options or NEW), path)
        assert (Board.objects.count(), Card.objects.count()) == before
        first, said = str(error.value).split("\n", 1)
        assert first == "Nothing was imported."
        return said

    return run


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",Queued,2025-06-02", "it has no case_id."),
        ("1,Queued,", "it has no timestamp."),
        ("1,Queued,2.6.2025", "timestamp is “2.6.2025”, not a date like iso."),
        ("1,Queued,2025-06-31", "timestamp is “2025-06-31”, not a date like iso."),
        ("1,Queued,0001-01-01T00:00+10:00", "timestamp is “0001-01-01T00:00+10:00”, not a date"),
        ("1,Queued,1969-12-31", "its date is before 1970."),
        ("1,Queued,9999-12-31", "its date is in the future."),
        (f"{'1' * 201},Queued,2025-06-02", "case_id is longer than 200 characters."),
        ("1,Queued", "it has 2 values, the first line names 3 fields."),
        ("1,Queued,2025-06-02,more", "it has 4 values, the first line names 3 fields."),
    ],
)
def test_a_bad_row_is_named_with_its_line(refused, file, row, said):
    assert refused(file(HEAD, GOOD, row, GOOD)).startswith(f"Line 3: {said}")


def test_all_that_is_wrong_is_said_at_once(refused, file):
    assert refused(file(HEAD, "1,Queued,x", GOOD, ",Queued,x", "1,Queued,y")).splitlines() == [
        "Line 2: timestamp is “x”, not a date like iso.",
        "Line 4: it has no case_id.",
        "Line 5: timestamp is “y”, not a date like iso.",
    ]


def test_a_log_full_of_problems_is_cut_short(refused, file):
    said = refused(file(HEAD, *(f"1,Queued,{n}.6.2025" for n in range(10_000)))).splitlines()
    assert len(said) == 101
    assert said[-1] == "… and 9900 more problems."


def test_a_title_too_long_to_be_kept_is_refused(refused, file):
    path = file(f"{HEAD},name", f"{GOOD},{'t' * 50_001}")
    said = refused(path, *NEW, "--title-field", "name")
    assert said == "Line 2: name is longer than 50000 characters."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "export.csv cannot be read. It is empty."),
        (HEAD.encode(), "export.csv has no rows."),
        (b"activity\nA\n", "export.csv has no field case_id, timestamp. It has: activity."),
        (HEAD.replace(",", ";").encode(), "export.csv has no field case_id, timestamp, activity."),
        (f"{HEAD}\n1,ä,".encode("cp1252"), "export.csv cannot be read. Line 2 is not utf-8"),
        (HEAD.encode("utf-16"), "export.csv cannot be read. Line 1 holds a zero byte"),
        (f"{HEAD}\n{GOOD}\n1,\0,".encode(), "export.csv cannot be read. Line 3 holds a zero byte"),
        (gzip.compress(b"id", mtime=0), "export.csv cannot be read. It is compressed with gzip"),
        (
            f'{HEAD}\n{GOOD}\n1,"never ends\n'.encode(),
            "export.csv cannot be read. A record that begins on line 3 is malformed",
        ),
        (
            f"{HEAD}\n1,{'x' * 200_000},".encode(),
            f"No row enters a column. The values of activity are: {'x' * 79}….",
        ),
    ],
)
def test_a_file_that_cannot_be_read_says_why(refused, tmp_path, content, said):
    path = tmp_path / "export.csv"
    path.write_bytes(content)
    assert refused(path).startswith(said)


def test_a_folder_no_file_and_a_pipe_are_no_log(refused, tmp_path):
    assert refused(tmp_path).endswith("cannot be read. Is a directory.")
    assert refused(tmp_path / "none.csv") == "none.csv cannot be read. No such file or directory."
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path / "pipe").startswith(
        "pipe cannot be read. The import reads it more than once"
    )


def test_a_file_of_a_million_fields_is_named_in_short(refused, tmp_path):
    path = tmp_path / "export.csv"
    path.write_text(",".join(f"f{n}" for n in range(1_000_000)))
    assert len(refused(path)) < 1_000


def test_a_log_whose_rows_enter_no_column_says_what_stands_there(refused, file):
    said = refused(file(HEAD, "1,Called,2025-06-02", "1,Wait,2025-06-02", "2,Wait,2025-06-02"))
    assert said == "No row enters a column. The values of activity are: Wait, Called."


def test_more_activities_than_can_be_told_apart_are_still_counted(root, import_events, file):
    said = import_events(*NEW, file(HEAD, GOOD, *(f"1,act {n},x" for n in range(1_500))))
    assert "1500 rows are ignored" in said
    assert "and 991 more." in said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--column", "Later:soon"), "Later has the stage “soon”; use queue,"),
        (("--column", "Later:queue"), "A board has queue columns first"),
        (("--column", "QUEUED:done"), "A column is named twice."),
        (("--column", f"{'x' * 61}:done"), "Ensure this value has at most 60 characters"),
        (("--card-field", "id"), "export.csv has no field id. It has: case_id | activity |"),
        (("--title-field", "name"), "export.csv has no field name."),
        (("--time-format", "%Q"), "%Q is not a date format; write it like %d."),
        (("--time-format", "%Y%Y"), "%Y%Y is not a date format; write it like %d."),
        (("--time-zone", "Mars/Base"), "Mars/Base is not a time zone."),
        (("--encoding", "klingon"), "klingon is not an encoding"),
        (("--delimiter", "::"), "A delimiter is one character, or tab."),
        (("--owner", "nobody@example.org"), "Nobody signs in as nobody@example"),
        (("--board", "new!"), "A key is 2 to 10 capitals"),
        (("--new", ""), "This needs visible text."),
    ],
)
def test_an_option_that_makes_no_sense_says_why(refused, file, options, said):
    assert refused(file(HEAD, GOOD), *NEW, *options).startswith(said)


@pytest.mark.parametrize("missing", ["--board", "--new", "--card-field", "--time-field"])
def test_what_must_be_said_is_asked_for(root, import_events, file, missing):
    at = NEW.index(missing)
    with pytest.raises(CommandError, match=f"required: {missing}"):
        import_events(*NEW[:at], *NEW[at + 2 :], file(HEAD, GOOD))


def test_without_a_superuser_somebody_must_be_named(db, import_events, file):
    with pytest.raises(
        CommandError, match="There is no superuser; name the person who imports with --owner EMAIL"
    ):
        import_events(*NEW, file(HEAD, GOOD))
    assert not Person.objects.exists()


def test_a_log_never_goes_into_a_board_that_is_there(refused, file, board):
    said = refused(file(HEAD, GOOD), *NEW, "--board", "SLU")
    assert said == "There is a board SLU already; a log makes a new one."
