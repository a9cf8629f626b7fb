"""Who works on a card, when it is due, its size, class and lane, and what was said about it."""

import pytest
from django.core.management import CommandError

from board.models import Board, Card, Comment, Role

COLUMNS = ("--column", "To do:queue", "--column", "Doing:active", "--column", "Done:done")
NEW = (
    "--board",
    "NEW",
    "--new",
    "New",
    *COLUMNS,
    "--id",
    "id",
    "--title",
    "id",
    "--state",
    "state",
)
ZURICH = ("--time-zone", "Europe/Zurich")


@pytest.fixture
def imported(root, import_csv, file):
    """The cards of a new board with these rows; `said` is what the command said."""

    def run(head: str, *rows: str, options=()) -> list[Card]:
        path = file(f"id,state,{head}", *(f"{n},Doing,{row}" for n, row in enumerate(rows, 1)))
        said = import_csv(*NEW, *options, path)
        cards = list(Board.objects.get(key="NEW").cards.order_by("number"))
        for card in cards:
            card.told = said
        return cards

    return run


def people(card: Card) -> list[str]:
    return sorted(card.assignees.values_list("email", flat=True))


class TestAssignees:
    OPTIONS = ("--assignee", "who", "--person", "ada.l=ada@example.org")

    def test_are_members_by_the_mapping_or_by_their_address(self, imported, ada):
        cards = imported(
            "who",
            "ADA.L",
            "ada@example.org",
            "Ada Lovelace <ADA@example.org>",
            options=self.OPTIONS,
        )
        assert [people(card) for card in cards] == [["ada@example.org"]] * 3
        assert {card.description for card in cards} == {""}

    def test_who_is_named_in_the_mapping_becomes_a_member_of_a_new_board(self, imported, ada):
        [card] = imported("who", "ada.l", options=self.OPTIONS)
        assert card.board.role_of(ada) == Role.MEMBER

    def test_others_are_kept_as_names_with_a_list_to_map_them(self, imported, ada):
        cards = imported("who", "Jan K", "Jan K", "ada.l", options=self.OPTIONS)
        assert (people(cards[0]), cards[0].description) == ([], "who: Jan K")
        said = cards[0].told.splitlines()
        at = said.index("[people]")
        assert said[at + 1] == '"Jan K" = ""  # 2'

    def test_nobody_joins_a_board_that_is_there(self, board, ada, sam, import_csv, file):
        path = file("id,state,who", f"1,Build,{sam.email}")
        command = ("--board", "SLU", "--owner", ada.email, "--id", "id", "--title", "id")
        said = import_csv(*command, "--state", "state", "--assignee", "who", path)
        assert board.role_of(sam) is None
        assert board.cards.get().description == f"who: {sam.email}"
        assert f"Not a member who may change cards here, so kept as text: {sam.email} (1)" in said
        assert "[people]" not in said

    def test_several_in_one_field_have_something_between_them(self, imported, ada):
        [card] = imported("who", "ada.l;Jan K", options=(*self.OPTIONS, "--people-separator", ";"))
        assert (people(card), card.description) == (["ada@example.org"], "who: Jan K")


class TestDue:
    @pytest.mark.parametrize(
        ("text", "day"),
        [
            ("2026-03-01", "2026-03-01"),
            ("2026-03-01T00:00Z", "2026-03-01"),
            ("2026-03-01T23:30Z", "2026-03-02"),  # half past midnight in Zurich
            ("2199-01-01", "2199-01-01"),
            ("", "None"),
        ],
    )
    def test_is_the_day_on_the_board(self, imported, text, day):
        [card] = imported("due", text, options=("--due", "due", *ZURICH))
        assert str(card.due_on) == day


@pytest.mark.parametrize(("text", "size"), [("3", 3), ("5.0", 5), ("8,0", 8), ("", None)])
def test_size_is_a_whole_number(imported, text, size):
    [card] = imported("points", f'"{text}"', options=("--size", "points"))
    assert card.size == size


@pytest.mark.parametrize("text", ["2.5", "XL", "-1", "40000", "None"])
def test_another_size_is_kept_as_text(imported, text):
    [card] = imported("points", text, options=("--size", "points"))
    assert (card.size, card.description) == (None, f"points: {text}")
    assert f"Not a whole number, so kept as text: {text} (1)." in card.told


def test_class_of_service_goes_by_its_name_or_by_the_mapping(imported):
    options = ("--class", "priority", "--put-class", "Highest=Expedite")
    one, two, three = imported("priority", "highest", "fixed date", "Medium", options=options)
    assert [card.service_class.name for card in (one, two, three)] == [
        "Expedite",
        "Fixed date",
        "Standard",
    ]
    assert three.description == "priority: Medium"
    assert "No class of service here, so kept as text: Medium (1)." in one.told


def test_lane_goes_by_its_name_and_a_new_board_has_those_that_are_said(imported):
    options = ("--lane", "team", "--new-lane", "Dock", "--new-lane", "Yard")
    one, two = imported("team", "yard", "Office", options=options)
    assert (one.lane.name, two.lane.name, two.description) == ("Yard", "Dock", "team: Office")
    assert [stay.lane.name for stay in one.stays.all()] == ["Yard"]
    assert "No lane here, so kept as text: Office (1)." in one.told


def test_a_parent_is_kept_as_text(imported):
    assert imported("epic", "HAR-1", options=("--parent", "epic"))[0].description == "epic: HAR-1"


class TestComments:
    OPTIONS = ("--comment", "Comment", "--date-format", "%d/%b/%y %I:%M %p")

    def test_each_value_of_a_repeated_field_is_one(self, imported, root):
        [card] = imported("Comment,Comment", "First words,Second words", options=self.OPTIONS)
        assert [(each.text, each.by) for each in card.comments.all()] == [
            ("First words", root),
            ("Second words", root),
        ]

    def test_jira_says_when_and_by_whom(self, imported, root, ada):
        people = ("--person", "ada.l=ada@example.org")
        [card] = imported(
            "Comment,Comment",
            "05/Feb/25 3:00 PM;ada.l;It is mended; look.,04/Feb/25 3:00 PM;jan;It broke.",
            options=(*self.OPTIONS, *people),
        )
        assert [(f"{each.at:%d %H}", each.by, each.text) for each in card.comments.all()] == [
            ("04 15", root, "jan: It broke."),
            ("05 15", ada, "It is mended; look."),
        ]

    def test_one_that_is_too_long_becomes_several(self, imported):
        [card] = imported("Comment", "long " * 5_000, options=self.OPTIONS)
        assert [len(each.text) for each in card.comments.all()] == [
            20_000,
            5_000,
        ]  # 24,999 characters and a sign that it goes on
        assert "1 comment is so long that it became several." in card.told


def test_a_description_that_is_too_long_goes_on_in_comments(imported):
    [card] = imported("words", "x" * 140_000, options=("--description", "words"))
    assert len(card.description) == 50_000
    said = card.description[:-1] + "".join(
        each.text.removesuffix("…") for each in Comment.objects.filter(card=card)
    )
    assert said == "x" * 140_000
    assert "1 description was cut; comments on the card have the rest." in card.told


def test_more_than_a_card_may_have_is_wrong_with_its_line(root, import_csv, file):
    tags = ";".join(f"tag {n}" for n in range(51))
    path = file("id,state,tags", "1,Doing,a", f"2,Doing,{tags}")
    with pytest.raises(CommandError, match=r"Line 3: A card has at most 50 labels\."):
        import_csv(*NEW, "--labels", "tags", "--label-separator", ";", path)
    assert not Board.objects.exists()


def test_the_mapping_file_says_all_of_it_under_the_same_names(
    root, ada, import_csv, file, tmp_path
):
    (tmp_path / "map.toml").write_text(
        'assignee = "who"\ndue = "due"\nsize = "points"\nclass = "priority"\nlane = "team"\n'
        'comment = ["note"]\nparent = "epic"\nlanes = ["Dock", "Yard"]\nlanguage = ["pl"]\n'
        'dates_in = "UTC"\nclosed_without_date = "arrived"\ndates = ["%d %b %Y"]\n'
        '[people]\n"ada.l" = "ada@example.org"\n[classes]\nHighest = "Expedite"\n'
    )
    path = file(
        "id,state,who,due,points,priority,team,note,epic",
        "1,Done,ada.l,1 lut 2026,3,Highest,Yard,Words,HAR-1",
    )
    import_csv(*NEW, "--map", tmp_path / "map.toml", path)
    card = Card.objects.get()
    assert (people(card), str(card.due_on), card.size) == (["ada@example.org"], "2026-02-01", 3)
    assert (card.service_class.name, card.lane.name) == ("Expedite", "Yard")
    assert (card.comments.get().text, card.description) == ("Words", "epic: HAR-1")
