"""A lead arranges lanes, classes, labels and the board itself; the log says who changed what."""

import pytest
from django.urls import reverse

from board.models import Role, Service


@pytest.fixture
def post(board, browser_of, ada):
    def asked(page, /, *which, **said):
        return browser_of(ada).post(reverse(page, args=[board.key, *which]), said)

    return asked


@pytest.fixture
def look(board, browser_of, ada):
    def shown(name):
        return browser_of(ada).get(reverse(name, args=[board.key])).content.decode()

    return shown


def test_a_lane_is_added_renamed_and_archived(board, post, build, card_in):
    standard = board.lanes.get()
    assert post("add-lane", name="Boats").status_code == 302
    boats = board.lanes.get(name="Boats")
    card = card_in(build, lane=boats)
    post("rename-lane", boats.pk, name="Ships")
    assert board.lanes.get(pk=boats.pk).name == "Ships"
    post("archive-lane", boats.pk, cards_to=standard.pk)
    assert card.as_now().lane == standard


@pytest.mark.parametrize("name", ["", "standard", "x" * 61])
def test_a_lane_without_a_name_of_its_own_is_told(board, post, name):
    answer = post("add-lane", name=name)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert board.lanes.count() == 1


def test_a_class_is_renamed_and_set_apart(board, post):
    debt = board.class_of(Service.INTANGIBLE)
    post("revise-class", debt.pk, name="Debt", apart_from_limits="on")
    debt.refresh_from_db()
    assert (debt.name, debt.apart_from_limits) == ("Debt", True)
    assert post("revise-class", debt.pk, name="Standard").status_code == 422


def test_a_label_is_renamed_and_removed(board, post, look, build, card_in):
    card = card_in(build, labels=["map"])
    assert "on 1 card" in look("parts")
    post("rename-label", board.labels.get().pk, name="chart")
    assert [label.name for label in card.labels.all()] == ["chart"]
    post("remove-label", board.labels.get().pk)
    assert not card.labels.exists()


def test_the_board_gets_another_name_zone_and_days_off(board, post):
    said = {"name": "Port", "time_zone": "Europe/Brussels", "days_off": [5, 6], "holidays_of": "BE"}
    assert post("about-board", **said).status_code == 302
    board.refresh_from_db()
    assert [getattr(board, field) for field in said] == list(said.values())


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"time_zone": "Nowhere"},
        {"days_off": [7]},
        {"days_off": [*range(7)]},
        {"holidays_of": "Belgium"},
        {"holidays_of": "XX"},
        {"holidays_of": "BE-ZZ"},
    ],
)
def test_what_makes_no_sense_of_a_board_is_told(board, post, wrong):
    answer = post("about-board", **{"name": "Port", "time_zone": "UTC"} | wrong)
    assert answer.status_code == 422
    board.refresh_from_db()
    assert board.name == "Harbour"


def test_the_log_says_who_changed_what(board, look, build, review, ada, grace):
    board.add_lane("<b>Boats</b>", by=ada)
    limit = board.limit_column(review, 3, by=ada)
    board.limit_column(review, 2, by=ada)
    board.remove_limit(limit, by=ada)
    build.revise(name="Make", stage="waiting", policy="Green", by=ada)
    build.set_pace([1, 2, 3, 4], by=ada)
    review.put_before(build, by=ada)
    board.add_member(grace, Role.LEAD, by=ada)
    board.revise(name="Port", by=grace)
    board.revise_class(board.class_of("expedite"), name="Now", apart_from_limits=False, by=ada)
    page = look("changes-of-settings")
    for words in (
        "added the lane &lt;b&gt;Boats&lt;/b&gt;",
        "limited Review to 3: refuse",
        "changed the limit of Review from 3 to 2: refuse",
        "lifted the limit of Review, 2",
        "changed the column Make: name from Build to Make; stage from active to waiting; policy",
        "set the pace of Make: 1, 2, 3, 4",
        "moved the column Review",
        "made Grace a lead",
        "changed the board: name from Harbour to Port",
        "let limits count the class of service Now",
    ):
        assert words in page


def test_the_log_comes_in_pages(board, look, browser_of, ada):
    for number in range(60):
        board.revise(name=f"Harbour {number}", by=ada)
    first = look("changes-of-settings")
    assert "Harbour 59" in first
    [older] = [part.partition('"')[0] for part in first.split('href="?before=')[1:]]
    url = reverse("changes-of-settings", args=[board.key])
    page = browser_of(ada).get(f"{url}?before={older}").content.decode()
    assert "created the board" in page
    assert browser_of(ada).get(f"{url}?before=x").status_code == 200


def test_lanes_change_places_with_their_neighbours(board, post, look):
    board.add_lane("Boats", by=board.members.get(name="Ada"))
    standard, boats = board.lanes.all()
    answer = post("step-lane", boats.pk, way="up")
    assert answer["Location"].endswith(f"?moved={boats.pk}-up")
    assert list(board.lanes.all()) == [boats, standard]
    assert "reordered the lanes: Boats, Standard" in look("changes-of-settings")
    version = board.events.count()
    post("step-lane", boats.pk, way="up")
    assert board.events.count() == version
    assert post("step-lane", boats.pk, way="sideways").status_code == 422


def test_a_label_is_added_before_any_card_has_it(board, post, look):
    assert post("add-label", name="tides").status_code == 302
    assert board.labels.get().name == "tides"
    assert "added the label tides" in look("changes-of-settings")


@pytest.mark.parametrize("name", ["", "TIDES", "x" * 41])
def test_a_label_without_a_name_of_its_own_is_told(board, post, name):
    board.labels.create(name="tides")
    answer = post("add-label", name=name)
    assert answer.status_code == 422
    assert board.labels.count() == 1


@pytest.mark.parametrize(("place", "is_known"), [("be", True), ("US-CA", True), ("XX", False)])
def test_holidays_are_of_a_place_that_is_known(board, post, place, is_known):
    answer = post("about-board", name="Harbour", time_zone="UTC", holidays_of=place)
    board.refresh_from_db()
    assert answer.status_code == (302 if is_known else 422)
    assert board.holidays_of == (place.upper() if is_known else "")
