"""What another tool says of a card is kept, as long as it may be."""

import pytest

from board.models import Card

NEW = (
    *("--board", "NEW", "--new", "New", "--column", "To do:queue", "--column", "Doing:active"),
    *("--column", "Done:done", "--id", "id", "--title", "title", "--state", "state"),
)
HEAD = "id,title,state,words,points,team"


@pytest.fixture
def imported(root, import_csv, file):
    """The first card of a file with this row, and what was said."""

    def run(row, *options, head=HEAD, **how):
        said = import_csv(*NEW, *options, file(head, row, **how))
        return Card.objects.get(number=1), said

    return run


def test_a_long_title_is_cut_and_begins_the_description(imported):
    card, said = imported(f"1,{'long ' * 50},Doing,More words.,,", "--description", "words")
    assert card.title == f"{'long ' * 39}long…"
    assert card.description == f"{('long ' * 50).strip()}\n\nMore words."
    assert "1 title was cut" in said


def test_fields_to_keep_stand_below_the_description(imported):
    options = ("--description", "words", "--keep", "points", "--keep", "team")
    card, _said = imported("1,A,Doing,More words.,5,", *options)
    assert card.description == "More words.\n\npoints: 5"


def test_what_is_not_kept_is_said(imported):
    _card, said = imported("1,A,Doing,,5,", "--description", "words")
    assert said.splitlines()[-1] == "Not read: points, team."


def test_labels_come_once_whatever_their_case(imported):
    options = ("--labels", "words", "--labels", "team", "--label-separator", ";")
    card, _said = imported("1,A,Doing,Red; blue;,,RED", *options)
    assert [label.name for label in card.labels.all()] == ["blue", "Red"]


def test_a_state_is_a_column_whatever_its_case(imported):
    assert imported("1,A,DOING,,,")[0].column.name == "Doing"


def test_a_state_goes_where_it_is_put(imported):
    assert imported("1,A,Open,,,", "--put", "open=to do")[0].column.name == "To do"


def test_a_mapping_file_gives_way_to_options(imported, tmp_path):
    (tmp_path / "map.toml").write_text(
        'description = "team"\n[states]\nOpen = "Done"\nLater = "To do"'
    )
    card, _said = imported(
        *("1,A,Open,words,,team", "--map", tmp_path / "map.toml"),
        *("--put", "Open=Doing", "--description", "words"),
    )
    assert (card.column.name, card.description) == ("Doing", "words")


@pytest.mark.parametrize("options", [(), ("--encoding", "UTF8")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_byte_order_mark_belongs_to_no_field(imported, encoding, options):
    assert imported("1,Zürich,Doing,,,", *options, encoding=encoding)[0].title == "Zürich"


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_another_encoding_can_be_named(imported, encoding):
    card, _said = imported("1,Zürich,Doing,,,", "--encoding", encoding, encoding=encoding)
    assert card.title == "Zürich"


def test_values_between_tabs(imported):
    card, _said = imported("1\tA, b\tDoing", "--delimiter", "tab", head="id\ttitle\tstate")
    assert card.title == "A, b"


def test_a_text_of_several_lines_stays_so(imported):
    card, _said = imported('1,"Two\nlines",Doing,"Two\nlines",,', "--description", "words")
    assert (card.title, card.description) == ("Two lines", "Two\nlines")
