"""What people type is shown as they typed it, and is never markup."""

import pytest

from board.models import Board, Invitation

NASTY = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'


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
    return board


@pytest.mark.parametrize(
    "page",
    [
        *("/", "/boards/BAD/", "/boards/BAD/cards/1/", "/boards/BAD/cards/1/edit/title/"),
        *("/boards/BAD/cards/1/edit/description/", "/boards/BAD/cards/1/edit/facts/"),
        *("/boards/BAD/people/", "/boards/BAD/archive/", "/boards/new/"),
    ],
)
def test_nothing_that_was_typed_becomes_markup(page, harbour, browser_of, ada):
    shown = browser_of(ada).get(page).content.decode()
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown


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
