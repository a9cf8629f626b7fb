"""A board says what it calls coordinated, and from which shares its words begin."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from flow.ownership.count import boards_at_night, count_night
from flow.ownership.measures.coordination import CoordinationTerms
from flow.ownership.models import CoordinationSetting, OwnershipMonth
from tests.flow.ownership.conftest import NOON, hours

USUAL = {"hours": 24, "loosely_from": 90, "tightly_from": 50}
HERE = "/boards/SLU/ownership/"


@pytest.fixture
def released(parts, trunk, card_in, build):
    """A card whose changes of a and b went to production 30 hours apart."""
    card_in(build)
    one, two = trunk.merge("a/1", words="SLU-1"), trunk.merge("b/1", words="SLU-1")
    trunk.deploy("a", one, NOON)
    trunk.deploy("b", two, NOON + hours(30))
    for n in range(2, 5):
        trunk.deploy("a", trunk.merge(f"a/{n}"), NOON + timedelta(days=n))
    return parts


def coupled(api, parts) -> tuple[int, str]:
    said = api.get(f"/components/{parts['a'].pk}").json()
    return said["coordinated"], said["coupled"]


def test_a_board_says_within_how_many_hours_is_together(released, api):
    assert api.get("/boards/SLU").json()["coordination"] == USUAL
    assert coupled(api, released) == (0, "loosely")
    answer = api.patch("/boards/SLU", coordination=USUAL | {"hours": 30})
    assert (answer.status_code, answer.json()["coordination"]["hours"]) == (200, 30)
    assert coupled(api, released) == (1, "tightly")


def test_a_board_says_from_which_shares_its_words_begin(released, api):
    for loosely, tightly, word in ((75, 50, "loosely"), (76, 75, "tightly"), (99, 76, "entangled")):
        terms = {"hours": 48, "loosely_from": loosely, "tightly_from": tightly}
        assert api.patch("/boards/SLU", coordination=terms).status_code == 200
        assert coupled(api, released) == (1, word)


@pytest.mark.parametrize(
    "wrong",
    [
        *({"hours": n} for n in (0, 169, "1", 1.5, True, None)),
        *({"loosely_from": n} for n in (0, 50, 101, "90")),
        *({"tightly_from": n} for n in (0, 90, 95, -1)),
        {"often": 1},
    ],
)
def test_terms_that_make_no_sense_are_refused(parts, api, wrong):
    assert api.patch("/boards/SLU", coordination=USUAL | wrong).status_code == 422
    assert api.patch("/boards/SLU", coordination={"hours": 3}).status_code == 422
    assert api.get("/boards/SLU").json()["coordination"] == USUAL


def test_only_leads_change_the_terms(parts, calls, ada, grace, vera, sam):
    said = [calls(who).patch("/boards/SLU", coordination=USUAL | {"hours": 5}) for who in
            (ada, grace, vera, sam)]  # fmt: skip
    assert [answer.status_code for answer in said] == [200, 403, 403, 404]


def test_the_page_keeps_the_terms_and_its_words_follow(released, browser_of, ada, vera, board):
    page = browser_of(ada)
    assert "within 24 h" in page.get(HERE).content.decode()
    answer = page.post(f"{HERE}terms/", {"hours": 48, "loosely_from": 95, "tightly_from": 60})
    assert (answer.status_code, answer["Location"]) == (302, HERE)
    assert CoordinationSetting.objects.of(board) == CoordinationTerms(48, 95, 60)
    shown = page.get(HERE).content.decode()
    assert "Loosely: 95 % or more" in shown
    assert "Entangled: less than 60 %" in shown
    assert "together 1 of 4 times" in shown
    assert f"{HERE}terms/" not in browser_of(vera).get(HERE).content.decode()


@pytest.mark.parametrize(
    "wrong", [{}, {"hours": 0}, {"hours": "x"}, {"hours": "9" * 400}, {"tightly_from": 95}]
)
def test_the_page_says_what_is_wrong_with_terms(parts, browser_of, ada, board, wrong):
    terms = USUAL | wrong if wrong else {}
    answer = browser_of(ada).post(f"{HERE}terms/", terms)
    assert answer.status_code == 422
    assert "field__errors" in answer.content.decode()
    assert CoordinationSetting.objects.of(board) == CoordinationTerms()


def test_what_the_last_night_counted_is_counted_again_by_new_terms(
    released, board, ada, time_machine
):
    yesterday = board.day_of(NOON) + timedelta(days=8)
    count_night(board, yesterday)
    now = NOON + timedelta(days=9)
    assert list(boards_at_night(now)) == []
    CoordinationSetting.objects.keep(board, CoordinationTerms(hours=48), by=ada)
    assert list(boards_at_night(now)) == [board]
    count_night(board, yesterday)
    assert len(OwnershipMonth.objects.get().facts["releases"]) == 1
    assert list(boards_at_night(now)) == []


def test_the_log_of_the_board_says_what_was_changed_once(parts, board, ada, browser_of):
    for _twice in range(2):
        CoordinationSetting.objects.keep(board, CoordinationTerms(hours=48), by=ada)
    assert board.events.filter(data__of="coordination").count() == 1


@pytest.mark.parametrize("facts", [{"hours": 0}, {"tightly_from": 90}, {"loosely_from": 101}])
def test_the_database_refuses_terms_that_make_no_sense(board, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        CoordinationSetting.objects.create(board=board, **USUAL | facts)
