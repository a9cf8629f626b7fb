"""Every bad input gets a sentence that names the line, and nothing is written."""

import gzip
import os

import pytest
from django.core.management import CommandError

from board.models import Board, Card, Role

HEAD = "id,title,state,start,end,made,tags"
COLUMNS = ("--column", "New:queue", "--column", "Doing:active", "--column", "Done:done")
FIELDS = (
    *("--id", "id", "--title", "title", "--state", "state", "--labels", "tags"),
    *("--created", "made", "--entered", "Doing=start", "--entered", "Done=end"),
)
NEW = ("--board", "NEW", "--new", "New", *COLUMNS)


@pytest.fixture
def refused(root, import_csv):
    """What the command says when it imports nothing, without its first line."""

    def run(path, *options):
        before = Board.objects.count(), Card.objects.count()
        with pytest.raises(CommandError) as error:
            import_csv(*(options or (*NEW, *FIELDS)), path)
        assert (Board.objects.count(), Card.objects.count()) == before
        first, said = str(error.value).split("\n", 1)
        assert first == "Nothing was imported."
        return said

    return run


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("1,A,Gone,,,,", "its state “Gone” is not a column here; map it with --put “Gone=…”"),
        ("1,A,,,,,", "its state “” is not a column here; map it with --put “=…”"),
        ("1,A,Doing,31.2.2025,,,", "start is “31.2.2025”, not a date like iso."),
        ("1,A,Doing,9999-12-31 23:59,,,", "its date for Doing is in the future."),
        ("1,A,Doing,0001-01-01,,,", "its date for Doing is before 1970."),
        ("1,A,Doing,0001-01-01T00:00+10:00,,,", "start is “0001-01-01T00:00+10:00”, not a date"),
        ("1,A,Done,2025-02-02,2025-02-01,,", "its date for Done is before its date for Doing."),
        ("1,A,Doing,2025-02-02,,2025-03-01,", "its date for Doing is before its date for its"),
        ("1,A,Done,2025-02-02,,,", "it is in Done, and no date says since when."),
        (",A,New,,,,", "it has no id."),
        ("1,,New,,,,", "it has no title."),
        (f"{'1' * 201},A,New,,,,", "id is longer than 200 characters."),
        ("1,A,New", "it has 3 values, the first line names 7 fields."),
        ("1,A,New,,,,,more", "it has 8 values, the first line names 7 fields."),
    ],
)
def test_a_row_that_cannot_be_a_card_is_named_with_its_line(refused, file, row, said):
    assert refused(file(HEAD, "0,Good,New,,,,", row)).startswith(f"Line 3: {said}")


def test_all_that_is_wrong_is_said_at_once(refused, file):
    path = file(HEAD, "1,A,Gone,,,,", "2,,New,,,,", "1,B,New,x,,y,", "4,D,New,,,,")
    assert refused(path).splitlines() == [
        "Line 2: its state “Gone” is not a column here; map it with --put “Gone=…”",
        "Line 3: it has no title.",
        "Line 4: made is “y”, not a date like iso.",
        "Line 4: start is “x”, not a date like iso.",
        "Line 4: its id 1 is on line 2 already.",
    ]


def test_the_same_thing_on_many_lines_is_said_once(refused, file):
    path = file(HEAD, *(f"{n},A,Gone,,,," for n in range(500)))
    assert refused(path).startswith("Lines 2, 3, 4, 5, 6 and 495 more: its state “Gone”")


def test_a_file_full_of_problems_is_cut_short(refused, file):
    said = refused(file(HEAD, *(f"{n},A,Gone{n},,,," for n in range(250)))).splitlines()
    assert len(said) == 101
    assert said[-1] == "… and 150 more problems."


def test_a_line_is_that_of_an_editor_also_behind_a_text_of_several_lines(refused, file):
    path = file(HEAD, '1,"A', "long", 'title",New,,,,', "", "2,B,Gone,,,,")
    assert refused(path).startswith("Line 6: its state “Gone”")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "export.csv cannot be read. It is empty."),
        (b"\n\n", "export.csv cannot be read. It is empty."),
        (b"title\nA\n", "export.csv has no field id, state, tags, made, start, end."),
        (f"{HEAD}\n1,ä".encode("cp1252"), "export.csv cannot be read. Line 2 is not utf-8"),
        ("id\n".encode("utf-16"), "export.csv cannot be read. Line 1 holds a zero byte; it may be"),
        (f"{HEAD}\n1,a\0b\n".encode(), "export.csv cannot be read. Line 2 holds a zero byte"),
        (gzip.compress(b"id", mtime=0), "export.csv cannot be read. It is compressed with gzip"),
        (b"PK\3\4", "export.csv cannot be read. It is a workbook or a ZIP archive"),
        (
            HEAD.encode() + b'\n1,"never ends\n',
            "export.csv cannot be read. A record that begins on line 2 is malformed",
        ),
    ],
)
def test_a_file_that_cannot_be_read_says_why(refused, tmp_path, content, said):
    path = tmp_path / "export.csv"
    path.write_bytes(content)
    assert refused(path).startswith(said)


def test_a_folder_or_no_file_is_not_a_file(refused, tmp_path):
    assert refused(tmp_path).endswith("cannot be read. Is a directory.")
    assert refused(tmp_path / "none.csv") == "none.csv cannot be read. No such file or directory."


def test_a_pipe_is_no_file_either(refused, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    said = "pipe cannot be read. The import reads it more than once; save it to a file first."
    assert refused(tmp_path / "pipe") == said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((*NEW, "--title", "title"), "Name the field that identifies the cards: --id FIELD."),
        ((*NEW, "--id", "id"), "Name the field with the title: --title FIELD."),
        (("--board", "NEW", *FIELDS), "root@example.org is not a lead of a board NEW."),
        (("--board", "NEW", "--new", "N", *FIELDS), "A new board needs columns"),
        (("--board", "new!", "--new", "N", *COLUMNS, *FIELDS), "A key is 2 to 10 capitals"),
        ((*NEW, *FIELDS, "--column", "Later:queue"), "A board has queue columns first"),
        ((*NEW, *FIELDS, "--column", "Later:soon"), "Later has the stage “soon”; use queue,"),
        ((*NEW, *FIELDS, "--put", "x=Nowhere"), "The board has no column Nowhere. It has: New,"),
        ((*NEW, *FIELDS, "--entered", "Nowhere=end"), "The board has no column Nowhere."),
        ((*NEW, *FIELDS, "--keep", "Points"), "export.csv has no field Points. It has: id |"),
        ((*NEW, *FIELDS, "--date-format", "%Q"), "%Q is not a date format; write it like %d."),
        ((*NEW, *FIELDS, "--time-zone", "Mars/Base"), "Mars/Base is not a time zone."),
        ((*NEW, *FIELDS, "--encoding", "klingon"), "klingon is not an encoding"),
        ((*NEW, *FIELDS, "--encoding", "hex"), "hex is not an encoding"),
        ((*NEW, *FIELDS, "--delimiter", "::"), "A delimiter is one character, or tab."),
        ((*NEW, *FIELDS, "--owner", "nobody@example.org"), "Nobody signs in as nobody@example"),
    ],
)
def test_an_option_that_makes_no_sense_says_why(refused, file, options, said):
    assert refused(file(HEAD, "1,A,New,,,,"), *options).startswith(said)


def test_an_option_that_should_be_two_things_is_refused(root, import_csv, file):
    with pytest.raises(CommandError, match="“Doing” is not two things with = between them"):
        import_csv(*NEW, *FIELDS, "--put", "Doing", file(HEAD))


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("id = ", "map.toml: Invalid value"),
        ('name = "x"', "map.toml says “name”, which is not a known name. Known names: id, title,"),
        ("id = 1", "map.toml: id should be a text."),
        ('labels = "x"', "map.toml: labels should be a list of texts."),
        ("states = [1]", "map.toml: states should be a table of texts."),
        ("[entered]\nDone = 1", "map.toml: entered should be a table of texts."),
    ],
)
def test_a_mapping_that_makes_no_sense_says_why(refused, file, tmp_path, toml, said):
    (tmp_path / "map.toml").write_text(toml)
    options = (*NEW, *FIELDS, "--map", tmp_path / "map.toml")
    assert refused(file(HEAD), *options).startswith(said)


def test_without_a_superuser_somebody_must_be_named(db, import_csv, file):
    with pytest.raises(
        CommandError, match="There is no superuser; name the person who imports with --owner EMAIL"
    ):
        import_csv(*NEW, *FIELDS, file(HEAD))


@pytest.mark.parametrize("who", ["grace", "vera", "sam"])
def test_only_a_lead_imports_into_a_board(refused, file, board, request, who):
    person = request.getfixturevalue(who)
    said = refused(file(HEAD), "--board", "SLU", "--owner", person.email, *FIELDS)
    assert said.startswith(f"{person.email} is not a lead of a board SLU.")


def test_who_is_named_leads_the_new_board(ada, import_csv, file):
    import_csv(*NEW, *FIELDS, "--owner", "ADA@example.org", file(HEAD, "1,A,New,,,,"))
    assert Board.objects.get(key="NEW").role_of(ada) == Role.LEAD


def test_a_key_that_another_board_has_makes_no_board(refused, file, board):
    options = ("--board", "SLU", "--new", "Again", *COLUMNS, *FIELDS)
    assert refused(file(HEAD), *options).startswith("There is a board SLU of another name")


def test_the_same_command_again_adds_nothing(ada, import_csv, file):
    command = (*NEW, *FIELDS, "--owner", ada.email, file(HEAD, "1,A,New,,,,"))
    import_csv(*command)
    import_csv(*command)
    assert Board.objects.get(key="NEW").cards.count() == 1
