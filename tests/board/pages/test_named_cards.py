"""The key of a card in a text is a link to it, with its title, for those who may see it."""

import pytest

from board.display.page.named_cards import NamedCards
from board.markdown import rendered
from board.models import Board
from flow.standup.models import Standup
from tests.cast import COLUMNS

LINK = '<a class="card-key" href="/boards/SLU/cards/1/" title="Dredge &quot;deep&quot;">SLU-1</a>'


@pytest.fixture
def card(build, card_in):
    return card_in(build, 'Dredge "deep"')


@pytest.fixture
def html(ada, card):
    """A text as Ada sees it: `html("see SLU-1")`."""
    return lambda text, by=ada: NamedCards(by, [text]).in_html(rendered(text))


def test_a_key_is_a_link_with_the_title_as_hint(html):
    assert html("see SLU-1, please") == f"<p>see {LINK}, please</p>\n"
    assert html("**SLU-1**") == f"<p><strong>{LINK}</strong></p>\n"


@pytest.mark.parametrize(
    "text",
    ["SLU-9", "slu-1", "XSLU-1", "SLU-1-2", "SLU-01", "SLU-1a", "a/SLU-1", "#SLU-1", "UTF-8"],
)
def test_what_is_no_key_of_a_card_stays_text(html, text):
    assert "card-key" not in html(text)


@pytest.mark.parametrize(
    "text",
    [
        "`SLU-1`",
        "```\nSLU-1\n```",
        "[SLU-1](https://example.org)",
        "https://example.org/SLU-1",
        '[x](https://example.org "a > SLU-1 >")',
        '[x](https://example.org "SLU-1")',
        "![SLU-1](https://example.org/x.png)",
        "<b>https://example.org/?q=SLU-1</b>",
    ],
)
def test_a_key_in_code_in_a_link_or_in_an_attribute_is_left_alone(html, text):
    assert html(text) == rendered(text)


def test_a_title_can_do_no_harm(html, card, ada):
    card.revise(title='"><script>alert(1)</script>', by=ada)
    said = html("SLU-1")
    assert "<script" not in said
    assert 'title="&quot;&gt;&lt;script&gt;' in said


def test_who_may_not_see_a_card_sees_text_and_no_title(html, card, sam, vera):
    assert html("SLU-1", sam) == "<p>SLU-1</p>\n"
    assert LINK in html("SLU-1", vera)
    card.discard(by=card.created_by)
    assert html("SLU-1", vera) == "<p>SLU-1</p>\n"


def test_many_keys_take_one_statement_and_a_text_without_any_takes_none(
    html, django_assert_num_queries
):
    with django_assert_num_queries(0):
        html("no key at all")
    text = " ".join(f"SLU-{number} AB{number}-1" for number in range(1, 400))
    with django_assert_num_queries(1):
        assert LINK in html(text)


def test_every_text_of_a_card_links_keys(card, build, card_in, browser_of, grace, ada):
    other = card_in(build, "Other", description="after SLU-1")
    other.add_to_checklist("step", ["like <i> SLU-1"], by=ada)
    other.add_to_checklist("scenario", ["Given SLU-1 is done"], by=ada)
    other.comment("ask at SLU-1", by=ada)
    other.block(reason="needs SLU-1", by=ada)
    page = browser_of(grace).get("/boards/SLU/cards/2/").content.decode()
    for words in (
        f"after {LINK}",
        f"like &lt;i&gt; {LINK}",
        f"{LINK} is done",
        f"ask at {LINK}",
        f"needs {LINK}",
    ):
        assert words in page
    look = browser_of(grace).post("/boards/SLU/cards/2/preview/", {"description": "SLU-1"})
    assert LINK in look.content.decode()


def test_the_title_of_a_card_of_another_board_is_for_its_members(
    card, build, card_in, browser_of, grace, ada
):
    quay = Board.make("Quay", key="QUA", by=ada, columns=COLUMNS)
    quay.create_card("Secret crane", by=ada, column=quay.columns.first())
    card_in(build, "Other", description="after QUA-1")
    for person, sees in ((ada, True), (grace, False)):
        page = browser_of(person).get("/boards/SLU/cards/2/").content.decode()
        assert ("Secret crane" in page) is sees
        assert "after" in page


def test_a_policy_names_cards_of_its_board_for_whoever_looks(
    board, review, card, ada, vera, browser_of
):
    review.revise(policy="Like SLU-1 & <b>\nnot SLU-9", by=ada)
    page = browser_of(vera).get("/boards/SLU/").content.decode()
    assert f"Like {LINK} &amp; &lt;b&gt;<br>not SLU-9" in page
    card.revise(title="Fill", by=ada)
    assert 'title="Fill">SLU-1</a>' in browser_of(vera).get("/boards/SLU/").content.decode()


def test_what_a_standup_agreed_on_names_cards(board, card, ada, vera, browser_of):
    standup = Standup.begin(board, since_version=0, by=ada)
    standup.note("Look at SLU-1 <b>", by=ada)
    for person in (ada, vera):
        page = browser_of(person).get("/boards/SLU/standup/").content.decode()
        assert f"Look at {LINK} &lt;b&gt;" in page
    standup.end()
    page = browser_of(vera).get(f"/boards/SLU/standup/kept/{standup.pk}/").content.decode()
    assert f"Look at {LINK} &lt;b&gt;" in page
