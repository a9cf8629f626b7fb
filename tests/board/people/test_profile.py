"""A person says who they are and how pages are shown to them."""

import pytest
from django.urls import reverse

SAID = {"name": "Ada Lovelace", "time_zone": "Europe/Brussels", "theme": "dark"}


def test_name_zone_and_theme_are_kept(browser_of, ada):
    page = browser_of(ada).post(reverse("profile"), SAID, follow=True).content.decode()
    ada.refresh_from_db()
    assert {name: getattr(ada, name) for name in SAID} == SAID
    assert 'data-theme="dark"' in page
    assert "Your profile is saved." in page


def test_the_theme_of_the_device_is_left_alone(browser_of, ada):
    assert "data-theme" not in browser_of(ada).get(reverse("profile")).content.decode()


@pytest.mark.parametrize(
    ("field", "value"), [("time_zone", "Mars/Olympus"), ("theme", "pink"), ("name", "x" * 151)]
)
def test_what_is_odd_is_refused_in_words_and_nothing_is_kept(browser_of, ada, field, value):
    page = browser_of(ada).post(reverse("profile"), SAID | {field: value})
    assert page.status_code == 422
    assert page.context["form"].errors[field]
    ada.refresh_from_db()
    assert (ada.name, ada.theme) == ("Ada", "auto")


@pytest.fixture
def on_a_card(board, build, card_in, ada):
    card_in(build, assignees=[ada])


def test_a_new_name_is_seen_on_the_board_at_once(browser_of, ada, grace, board, on_a_card):
    page = browser_of(grace)
    assert 'title="Ada"' in page.get("/boards/SLU/").content.decode()
    seen = board.events.count()
    browser_of(ada).post(reverse("profile"), SAID | {"name": "Augusta King"})
    html = page.get("/boards/SLU/").content.decode()
    assert 'title="Augusta King"' in html
    assert 'title="Ada"' not in html
    changed = page.get("/boards/SLU/changes/", {"since": seen})  # what an open page asks for
    assert 'title="Augusta King"' in changed.content.decode()
    told = page.get("/boards/SLU/settings/changes/").content.decode()
    assert "Augusta King has another name now" in told


def test_a_profile_that_keeps_its_name_tells_no_board(browser_of, ada, board):
    seen = board.events.count()
    said = SAID | {"name": "Ada", "time_zone": "Europe/Zurich"}
    browser_of(ada).post(reverse("profile"), said)
    assert board.events.count() == seen


def test_who_has_no_name_is_seen_under_a_new_address(ada, board):
    type(ada).objects.filter(pk=ada.pk).update(name="")
    ada.refresh_from_db()
    seen = board.events.count()
    ada.change_address("augusta@example.org")
    assert board.events.count() == seen + 1


def test_a_name_is_words_not_markup(browser_of, ada):
    said = SAID | {"name": "<script>alert(1)</script>"}
    page = browser_of(ada).post(reverse("profile"), said, follow=True).content.decode()
    assert "<script>alert" not in page
