"""A move in one window is painted in the other."""

import signal

import pytest
from playwright.sync_api import expect


@pytest.fixture
def listening(settings, stream):
    """The pages know where the stream is, and their policy lets them listen."""
    address = f"http://127.0.0.1:{stream.port}"
    settings.LIVE_URL = f"{address}/live/"
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": policy | {"connect-src": [*policy["connect-src"], address]}
    }
    return stream


@pytest.fixture
def window(listening, sign_in, live_server, board, grace):
    page = sign_in(grace)
    page.goto(f"{live_server.url}/boards/{board.key}/")
    expect(page.locator("#live-state")).to_have_text("Live")
    return page


def test_what_somebody_else_moves_is_moved_here_and_what_is_typed_stays(
    card_in, build, review, window, ada
):
    card = card_in(build, "Dredge the basin")
    expect(window.locator(f"#column-{build.pk} .card")).to_have_count(1)
    typed = window.locator(f"#add-title-{review.pk}")
    typed.fill("Half a ti")
    card.move_to(review, by=ada)
    expect(window.locator(f"#column-{review.pk} #card-{card.number}")).to_be_visible()
    expect(window.locator(f"#column-{build.pk} .card")).to_have_count(0)
    expect(window.locator(f"#head-{review.pk} b")).to_have_text("1")
    expect(typed).to_have_value("Half a ti")
    expect(typed).to_be_focused()


def test_a_card_in_the_hand_stays_there_while_others_move(card_in, build, review, window, ada):
    held, other = card_in(build), card_in(build)
    expect(window.locator(f"#column-{build.pk} .card")).to_have_count(2)
    box = window.locator(f"#card-{held.number}").bounding_box()
    goal = window.locator(f"#column-{review.pk} .cards").first.bounding_box()
    window.mouse.move(box["x"] + 30, box["y"] + 20)
    window.mouse.down()
    window.mouse.move(goal["x"] + 40, goal["y"] + 30, steps=8)
    other.move_to(review, by=ada)
    window.wait_for_timeout(800)  # the news is here by now, and waits for the hand
    window.mouse.up()
    cards = window.locator(f"#column-{review.pk} .card")
    expect(cards).to_have_count(2)
    expect(window.locator(f"#card-{held.number}")).to_have_count(1)
    assert held.as_now().column == review


def test_a_stream_that_was_cut_is_taken_up_and_nothing_is_missed(
    card_in, build, window, listening, ada
):
    listening.stop(signal.SIGTERM)
    card = card_in(build, "Made in the dark")
    expect(window.locator(f"#card-{card.number}")).to_be_visible(timeout=20_000)
    listening.start()
    expect(window.locator("#live-state")).to_have_text("Live", timeout=40_000)


def test_offline_is_said_and_recovered_from(card_in, build, window):
    window.context.set_offline(True)
    expect(window.locator("#live-state")).to_contain_text("Offline. The board is as of")
    card = card_in(build, "Made meanwhile")
    window.context.set_offline(False)
    expect(window.locator(f"#card-{card.number}")).to_be_visible()
    expect(window.locator("#live-state")).to_have_text("Live")


def test_who_is_removed_is_told(board, window, listening, grace, ada):
    board.remove_member(grace, by=ada)
    listening.stop(signal.SIGTERM)
    expect(window.locator("#live-state")).to_have_text(
        "You are not on this board any more.", timeout=15_000
    )
    window.complaints.clear()  # Chromium says that the answers were 404, which is the point
