"""The filter of a board works while one types, and by links and a form without a script."""

import re

import pytest
from playwright.sync_api import expect

from board.models import Person


@pytest.fixture
def tides(board, build, full_review, card_in, ada):
    """Three cards in Review and two in Build, one of which is about tides."""
    card_in(build, "Show the tide times", assignees=[ada])
    card_in(build, "Pay by instalments")
    board.add_limit(by=ada, maximum=3, each_person=True)


def test_cards_are_found_while_one_types(at_the_board, grace, tides, full_review):
    page = at_the_board(grace)
    page.get_by_role("searchbox", name="Find cards").press_sequentially("tid")
    expect(page.locator("#filter-now")).to_contain_text("1 of 5 shown")
    expect(page.locator(".card")).to_have_count(1)
    expect(page.locator(f"#column-{full_review.pk}")).to_contain_text("3 hidden by the filter")
    expect(page.locator(f"#head-{full_review.pk}")).to_contain_text("3/3")
    expect(page).to_have_url(re.compile(r"/boards/SLU/\?q=tid$"))
    expect(page.get_by_role("searchbox", name="Find cards")).to_be_focused()


def test_the_address_shows_the_same_again(at_the_board, grace, tides):
    page = at_the_board(grace)
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("Person").select_option("Ada")
    expect(page.locator(".card")).to_have_count(1)
    page.reload()
    expect(page.locator(".card")).to_have_count(1)
    page.get_by_role("link", name="Remove the filter: Person").click()
    expect(page.locator(".card")).to_have_count(5)


def test_a_person_of_the_strip_shows_their_cards_and_all_again(at_the_board, grace, tides):
    page = at_the_board(grace)
    page.locator("#strip").get_by_role("link", name="Ada").click()
    expect(page.locator(".card")).to_have_count(1)
    page.locator("#strip").get_by_role("link", name="Ada").click()
    expect(page.locator(".card")).to_have_count(5)


def test_what_others_do_keeps_to_the_filter(at_the_board, grace, ada, tides, build, card_in):
    page = at_the_board(grace)
    page.get_by_role("searchbox", name="Find cards").press_sequentially("tid")
    expect(page.locator(".card")).to_have_count(1)
    card_in(build, "Tides by mail"), card_in(build, "Berths by mail")
    expect(page.locator("#filter-now")).to_contain_text("2 of 7 shown")
    expect(page.locator(".card")).to_have_count(2)


@pytest.mark.parametrize("width", [320, 768])
def test_filter_and_people_fit_a_small_screen(at_the_board, board, ada, width):
    board.add_limit(by=ada, maximum=3, each_person=True)
    for name in ("Barbara", "Katherine", "Margaret", "Dorothy", "Mary"):
        person = Person.objects.create_user(f"{name}@example.org", name=name)
        board.add_member(person, "member", by=ada)
    page = at_the_board(ada)
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
