"""What people type is shown as they typed it, and is never markup."""

from html.parser import HTMLParser

import pytest
from allauth.usersessions.models import UserSession
from django.urls import reverse

from board.models import ApiToken, Board, Invitation, Role
from board.notices.invitations import send_invitation

NASTY = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
NASTY_ADDRESS = '"<script>alert(1)</script>"@example.org'  # a valid one


@pytest.fixture
def harbour(ada) -> Board:
    """A board where every text that somebody may type is nasty."""
    ada.name = NASTY
    ada.save()
    board = Board.make(
        NASTY,
        key="BAD",
        by=ada,
        columns=[(NASTY[:60], "queue"), (NASTY[1:60], "active"), ("Done", "done")],
        lanes=[NASTY[:60], NASTY[1:60]],
    )
    _ideas, doing, _done = board.columns.all()
    board.limit_column(doing, 1, by=ada, mode="reason")
    board.add_limit(by=ada, name=NASTY, maximum=1, each_person=True)
    board.add_limit(by=ada, name=NASTY, maximum=2, columns=board.columns.all())
    card = board.create_card(
        NASTY, by=ada, column=doing, labels=[NASTY[:40]], description=NASTY, assignees=[ada]
    )
    card.block(reason=NASTY, by=ada)
    card.comment(f"{NASTY} [x](javascript:alert(3)) ![x](https://example.org/x.png)", by=ada)
    doing.revise(policy=NASTY, group=NASTY[2:60], by=ada)
    _ideas.revise(policy=NASTY, by=ada)
    board.revise_class(
        board.class_of("intangible"), name=NASTY[:60], apart_from_limits=True, by=ada
    )
    board.add_label(NASTY[1:40], by=ada)
    Invitation.issue(board, email=NASTY_ADDRESS, by=ada)
    ApiToken.issue(ada, name=NASTY)
    UserSession.objects.create(user=ada, ip="192.0.2.1", session_key="x", user_agent=NASTY)
    return board


def is_harmless(shown: str) -> bool:
    return "<script>alert" not in shown and "<img src=x" not in shown


class Attributes(HTMLParser):
    """The names of all attributes of a page, as a browser reads them."""

    def __init__(self, html: str):
        super().__init__()
        self.names: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.names |= {name for name, _value in attrs}


BOARD = "/boards/BAD/"
CARD = f"{BOARD}cards/1/"


@pytest.mark.parametrize(
    ("page", "words"),
    [
        *(("/", 2), (BOARD, 5), (CARD, 5), (f"{CARD}edit/title/", 1), ("/boards/new/", 1)),
        *((f"{BOARD}people/", 4), (f"{BOARD}archive/", 1), (f"{BOARD}settings/", 8)),
        *((f"{BOARD}settings/parts/", 4), (f"{BOARD}settings/board/", 2)),
        *((f"{BOARD}settings/changes/", 8), ("/you/", 1), ("/you/tokens/", 2)),
        *(("/you/sessions/", 1), (f"{CARD}edit/description/", 1), (f"{CARD}edit/facts/", 1)),
    ],
)
def test_nothing_that_was_typed_becomes_markup(page, words, harbour, browser_of, ada):
    shown = browser_of(ada).get(page).content.decode()
    assert is_harmless(shown)
    assert shown.count("&lt;script&gt;alert") + shown.count("script&gt;alert") >= words


def test_nothing_in_a_column_page_becomes_markup(harbour, browser_of, ada):
    for column in harbour.columns.all():
        assert is_harmless(
            browser_of(ada).get(reverse("column", args=["BAD", column.pk])).content.decode()
        )


def test_nothing_of_an_archived_board_becomes_markup(harbour, browser_of, ada):
    card = harbour.cards.get()
    card.archive(by=ada)
    harbour.archive(by=ada)
    for page in ("/", BOARD, CARD, f"{BOARD}archive/", f"{BOARD}settings/board/"):
        assert is_harmless(browser_of(ada).get(page).content.decode())


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("add-label", {"name": NASTY}),
        ("add-lane", {"name": NASTY}),
        ("add-column", {"name": NASTY, "stage": NASTY}),
        ("add-limit", {"maximum": NASTY, "mode": NASTY, "name": NASTY, "columns": [NASTY]}),
        ("invite", {"email": NASTY, "role": NASTY}),
        ("delete-board", {"key": NASTY[:20]}),
        ("about-board", {"name": NASTY * 2, "time_zone": NASTY, "holidays_of": NASTY[:10]}),
    ],
)
def test_nothing_that_is_refused_becomes_markup(page, said, harbour, browser_of, ada):
    answer = browser_of(ada).post(reverse(page, args=["BAD"]), said)
    assert answer.status_code == 422
    assert is_harmless(answer.content.decode())


def test_an_invitation_is_harmless_in_the_list_and_in_its_mail(
    harbour, browser_of, ada, mailoutbox
):
    send_invitation(harbour, "s" * 32, to="sam@example.org", role=Role.MEMBER, by=ada)
    [mail] = mailoutbox
    assert "\n" not in mail.subject
    assert is_harmless(mail.alternatives[0].content)
    shown = browser_of(ada).get(f"{BOARD}people/").content.decode()
    assert "&lt;/script&gt;&quot;@example.org" in shown


@pytest.mark.parametrize("hx", [False, True])
def test_nothing_in_a_refusal_becomes_markup(hx, harbour, ask, ada):
    doing = harbour.columns.all()[1]
    other = harbour.create_card("Other", by=ada, column=harbour.columns.first())
    answer = ask(ada, "move", other, hx=hx, column=doing.pk, back=NASTY)
    assert answer.status_code == 409
    assert "<script>alert" not in answer.content.decode()
    assert "<img src=x" not in answer.content.decode()


def test_nothing_in_an_invitation_becomes_markup(harbour, ada, client):
    shown = client.get(f"/invitations/{Invitation.issue(harbour, by=ada)}/").content.decode()
    assert "<script>alert" not in shown


def test_a_title_with_a_zero_byte_is_an_error_of_the_form(browser_of, board, build, ada):
    said = {"title": "a\0b", "column": build.pk}
    answer = browser_of(ada).post("/boards/SLU/cards/", said)
    assert answer.status_code == 422
    assert "Null characters are not allowed" in answer.content.decode()


@pytest.mark.parametrize("hx", [False, True])
@pytest.mark.parametrize("typed", [NASTY, "' autofocus onfocus='x", '" onmouseover="x'])
def test_nothing_that_is_split_becomes_markup_or_an_attribute(
    hx, typed, harbour, ask, browser_of, ada
):
    ideas, doing = harbour.columns.all()[:2]
    for limit in harbour.limits.all():
        harbour.remove_limit(limit, by=ada)
    harbour.set_batch_rule(by=ada, most_scenarios=3, mode="reason")
    card = harbour.create_card(
        typed, by=ada, column=ideas, scenarios=[typed] * 3 + [f"Given {typed}\nWhen it rains"]
    )
    browser, url = browser_of(ada), reverse("split", args=["BAD", card.number])
    headers = {"HX-Request": "true"} if hx else {}
    lines = {f"line-{item.pk}": 1 for item in card.checklist.kept()}
    last = max(lines)
    shown = [
        ask(ada, "move", card, hx=hx, column=doing.pk),
        browser.get(url, headers=headers),
        browser.post(url, lines | {"cards": typed, "title-2": typed, last: 9}, headers=headers),
        browser.post(url, lines | {"another": typed, "title-2": typed}, headers=headers),
        browser.post(url, lines | {last: 2, "title-2": typed}, headers=headers, follow=True),
        browser.get(reverse("card", args=["BAD", card.number]), headers=headers),
        browser.get(reverse("card", args=["BAD", card.number + 1]), headers=headers),
        browser.get(BOARD),
    ]
    assert [answer.status_code for answer in shown] == [409, 200, 422, 200, 200, 200, 200, 200]
    for answer in shown:
        html = answer.content.decode()
        assert is_harmless(html)
        assert not [name for name in Attributes(html).names if name in ("onfocus", "onmouseover")]
