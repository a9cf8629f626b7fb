"""axe finds nothing wrong with a page, in both themes, on a desk and on a phone."""

import pytest
from django.urls import reverse

from board.models import Board, Invitation, Notice, Person
from tests.board.pages import test_who_may as who_may
from tests.browser.axe import wrong_in_both_themes

PARTS = {
    *("version", "ticket", "changes", "presence", "placement", "mail-body"),
    *(
        "limit-in-words",
        "column-limit-in-words",
        "comment",
        "audit-csv",
        "all-boards",
        "attachment",
        "picture",
        "thumbnail",
        "mention-names",
    ),
}  # answers to a page, and no pages
OF_A_BOARD = [
    *("board", "archived", "people", "settings", "parts", "about-board", "changes-of-settings"),
    *("due", "due-month", "card-templates", "add-card-template"),
]
OF_A_COLUMN = ["column", "column-limit"]
OF_A_PERSON = [
    "boards",
    "new-board",
    "outbox",
    "failed-mail",
    "audit",
    "profile",
    "tokens",
    "sessions",
]
ONE_OF_ITS_KIND = [
    *("card", "edit", "change-comment", "change-line", "split", "mail", "invitation"),
    *("change-card-template", "change-recurring-card"),
]
OF_ALLAUTH = ["account_login", "account_signup", "account_reset_password"]
SIZES = [
    ("desk", 1440, 1000),
    ("phone", 390, 844),
]  # no slot lies half under the foot of its column


def test_every_page_is_looked_at_here():
    pages = {name for name, (said, _who) in who_may.PAGES.items() if said is None}
    here = [*OF_A_BOARD, *OF_A_COLUMN, *OF_A_PERSON, *ONE_OF_ITS_KIND]
    assert pages - PARTS == {*here}


def addresses(board: Board, owner: Person) -> list[str]:
    """Every page of who leads the board and owns the house."""
    column = board.columns.get(name="Review")
    notice = Notice.objects.create(to="ada@example.org", subject="Hello", html="<p>Hello")
    pages = [reverse(name) for name in [*OF_A_PERSON, "account_set_password"]]
    pages += [reverse(name, args=[board.key]) for name in OF_A_BOARD]
    card = board.cards.get(title="Send manifests to the customs sandbox")  # blocked, and has words
    pages += [reverse("card", args=[board.key, card.number])]
    pages += [
        reverse("edit", args=[board.key, card.number, part])
        for part in ("title", "description", "facts")
    ]
    lines = card.add_to_checklist("scenario", ["It is sent\nGiven a key", "And seen"], by=owner)
    pages += [reverse("change-line", args=[board.key, card.number, lines[0].pk])]
    pages += [reverse("split", args=[board.key, card.number])]
    comment = card.comment("Shall we phone them?", by=owner)
    pages += [reverse("change-comment", args=[board.key, card.number, comment.pk])]
    pages += [reverse(name, args=[board.key, column.pk]) for name in OF_A_COLUMN]
    template = board.add_card_template(title="Inspect the crane", by=owner)
    recurrence = board.add_recurrence(template=template, rule="FREQ=WEEKLY;BYDAY=MO", by=owner)
    pages += [reverse("change-recurring-card", args=[board.key, recurrence.pk])]
    pages += [reverse("change-card-template", args=[board.key, template.pk])]
    pages += [reverse("mail", args=[notice.pk])]
    pages += [reverse("invitation", args=[Invitation.issue(board, by=owner)])]
    filtered = reverse("board", args=[board.key]) + "?q=b&age=x"
    return [*pages, filtered, reverse("board", args=["NOWHERE"])]


@pytest.mark.parametrize(("size", "width", "height"), SIZES)
def test_pages_can_be_used_by_everybody(page, live_server, sign_in, demo, size, width, height):
    page.set_viewport_size({"width": width, "height": height})
    wrong = []
    for name in OF_ALLAUTH:
        page.goto(live_server.url + reverse(name))
        wrong += wrong_in_both_themes(page)
    owner = Person.objects.get(email="owner@sluice.example")
    sign_in(owner)
    for path in addresses(demo, owner):
        page.goto(live_server.url + path)
        wrong += wrong_in_both_themes(page)
    demo.archive(by=owner)
    for name in ("boards", "board", "settings", "about-board"):
        page.goto(live_server.url + reverse(name, args=[] if name == "boards" else [demo.key]))
        wrong += wrong_in_both_themes(page)
    page.complaints[:] = [said for said in page.complaints if "status of 404" not in said]
    assert wrong == []


def test_where_motion_is_reduced_a_theme_changes_at_once(page, at_the_board, grace):
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    at_the_board(grace)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert page.evaluate("document.getAnimations().length") == 0
