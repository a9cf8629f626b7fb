"""The pages of a standup: the walk, what goes before it, and what is kept."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from flow.standup.models import Action, Reader, Standup

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def at_standup(browser_of, walk_url):
    """A step at the standup, taken by somebody: `at_standup(ada, "come", column=1)`."""

    def step(person, verb="", /, **said):
        return browser_of(person).post(f"{walk_url}{verb}/", said)

    return step


@pytest.fixture
def begun(at_standup, board, ada) -> Standup:
    at_standup(ada, "begin")
    return Standup.objects.get()


def test_before_it_the_page_offers_to_start_it(browser_of, walk_url, grace):
    answer = browser_of(grace).get(walk_url).content.decode()
    assert "Start the standup" in answer
    assert "No standup has been held here yet." in answer


def test_a_viewer_may_follow_but_not_start_it(browser_of, at_standup, walk_url, vera):
    assert "Start the standup" not in browser_of(vera).get(walk_url).content.decode()
    assert at_standup(vera, "begin").status_code == 403


def test_it_begins_at_the_rightmost_column_that_has_something_to_say(
    card_in, build, review, at_standup, ada
):
    card_in(build)
    card = card_in(review)
    at_standup(ada, "begin")
    begun = Standup.objects.get()
    assert (begun.column, begun.card) == (review, card)


def test_it_begins_with_the_most_pressing_card(card_in, review, at_standup, ada):
    card_in(review, "Calm")
    blocked = card_in(review, "Stuck").block(reason="the key", by=ada)
    at_standup(ada, "begin")
    standup = Standup.objects.get()
    assert (standup.column, standup.card) == (review, blocked)


def test_everybody_who_has_it_open_is_shown_where_the_lead_is(
    card_in, build, review, begun, at_standup, browser_of, walk_url, ada, vera
):
    card = card_in(build, "Berth map")
    at_standup(ada, "come", column=build.pk, card=card.number)
    answer = browser_of(vera).get(walk_url).content.decode()
    assert "<bdi>Ada</bdi> leads" in answer
    assert 'id="turn-1" data-heat="0" aria-current="true"' in answer


def test_who_does_not_lead_is_refused_in_words(begun, at_standup, build, grace):
    answer = at_standup(grace, "come", column=build.pk)
    assert answer.status_code == 409
    assert "Ada leads this standup now." in answer.content.decode()


def test_a_step_without_a_standup_is_refused_in_words(at_standup, build, ada):
    answer = at_standup(ada, "come", column=build.pk)
    assert answer.status_code == 409
    assert "No standup is running here." in answer.content.decode()


@pytest.mark.parametrize("column", ["", "0", "what", "9" * 40])
def test_an_odd_step_goes_nowhere(begun, at_standup, ada, column):
    at_standup(ada, "come", column=column, card="x")
    begun_now = Standup.objects.get()
    assert begun_now.column_id == begun.column_id


def test_a_press_that_is_sent_twice_skips_one_card(card_in, review, begun, at_standup, ada):
    first, second, third = (card_in(review) for _ in range(3))
    at_standup(ada, "come", column=review.pk, card=first.number)
    for _ in range(2):
        assert at_standup(ada, "skip", card=first.number).status_code == 302
    begun.refresh_from_db()
    assert begun.card == second
    assert [look.card for look in begun.looks.skipped()] == [first]
    at_standup(ada, "skip", card=second.number)
    begun.refresh_from_db()
    assert begun.card == third


def test_a_page_that_shows_the_present_step_gets_nothing_new(
    begun, browser_of, walk_url, board, ada
):
    client = browser_of(ada)
    board.refresh_from_db()
    seen = f"{begun.steps}-{board.version}-0"
    assert client.post(f"{walk_url}attend/", {"seen": seen}, **HTMX).status_code == 204
    assert client.post(f"{walk_url}attend/", {"seen": "0-0-0"}, **HTMX).status_code == 200


def test_one_may_look_elsewhere_and_come_back(begun, browser_of, walk_url, ideas, grace):
    answer = browser_of(grace).get(walk_url, {"column": ideas.pk}).content.decode()
    assert "Back to the others" in answer


def test_a_comment_and_people_are_given_from_here(
    card_in, review, begun, at_standup, ada, grace, board
):
    card = card_in(review)
    at_standup(grace, f"cards/{card.number}/comment", text="On it")
    at_standup(ada, f"cards/{card.number}/assign", assignees=[grace.pk])
    assert card.comments.get().text == "On it"
    assert list(card.assignees.all()) == [grace]


def test_a_plain_form_comes_back_to_the_standup(
    card_in, build, review, begun, browser_of, walk_url, ada
):
    card = card_in(build)
    client, of_card = browser_of(ada), f"/boards/SLU/cards/{card.number}"
    assert (
        client.post(f"{of_card}/block/", {"reason": "the key", "back": "standup"}).url == walk_url
    )
    asked = client.get(f"{of_card}/placement/", {"back": "standup"}).content.decode()
    assert '<input type="hidden" name="back" value="standup">' in asked
    moved = client.post(f"{of_card}/move/", {"column": review.pk, "back": "standup"})
    assert moved.url == walk_url


def test_somebody_elses_limit_refuses_here_too(
    card_in, build, begun, at_standup, board, ada, grace
):
    board.add_limit(maximum=1, each_person=True, by=ada)
    card_in(build, assignees=[grace])
    other = card_in(build)
    answer = at_standup(ada, f"cards/{other.number}/assign", assignees=[grace.pk])
    assert answer.status_code == 409
    assert "Grace has 1 of 1" in answer.content.decode()
    assert not other.assignees.exists()


def test_an_action_becomes_one_card_however_often_it_is_asked(begun, at_standup, ideas, ada, board):
    at_standup(ada, "note", text="Ask the vendor")
    at_standup(ada, "end")
    action = Action.objects.get()
    for _twice in range(2):
        at_standup(ada, f"actions/{action.pk}/card", column=ideas.pk)
    assert board.cards.get().title == "Ask the vendor"


def test_an_action_that_a_full_column_refuses_waits(begun, at_standup, full_review, ada, board):
    at_standup(ada, "note", text="Ask the vendor")
    at_standup(ada, "end")
    answer = at_standup(ada, f"actions/{Action.objects.get().pk}/card", column=full_review.pk)
    assert answer.status_code == 409
    assert Action.objects.get().card is None


def test_an_action_without_words_is_asked_for_again(begun, at_standup, ada):
    answer = at_standup(ada, "note", text=" ")
    assert answer.status_code == 422
    assert not Action.objects.exists()


def test_what_was_done_meanwhile_is_kept(
    card_in, build, review, begun, at_standup, browser_of, ada, walk_url
):
    card = card_in(build, "Berth map")
    at_standup(ada, "come", column=build.pk, card=card.number)
    card.move_to(review, by=ada)
    kept = browser_of(ada).get(at_standup(ada, "end").url).content.decode()
    assert "Berth map" in kept
    assert "moved" in kept
    card.block(reason="later", by=ada)
    assert (
        "newly blocked" not in browser_of(ada).get(f"{walk_url}kept/{begun.pk}/").content.decode()
    )


def test_the_summaries_are_mailed_to_who_wants_them(at_standup, grace, board):
    at_standup(grace, "mail", wants="on")
    assert Reader.objects.wants(board, grace)
    at_standup(grace, "mail")
    assert not Reader.objects.wants(board, grace)


def test_the_number_of_statements_does_not_grow_with_the_cards(
    card_in, build, begun, browser_of, walk_url, ada
):
    def statements() -> int:
        client = browser_of(ada)
        client.get(walk_url)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(walk_url)
        return len(captured)

    card_in(build)
    few = statements()
    for _ in range(20):
        card_in(build)
    assert statements() == few
