"""Sluice cannot answer right now: the page sends the same again, and nothing is done twice."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def overtaken(page):
    """The next `times` moves are answered 503; the keys of all that were sent."""
    keys = []

    def begin(times):
        def answer(route):
            keys.append(route.request.headers["idempotency-key"])
            if len(keys) > times:
                return route.continue_()
            return route.fulfill(status=503, headers={"Retry-After": "1"}, body="")

        page.route("**/move/", answer)
        return keys

    return begin


def test_a_move_is_sent_again_with_its_key(
    at_the_board, overtaken, pick_up, carry_to, grace, card_in, build, review
):
    card = card_in(build)
    page = at_the_board(grace)
    keys = overtaken(2)
    pick_up(card)
    carry_to(review)
    page.mouse.up()
    expect(page.locator("#notices")).to_contain_text("Trying again")
    expect(page.locator("#notices")).to_contain_text("SLU-1")
    expect(page.locator("#waiting")).to_have_count(0)
    expect(page.locator(f"#column-{review.pk} #card-1")).to_be_visible()
    assert card.as_now().column == review
    assert len(keys) == 3
    assert len(set(keys)) == 1
    page.complaints[:] = [each for each in page.complaints if "503" not in each]


def test_two_moves_have_two_keys(
    at_the_board, overtaken, pick_up, carry_to, grace, card_in, build, review, done
):
    card = card_in(build)
    page = at_the_board(grace)
    keys = overtaken(0)
    for column in (review, done):
        pick_up(card)
        carry_to(column)
        page.mouse.up()
        expect(page.locator(f"#head-{column.pk} b")).to_have_text("1")  # as the server says
    assert len(set(keys)) == 2
