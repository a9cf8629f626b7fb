"""A move in one window is painted in the other."""

import signal

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from playwright.sync_api import expect


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


def test_who_comes_to_the_board_and_who_leaves_is_seen_at_once(window, second_window):
    """A page asks by itself every thirty seconds; what it shows sooner it was told."""
    ada = window.get_by_role("img", name="Ada is looking at this board")
    expect(ada).to_have_count(0)
    other = second_window()
    expect(ada).to_be_visible()
    expect(other.get_by_role("img", name="Grace is looking at this board")).to_be_visible()
    other.goto("about:blank")
    expect(ada).to_have_count(0)


def test_while_a_card_is_in_the_hand_other_columns_are_drawn_at_once_and_its_own_after_the_drop(
    card_in, ideas, build, review, done, window, pick_up, carry_to, ada
):
    held, other, third = card_in(build), card_in(build), card_in(ideas)
    expect(window.locator(f"#column-{build.pk} .card")).to_have_count(2)
    expect(window.locator(f"#column-{ideas.pk} .card")).to_have_count(1)
    pick_up(held)
    carry_to(review)
    other.move_to(review, by=ada)
    third.move_to(done, by=ada)
    expect(window.locator(f"#column-{done.pk} #card-{third.number}")).to_be_visible()
    expect(window.locator(f"#column-{ideas.pk} .card")).to_have_count(0)
    expect(window.locator(f"#column-{build.pk} #card-{other.number}")).to_be_visible()
    window.mouse.up()
    expect(window.locator(f"#column-{review.pk} .card")).to_have_count(2)
    expect(window.locator(f"#column-{build.pk} .card")).to_have_count(0)
    expect(window.locator(f"#card-{held.number}")).to_have_count(1)
    assert held.as_now().column == review


@pytest.fixture
def narrow_review(board, review, ada):
    """Review, which takes one card."""
    board.limit_column(review, 1, by=ada)
    return review


def test_hints_are_asked_for_again_when_others_change_the_answer(
    card_in, build, narrow_review, window, pick_up, ada
):
    held, other = card_in(build), card_in(build)
    expect(window.locator(f"#column-{build.pk} .card")).to_have_count(2)
    pick_up(held)
    expect(window.locator(f"#column-{narrow_review.pk} .cell")).to_contain_text(
        "Can go here · 1 free"
    )
    other.move_to(narrow_review, by=ada)
    expect(window.locator(f"#column-{narrow_review.pk} .cell")).to_contain_text("Cannot go here")
    window.mouse.up()


def test_the_focus_goes_with_a_card_that_somebody_else_moves(card_in, build, review, window, ada):
    card = card_in(build)
    link = window.locator(f"#card-{card.number} .card__title a")
    link.focus()
    card.move_to(review, by=ada)
    expect(window.locator(f"#column-{review.pk} #card-{card.number}")).to_be_visible()
    expect(link).to_be_focused()


def test_an_open_menu_and_what_is_typed_in_it_survive(card_in, build, review, window, ada):
    card, other = card_in(build), card_in(build)
    expect(window.locator(f"#column-{build.pk} .card")).to_have_count(2)
    window.locator(f"#card-{card.number} .card__title a").focus()
    window.keyboard.press("b")
    reason = window.get_by_role("dialog").get_by_label("What is in the way?")
    reason.fill("half a rea")
    other.move_to(review, by=ada)
    expect(window.locator(f"#column-{review.pk} .card")).to_have_count(1)
    expect(reason).to_have_value("half a rea")
    expect(reason).to_be_focused()


@pytest.fixture
def full_but_for_a_reason(board, full_review, ada):
    """Review at its limit, which lets in for a reason."""
    board.limit_column(full_review, 3, by=ada, mode="reason")
    return full_review


def test_a_reason_that_is_being_written_survives(
    card_in, build, full_but_for_a_reason, done, window, pick_up, carry_to, ada
):
    card, other = card_in(build), card_in(build)
    expect(window.locator(f"#column-{build.pk} .card")).to_have_count(2)
    pick_up(card)
    carry_to(full_but_for_a_reason)
    window.mouse.up()
    window.get_by_text("Override…").click()
    reason = window.get_by_label("Why must it go past the limit?")
    reason.fill("the audi")
    other.move_to(done, by=ada)
    expect(window.locator(f"#column-{done.pk} .card")).to_have_count(1)
    expect(reason).to_have_value("the audi")
    expect(reason).to_be_focused()
    expect(window.locator(f"#card-{card.number}")).to_have_attribute("data-refused", "")


@pytest.fixture
def last_of_many(card_in, build, ada):
    """The last of the cards of a column that is higher than the screen and has a policy."""
    build.revise(policy="Two pairs of eyes.", by=ada)
    return [card_in(build) for _ in range(21)][-1]


def test_an_open_policy_and_the_scroll_survive(last_of_many, build, review, window, ada):
    window.get_by_text("policy").click()
    window.locator("main.board").evaluate("board => board.scrollTo(0, 400)")
    last_of_many.move_to(review, by=ada)
    expect(window.locator(f"#column-{review.pk} .card")).to_have_count(1)
    expect(window.get_by_text("Two pairs of eyes.")).to_be_visible()
    assert window.locator("main.board").evaluate("board => board.scrollTop") == 400


def test_what_happens_at_once_is_fetched_together(card_in, build, review, window, ada):
    cards = [card_in(build) for _ in range(10)]
    expect(window.locator(f"#column-{build.pk} .card")).to_have_count(10)
    asked = []
    window.on(
        "request", lambda request: asked.append(request.url) if "changes" in request.url else 0
    )
    with transaction.atomic():
        for card in cards:
            card.move_to(review, by=ada)
    expect(window.locator(f"#column-{review.pk} .card")).to_have_count(10)
    expect(window.locator(f"#column-{build.pk} .card")).to_have_count(0)
    assert 1 <= len(asked) <= 3


def test_two_windows_of_one_person_show_the_same(
    card_in, build, review, window, pick_up, carry_to, live_server, board
):
    card = card_in(build)
    expect(window.locator(f"#column-{build.pk} .card")).to_have_count(1)
    other = window.context.new_page()
    other.goto(f"{live_server.url}/boards/{board.key}/")
    expect(other.locator("#live-state")).to_have_text("Live")
    window.bring_to_front()
    pick_up(card)
    carry_to(review)
    window.mouse.up()
    expect(other.locator(f"#column-{review.pk} #card-{card.number}")).to_be_visible()
    expect(other.locator(f"#card-{card.number}")).to_have_count(1)
    expect(other.locator(f"#head-{review.pk} b")).to_have_text("1")
    other.close()


def test_a_stream_that_was_cut_is_taken_up_and_nothing_is_missed(
    card_in, build, window, listening, ada
):
    listening.stop(signal.SIGTERM)
    card = card_in(build, "Made in the dark")
    expect(window.locator(f"#card-{card.number}")).to_be_visible(timeout=20_000)
    listening.start()
    expect(window.locator("#live-state")).to_have_text("Live", timeout=40_000)


IMPATIENT = """
    const after = window.setTimeout;
    const shorter = { 40000: 6000, 10000: 1500 };
    window.setTimeout = (what, ms, ...more) => after(what, shorter[ms] ?? ms, ...more);
"""  # the times after which the page calls a stream silent


def test_a_stream_that_falls_silent_is_not_called_live(window, listening, card_in, build):
    window.add_init_script(IMPATIENT)
    window.reload()
    expect(window.locator("#live-state")).to_have_text("Live")
    listening.process.send_signal(signal.SIGSTOP)  # its connections stay open
    try:
        expect(window.locator("#live-state")).to_contain_text("every few seconds", timeout=30_000)
        card = card_in(build, "Made in silence")
        expect(window.locator(f"#card-{card.number}")).to_be_visible()
    finally:
        listening.process.send_signal(signal.SIGCONT)


def test_offline_is_said_and_recovered_from(card_in, build, window):
    window.context.set_offline(True)
    expect(window.locator("#live-state")).to_contain_text("Offline. The board is as of")
    card = card_in(build, "Made meanwhile")
    window.context.set_offline(False)
    expect(window.locator(f"#card-{card.number}")).to_be_visible()
    expect(window.locator("#live-state")).to_have_text("Live")
    window.complaints.clear()  # htmx says that what was on its way got lost, which is the point


def test_who_is_removed_is_told(board, window, grace, ada, build, card_in):
    board.remove_member(grace, by=ada)
    expect(window.locator("#live-state")).to_have_text("You are not on this board any more.")
    window.complaints.clear()  # Chromium says that the answers were 404, which is the point


def test_who_is_signed_out_is_told_and_stays_on_the_page(
    board, window, grace, ada, build, card_in, live_server
):
    typed = window.locator(f"#add-title-{build.pk}")
    typed.fill("Half a ti")
    Session.objects.all().delete()
    card_in(build)
    expect(window.locator("#live-state")).to_contain_text("You are signed out.")
    expect(typed).to_have_value("Half a ti")


def test_a_column_that_got_another_name_is_shown_when_nothing_is_being_typed(
    window, build, ada, live_server
):
    typed = window.locator(f"#add-title-{build.pk}")
    with window.expect_response("**/changes/**"):
        typed.fill("Half a ti")
        build.revise(name="Make", by=ada)
    expect(typed).to_have_value("Half a ti")
    typed.fill("")
    expect(window.get_by_role("heading", name="Make")).to_be_visible()


def test_who_else_looks_is_shown_by_name(window, browser, live_server, browser_of, board, ada):
    cookie = browser_of(ada).cookies["sessionid"].value
    other = browser.new_context()
    other.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = other.new_page()
    page.goto(f"{live_server.url}/boards/{board.key}/")
    expect(page.get_by_role("img", name="Grace is looking at this board")).to_be_visible()
    here = window.get_by_role("img", name="Ada is looking at this board")
    expect(here).to_be_visible()  # at once, though the page looks every thirty seconds only
    page.goto(f"{live_server.url}/")
    expect(here).to_have_count(0)
    other.close()


def test_without_a_stream_the_page_asks_for_the_version_and_is_told_304(
    sign_in, live_server, board, grace, ada, build, card_in, caplog
):
    page = sign_in(grace)
    page.goto(f"{live_server.url}/boards/{board.key}/")

    def answers():
        about = f"GET /boards/{board.key}/version/"
        return [each.status for each in caplog.records if each.getMessage() == about]

    eventually(lambda: 304 in answers(), page)
    card = card_in(build, "Found by asking")
    expect(page.locator(f"#card-{card.number}")).to_be_visible()


def eventually(question, page, seconds=20):
    """Wait for a true answer while the page goes on."""
    for _ in range(seconds * 10):
        if question():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not come true")
