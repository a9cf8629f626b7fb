"""People talk on a card: they say, edit and take back; each comment has an address."""

import pytest
from django.urls import reverse


@pytest.fixture
def card(card_in, build):
    return card_in(build)


@pytest.fixture
def page(browser_of, card):
    def load(person, **asked) -> str:
        return browser_of(person).get(f"/boards/SLU/cards/{card.number}/", asked).content.decode()

    return load


@pytest.fixture
def post(browser_of, card):
    def to(person, verb, comment, **said):
        url = reverse(verb, args=["SLU", card.number, comment.pk])
        return browser_of(person).post(url, said)

    return to


def test_a_comment_is_said_in_markdown(ask, page, card, grace, vera):
    answer = ask(grace, "comments", card, text="The *key* is lost")
    assert answer["Location"].endswith("/cards/1/#comments")
    html = page(vera)
    assert "The <em>key</em> is lost" in html
    assert "1 comment" in html
    assert "Grace" in html


@pytest.mark.parametrize("text", ["", "   ", "x" * 20_001, "a\0b"])
def test_a_comment_that_says_nothing_or_too_much_is_an_error(ask, card, grace, text):
    answer = ask(grace, "comments", card, text=text)
    assert answer.status_code == 422
    assert not card.comments.exists()


def test_ones_own_comment_is_edited_and_says_so(post, page, card, grace):
    comment = card.comment("Whose?", by=grace)
    assert "edited" not in page(grace)
    answer = post(grace, "change-comment", comment, text="Which?")
    assert answer["Location"].endswith(f"#comment-{comment.pk}")
    html = page(grace)
    assert "Which?" in html
    assert ">edited</time>" in html


def test_ones_own_comment_is_removed(post, page, card, grace):
    comment = card.comment("Whose?", by=grace)
    post(grace, "remove-comment", comment)
    assert "Whose?" not in page(grace)


def test_nobody_is_offered_to_change_what_others_said(page, card, ada, grace):
    comment = card.comment("Whose?", by=grace)
    own = f'href="/boards/SLU/cards/1/comments/{comment.pk}/change/"'
    assert own in page(grace)
    assert own not in page(ada)


def test_the_last_comments_are_shown_in_order_and_the_others_a_page_away(page, card, grace):
    for n in range(45):
        card.comment(f"said {n:02}", by=grace)
    first = page(grace)
    assert first.index("said 25") < first.index("said 44")
    assert "said 24" not in first
    assert "45 comments" in first
    assert "said 24" in page(grace, comments=2)
    assert "said 04" in page(grace, comments=3)


def test_a_comment_is_found_at_its_address_however_old(browser_of, card, grace):
    comments = [card.comment(f"said {n}", by=grace) for n in range(45)]
    for comment, number in [
        (comments[44], 1),
        (comments[25], 1),
        (comments[24], 2),
        (comments[0], 3),
    ]:
        url = reverse("comment", args=["SLU", card.number, comment.pk])
        where = browser_of(grace).get(url)["Location"]
        assert where == f"/boards/SLU/cards/1/?comments={number}#comment-{comment.pk}"


@pytest.mark.parametrize("odd", ["x", "0", "-1", "99", "9" * 40])
def test_an_odd_page_is_no_error(page, card, grace, odd):
    card.comment("Hello", by=grace)
    assert "Hello" in page(grace, comments=odd, before=odd, since=odd)


def test_a_comment_of_another_card_is_not_found_here(browser_of, card_in, build, grace):
    card_in(build)
    comment = card_in(build).comment("Elsewhere", by=grace)
    url = reverse("comment", args=["SLU", 1, comment.pk])
    assert browser_of(grace).get(url).status_code == 404
