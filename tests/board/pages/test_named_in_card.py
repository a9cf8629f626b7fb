"""A member whom a text names after an @ is marked in it, for all who see the text."""

import pytest

from board.display.page.named_in_card import NamedInCard
from board.markdown import rendered

GRACE = '<span class="named-member">@Grace</span>'


@pytest.fixture
def html(ada, board, grace):
    """A text as Ada sees it: `html("ask @Grace")`."""
    return lambda text, by=ada: NamedInCard(by, board, [text]).in_html(rendered(text))


def test_a_member_is_marked_and_who_reads_knows_themselves(html, grace):
    assert html("ask @Grace, please") == f"<p>ask {GRACE}, please</p>\n"
    you = '<span class="named-member named-member--you">@grace@example.org</span>'
    assert html("**@grace@example.org**", grace) == f"<p><strong>{you}</strong></p>\n"


@pytest.mark.parametrize(
    "text",
    ["@Sam", "@nobody", "a@Grace", "`@Grace`", "```\n@Grace\n```", "[@Grace](https://x.org)"],
)
def test_who_is_no_member_and_what_is_code_or_a_link_stays_as_it_is(html, sam, text):
    assert html(text) == rendered(text)


def test_a_name_can_do_no_harm(html, grace):
    grace.name = "<b>x & 'y'"
    grace.save()
    assert "<b>" not in html("for @<b>x & 'y'")
    assert html("1 < 2 & @grace") == (
        '<p>1 &lt; 2 &amp; <span class="named-member">@grace</span></p>\n'
    )


def test_many_texts_take_one_statement_for_people_and_none_without_an_at_sign(
    ada, board, grace, django_assert_num_queries
):
    texts = ["@Grace and @Vera " * 90, "@Grace again"]
    named = NamedInCard(ada, board, texts)
    with django_assert_num_queries(1):
        assert all(GRACE in named.in_html(rendered(text)) for text in texts)
    with django_assert_num_queries(0):
        NamedInCard(ada, board, ["mail a@b.example"]).in_html(rendered("mail a@b.example"))


def test_a_card_marks_members_where_they_are_told_of_it(build, card_in, browser_of, grace, ada):
    card = card_in(build, description="for @Grace")
    card.comment("and @Ada", by=grace)
    page = browser_of(ada).get("/boards/SLU/cards/1/").content.decode()
    assert GRACE in page
    assert '<span class="named-member named-member--you">@Ada</span>' in page
