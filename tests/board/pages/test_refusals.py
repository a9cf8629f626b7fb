"""A page that is refused says why, and offers what this person may do and nothing else."""

import re

import pytest
from django.urls import reverse

from board.models import Limit


def test_a_plain_form_that_is_refused_gets_a_page_with_the_words(
    ask, full_review, card_in, build, grace
):
    card = card_in(build)
    answer = ask(grace, "move", card, column=full_review.pk)
    assert answer.status_code == 409
    words = answer.content.decode()
    assert "Review is full, 3 of 3." in words
    assert "<!doctype html>" in words
    assert card.as_now().column == build


def test_the_page_of_the_board_gets_the_words_alone(ask, full_review, card_in, build, grace):
    answer = ask(grace, "move", card_in(build), hx=True, column=full_review.pk)
    assert answer.status_code == 409
    words = answer.content.decode()
    assert 'hx-target="#notices"' in words
    assert "<html" not in words


def test_a_swap_is_offered_and_works(ask, full_review, card_in, build, grace):
    card = card_in(build)
    answer = ask(grace, "move", card, hx=True, column=full_review.pk)
    assert "Swap with SLU-1" in answer.content.decode()
    swapped = ask(grace, "swap", card, hx=True, **{"with": "1"})
    assert swapped.status_code == 200
    assert card.as_now().column == full_review


def test_an_override_is_not_offered_where_the_limit_refuses(ask, full_review, card_in, build, ada):
    answer = ask(ada, "move", card_in(build), hx=True, column=full_review.pk)
    assert "Override" not in answer.content.decode()


def test_an_override_says_the_refused_request_again_with_the_versions_that_were_seen(
    ask, reasons_allowed, card_in, build, grace
):
    card = card_in(build)
    refused = ask(grace, "move", card, column=reasons_allowed.pk, back="board").content.decode()
    form = refused.split('class="override__form"')[1].split("</form>")[0]
    said = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    said.pop("csrfmiddlewaretoken", None)
    assert said["limit_versions"] == f"{Limit.objects.get().pk}:{Limit.objects.get().version}"
    said["override_reason"] = "the auditor leaves"
    answer = ask(grace, "move", card, **said)
    assert answer.status_code == 302
    assert card.as_now().column == reasons_allowed
    assert card.overrides.get().reason == "the auditor leaves"


def test_a_limit_that_changed_since_refuses_the_override(
    ask, board, reasons_allowed, card_in, build, grace, ada
):
    card, limit = card_in(build), Limit.objects.get()
    said = {"column": reasons_allowed.pk, "limit_versions": f"{limit.pk}:{limit.version}"}
    board.limit_column(reasons_allowed, 2, by=ada)
    answer = ask(grace, "move", card, override_reason="please", **said)
    assert answer.status_code == 409
    assert card.as_now().column == build


def test_a_new_card_that_is_refused_keeps_its_title(browser_of, reasons_allowed, board, grace):
    answer = browser_of(grace).post(
        reverse("cards", args=[board.key]),
        {"title": "Port audit export", "column": reasons_allowed.pk},
    )
    assert answer.status_code == 409
    assert 'value="Port audit export"' in answer.content.decode()
    assert board.cards.count() == 3


def test_a_stale_card_is_shown_where_it_is_now(ask, card_in, build, review, done, grace):
    card = card_in(build)
    card.move_to(done, by=grace)
    answer = ask(grace, "move", card, hx=True, column=review.pk, expected_version=card.version)
    words = answer.content.decode()
    assert answer.status_code == 409
    assert "It is in Done now" in words
    assert f'hx-target="#cards-{done.pk}-' in words


def test_a_retry_of_a_move_is_answered_as_the_move_was(ask, card_in, build, review, grace):
    card, key = card_in(build), {"Idempotency-Key": "one-drag"}
    for _ in range(2):
        answer = ask(grace, "move", card, hx=True, headers=key, column=review.pk)
        assert answer.status_code == 200
    assert card.events.filter(kind="moved").count() == 1


def test_a_key_that_was_used_for_another_request_is_said_to_be(
    ask, card_in, build, review, done, grace
):
    card, key = card_in(build), {"Idempotency-Key": "one-drag"}
    ask(grace, "move", card, hx=True, headers=key, column=review.pk)
    answer = ask(grace, "move", card, hx=True, headers=key, column=done.pk)
    assert answer.status_code == 422
    assert "was used for another request" in answer.content.decode()


@pytest.mark.parametrize("versions", ["x", "1:", ":", "1:²", f"{'9' * 5000}:1"])
def test_versions_of_limits_that_make_no_sense_are_an_error_of_the_form(
    ask, card_in, build, review, grace, versions
):
    card = card_in(build)
    answer = ask(grace, "move", card, column=review.pk, limit_versions=versions)
    assert answer.status_code == 422
    assert card.as_now().column == build


@pytest.mark.parametrize("said", [{}, {"column": "x"}, {"column": "0"}, {"column": "9" * 30}])
def test_a_move_to_nowhere_is_an_error_of_the_form(ask, card_in, build, grace, said):
    card = card_in(build)
    assert ask(grace, "move", card, **said).status_code == 422
    assert ask(grace, "move", card, hx=True, **said).status_code == 422
    assert card.as_now().column == build


def test_a_person_whose_session_has_ended_is_sent_to_sign_in_and_back(client, card_in, build):
    card = card_in(build)
    url = reverse("move", args=["SLU", card.number])
    plain = client.post(url, {})
    assert plain["Location"] == "/accounts/login/?next=/boards/SLU/cards/1/"
    hx = {"HX-Request": "true", "HX-Current-URL": "http://testserver/boards/SLU/"}
    assert client.post(url, {}, headers=hx)["HX-Redirect"] == ("/accounts/login/?next=/boards/SLU/")


def test_an_answer_says_what_of_the_page_it_draws(
    ask, full_review, build, card_in, browser_of, grace
):
    """A page that cannot read this has no answer of ours before it, whatever the text is."""
    card = card_in(build)
    refused = ask(grace, "move", card, hx=True, column=full_review.pk)
    assert (refused.status_code, refused["Sluice-Draws"]) == (409, "page")
    odd = ask(grace, "move", card, hx=True, column=4711)
    assert (odd.status_code, odd["Sluice-Draws"]) == (422, "page")
    moved = ask(grace, "move", card, hx=True, column=build.pk)
    assert (moved.status_code, moved["Sluice-Draws"]) == (200, "page")
    again = ask(grace, "split", card, hx=True, another="on")
    assert (again.status_code, again["Sluice-Draws"]) == (200, "dialog")
    assert "Sluice-Draws" not in ask(grace, "move", card, column=build.pk)
