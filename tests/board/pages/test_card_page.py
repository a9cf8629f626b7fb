"""The page of a card: its facts, its history in words, and a plain form for every verb."""

import pytest
import time_machine
from django.urls import reverse

from board.models import Service


@pytest.fixture
def page(browser_of, grace):
    def load(card) -> str:
        return browser_of(grace).get(reverse("card", args=["SLU", card.number])).content.decode()

    return load


def test_the_history_is_told_in_words(page, card_in, ideas, build, review, ada, grace):
    card = card_in(ideas)
    card.move_to(build, by=grace)
    card.assign(grace, by=ada)
    card.block(reason="no key", by=grace)
    card.unblock(by=ada)
    card.revise(by=ada, title="Other", labels=["api"])
    card.swap_with(card_in(review), by=ada)
    card.undo(by=ada)
    html = page(card)
    for words in (
        "Ada made it in Ideas",
        "Grace moved it from Ideas to Build",
        "Ada assigned it to Grace",
        "Grace blocked it: no key",
        "Ada unblocked the card",
        "Ada changed the title, the labels",
        "Ada swapped it into Review",
        "Ada undid the move",
    ):
        assert words in html


def test_a_limit_that_was_passed_is_told(page, card_in, build, reasons_allowed, ada, ask):
    card, limit = card_in(build), reasons_allowed.limits.get()
    seen = f"{limit.pk}:{limit.version}"
    column = reasons_allowed.pk
    ask(ada, "move", card, column=column, limit_versions=seen, override_reason="an audit")
    html = page(card)
    assert "moved it from Build to Review, past Review, 3 of 3" in html
    assert "an audit" in html


def test_the_move_form_says_what_room_each_column_has(page, card_in, build, full_review):
    assert "Review: full, 3 of 3" in page(card_in(build))


def test_a_card_is_moved_by_a_plain_form(ask, card_in, build, review, grace):
    card = card_in(build)
    answer = ask(grace, "move", card, column=review.pk)
    assert answer["Location"] == f"/boards/SLU/cards/{card.number}/"
    assert card.as_now().column == review


def test_a_form_of_the_board_goes_back_to_the_board(ask, card_in, build, review, grace):
    card = card_in(build)
    answer = ask(grace, "move", card, column=review.pk, back="board")
    assert answer["Location"] == f"/boards/SLU/#card-{card.number}"


def test_a_card_is_put_before_another(ask, card_in, build, review, grace):
    first, card = card_in(review), card_in(build)
    ask(grace, "move", card, column=review.pk, before=first.number)
    assert list(review.cards.in_order()) == [card, first]


@pytest.mark.parametrize("key", ["2", "SLU-2", "slu-2"])
def test_a_card_is_swapped_by_number_or_key(ask, card_in, build, review, grace, key):
    card, _other = card_in(build), card_in(review)
    assert ask(grace, "swap", card, **{"with": key}).status_code == 302
    assert card.as_now().column == review


@pytest.mark.parametrize("key", ["", "77", "XXX-2", "two", "9" * 20])
def test_a_swap_with_no_card_is_an_error_of_the_form(ask, card_in, build, grace, key):
    assert ask(grace, "swap", card_in(build), **{"with": key}).status_code == 422


def test_a_card_is_blocked_with_a_reason_and_unblocked(ask, card_in, build, grace):
    card = card_in(build)
    ask(grace, "block", card, reason="no key")
    assert card.as_now().is_blocked
    ask(grace, "unblock", card)
    assert not card.as_now().is_blocked


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_a_block_without_a_reason_or_with_a_novel_is_an_error_of_the_form(
    ask, card_in, build, grace, reason
):
    card = card_in(build)
    answer = ask(grace, "block", card, reason=reason)
    assert answer.status_code == 422
    assert reason.strip() in answer.content.decode()
    assert not card.as_now().is_blocked


def test_a_card_is_archived_is_found_in_the_archive_and_restored(
    ask, browser_of, card_in, build, grace
):
    card = card_in(build, "Old thing")
    ask(grace, "archive", card)
    assert "Old thing" in browser_of(grace).get("/boards/SLU/archive/").content.decode()
    ask(grace, "restore", card)
    assert card.as_now().archived_at is None


def test_a_finished_card_is_reopened(ask, card_in, build, done, grace):
    card = card_in(build).move_to(done, by=grace)
    ask(grace, "reopen", card)
    assert card.as_now().column == build


def test_a_started_card_is_returned_to_the_backlog(ask, card_in, ideas, build, grace):
    card = card_in(ideas).move_to(build, by=grace)
    ask(grace, "return", card)
    assert card.as_now().started_at is None


def test_the_last_move_is_undone(ask, card_in, build, review, grace):
    card = card_in(build).move_to(review, by=grace)
    ask(grace, "undo", card, expected_version=card.version)
    assert card.as_now().column == build


@pytest.fixture
def edit(browser_of, board, grace):
    def post(card, part, **changed):
        said = {"title": {"title": card.title}, "description": {}}.get(
            part, {"service_class": card.service_class_id, "lane": card.lane_id}
        )
        url = reverse("edit", args=["SLU", card.number, part])
        return browser_of(grace).post(url, said | changed)

    return post


def test_the_words_of_a_card_are_edited_each_by_itself(edit, card_in, build):
    card = card_in(build)
    assert edit(card, "title", title="New words").status_code == 302
    assert edit(card, "description", description="More of them").status_code == 302
    card = card.as_now()
    assert (card.title, card.description) == ("New words", "More of them")


def test_the_facts_of_a_card_are_edited_as_one_change(edit, board, card_in, build, grace):
    card = card_in(build)
    answer = edit(
        card,
        "facts",
        due_on="2026-12-24",
        size="3",
        labels="api, booking",
        assignees=[grace.pk],
        service_class=board.class_of(Service.EXPEDITE).pk,
    )
    assert answer.status_code == 302
    card = card.as_now()
    assert (str(card.due_on), card.size) == ("2026-12-24", 3)
    assert [label.name for label in card.labels.all()] == ["api", "booking"]
    assert card.people == [grace.pk]
    assert card.service_class.kind == "expedite"


def test_an_assignment_past_a_persons_limit_is_refused(edit, board, card_in, build, grace, ada):
    board.add_limit(by=ada, name="One each", maximum=1, each_person=True)
    card_in(build, assignees=[grace])
    card = card_in(build)
    answer = edit(card, "facts", assignees=[grace.pk])
    assert answer.status_code == 409
    assert "Grace has 1 of 1" in answer.content.decode()
    assert card.as_now().people == []


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("title", {"title": ""}),
        ("title", {"title": "x" * 201}),
        ("description", {"description": "x" * 50_001}),
        ("facts", {"due_on": "soon"}),
        ("facts", {"size": "40000"}),
        ("facts", {"labels": "x" * 41}),
        ("facts", {"service_class": "77777"}),
        ("facts", {"assignees": ["77777"]}),
    ],
)
def test_a_wrong_field_is_an_error_of_the_form_and_nothing_is_lost(
    edit, card_in, build, part, wrong
):
    card = card_in(build)
    answer = edit(card, part, **wrong)
    assert answer.status_code == 422
    typed = next(iter(wrong.values()))
    assert part != "description" or typed in answer.content.decode()
    assert card.as_now().version == card.version


def test_a_day_is_the_boards_wherever_the_reader_is(board, build, card_in, browser_of, ada):
    type(board).objects.update(time_zone="Pacific/Auckland")
    ada.time_zone = "America/Los_Angeles"
    ada.save()
    with time_machine.travel("2026-11-16T11:30:00Z", tick=False):  # the 17th in Auckland
        card = card_in(build)
    page = browser_of(ada).get(reverse("card", args=[board.key, card.number]))
    assert "17 November 2026" in page.content.decode()
