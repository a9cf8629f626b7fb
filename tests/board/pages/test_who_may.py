"""Every page says who may open it: a new URL without a line here fails."""

import pytest
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver, reverse
from django.utils import timezone

from board.models import ApiToken, Invitation, Notice, Role
from tests.undone import undone

FILE = object()  # stands for a file to attach
LOOKING = {"ada": 200, "grace": 200, "vera": 200, "sam": 404}
CHANGING = {"ada": 302, "grace": 302, "vera": 403, "sam": 404}
LEADING = {"ada": 302, "grace": 403, "vera": 403, "sam": 404}
ANYONE = {"ada": 200, "grace": 200, "vera": 200, "sam": 200}
OWNING = {"ada": 302, "grace": 404, "vera": 404, "sam": 404}
NOBODY = {"ada": 404, "grace": 404, "vera": 404, "sam": 404}  # but the owner of the house
DOING = {"ada": 302, "grace": 302, "vera": 302, "sam": 302}

# name of the URL: (what is posted, or None to look; what each of the cast gets)
PAGES = {
    "boards": (None, ANYONE),
    "all-boards": (None, DOING),
    "new-board": (None, ANYONE),
    "board": (None, LOOKING),
    "version": (None, LOOKING),
    "ticket": (None, LOOKING),
    "changes": (None, LOOKING),
    "presence": (None, LOOKING),
    "leave": ({}, {"ada": 204, "grace": 204, "vera": 204, "sam": 404}),
    "card": (None, LOOKING),
    "archived": (None, LOOKING),
    "people": (None, LOOKING),
    "mention-names": (None, LOOKING),
    "due": (None, LOOKING),
    "due-month": (None, LOOKING),
    "placement": (None, {"ada": 200, "grace": 200, "vera": 403, "sam": 404}),
    "edit": (None, {"ada": 200, "grace": 200, "vera": 403, "sam": 404}),
    "preview": ({"description": "*"}, {"ada": 200, "grace": 200, "vera": 403, "sam": 404}),
    "comments": ({"text": "Hello"}, CHANGING),
    "comment": (None, {"ada": 302, "grace": 302, "vera": 302, "sam": 404}),
    "change-comment": (None, {"ada": 200, "grace": 403, "vera": 403, "sam": 404}),
    "remove-comment": ({}, CHANGING | {"grace": 403}),
    "add-lines": ({"text": "Given a full column"}, CHANGING),
    "change-line": (None, {"ada": 200, "grace": 200, "vera": 403, "sam": 404}),
    "remove-line": ({}, CHANGING),
    "restore-line": ({}, CHANGING),
    "split": (None, {"ada": 200, "grace": 200, "vera": 403, "sam": 404}),
    "copy": ({"column": "{review}"}, CHANGING),
    "delete": ({}, CHANGING),
    "column-limit": (None, {"ada": 200, "grace": 403, "vera": 403, "sam": 404}),
    "cards": ({"title": "New", "column": "{build}"}, CHANGING),
    "move": ({"column": "{review}"}, CHANGING),
    "swap": ({"with": "2"}, CHANGING),
    "reopen": ({}, CHANGING | {"ada": 409, "grace": 409}),
    "return": ({}, CHANGING),
    "undo": ({}, CHANGING | {"ada": 409, "grace": 409}),
    "attach": ({"file": FILE}, CHANGING),
    "attachment": (None, LOOKING),
    "picture": (None, LOOKING),
    "thumbnail": (None, LOOKING),
    "detach": ({}, CHANGING),
    "links": ({"kind": "relates_to", "card": "SLU-2"}, CHANGING),
    "unlink": ({}, CHANGING),
    "block": ({"reason": "no key"}, CHANGING),
    "unblock": ({}, CHANGING),
    "archive": ({}, CHANGING),
    "restore": ({}, CHANGING),
    "invite": ({"role": "member"}, LEADING | {"ada": 200}),
    "role": ({"role": "member"}, LEADING),
    "remove": ({}, LEADING),
    "withdraw": ({}, LEADING),
    "invitation": (None, ANYONE),
    "accept": ({}, DOING),
    "outbox": (None, NOBODY),
    "failed-mail": (None, NOBODY),  # but the staff
    "failed-mail-again": ({}, NOBODY),
    "mail": (None, NOBODY),
    "mail-body": (None, NOBODY),
    "mail-again": ({}, NOBODY),
    "audit": (None, NOBODY),  # but staff
    "audit-csv": (None, NOBODY),
    "profile": (None, ANYONE),
    "tokens": (None, ANYONE),
    "revoke": ({}, OWNING),
    "sessions": (None, ANYONE),
    "end-session": ({}, OWNING),
    "end-other-sessions": ({}, DOING),
    "settings": (None, LOOKING),
    "columns": ({}, LEADING | {"ada": 422}),
    "add-column": ({"name": "Test", "stage": "active"}, LEADING),
    "column": (None, {"ada": 200, "grace": 403, "vera": 403, "sam": 404}),
    "archive-column": ({"cards_to": "{review}"}, LEADING),
    "parts": (None, LOOKING),
    "add-lane": ({"name": "Boats"}, LEADING),
    "rename-lane": ({"name": "Ships"}, LEADING),
    "archive-lane": ({"cards_to": "{lane}"}, LEADING | {"ada": 422}),
    "revise-class": ({"name": "Debt"}, LEADING),
    "step-lane": ({"way": "up"}, LEADING),
    "add-label": ({"name": "map"}, LEADING),
    "rename-label": ({"name": "map"}, LEADING),
    "remove-label": ({}, LEADING),
    "card-templates": (None, LOOKING),
    "add-card-template": (None, {"ada": 200, "grace": 403, "vera": 403, "sam": 404}),
    "change-card-template": (None, {"ada": 200, "grace": 403, "vera": 403, "sam": 404}),
    "remove-card-template": ({}, LEADING | {"ada": 422}),  # a recurring card is made from it
    "add-recurring-card": (
        {"template": "{template}", "unit": "WEEKLY", "starts_on": "{today}", "at": "09:00"},
        LEADING,
    ),
    "change-recurring-card": (None, {"ada": 200, "grace": 403, "vera": 403, "sam": 404}),
    "switch-recurring-card": ({"on": "false"}, LEADING),
    "remove-recurring-card": ({}, LEADING),
    "about-board": (None, {"ada": 200, "grace": 403, "vera": 403, "sam": 404}),
    "expect": ({"percent": 85, "days": 8}, {"ada": 302, "grace": 403, "vera": 403, "sam": 404}),
    "limit-batches": ({"mode": "warn"}, {"ada": 302, "grace": 403, "vera": 403, "sam": 404}),
    "archive-board": ({}, LEADING),
    "restore-board": ({}, LEADING),
    "delete-board": ({"key": "SLU"}, LEADING),
    "changes-of-settings": (None, LOOKING),
    "add-limit": ({"maximum": "3", "mode": "refuse"}, LEADING),
    "limit-in-words": (None, LOOKING | {"grace": 403, "vera": 403}),
    "column-limit-in-words": (None, LOOKING | {"grace": 403, "vera": 403}),
    "change-limit": ({"maximum": "4", "mode": "refuse"}, LEADING),
    "remove-limit": ({}, LEADING),
}
OPEN_TO_ALL = {"invitation"}
GIF = bytes.fromhex(  # one pixel
    "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b"
)
LEADS_ON = {"all-boards"}  # to another page, which asks who it is

CAST = ["ada", "grace", "vera", "sam"]


@pytest.fixture
def pages(kept_apart, board, ada, grace, build, review, card_in):
    """The address of every page and what to post there."""
    card, other = card_in(build), card_in(build)
    link = card.link_to(other, "blocks", by=ada)
    file = card.attach(ContentFile(b"Hello", name="hello.txt"), by=ada)
    picture = card.attach(ContentFile(GIF, name="quay.gif"), by=ada)
    comment = card.comment("Hello", by=ada)
    [line] = card.add_to_checklist("step", ["Hello"], by=ada)
    secret = Invitation.issue(board, by=ada)
    lane, label = board.lanes.get(), board.labels.create(name="chart")
    limit = board.add_limit(maximum=9, each_person=True, by=ada)
    template = board.add_card_template(title="Inspect", by=ada)
    recurrence = board.add_recurrence(template=template, rule="FREQ=DAILY", by=ada)
    member = board.memberships.get(role=Role.MEMBER)
    ApiToken.issue(ada)
    token = ada.api_tokens.get()
    notice = Notice.objects.create(to="ada@example.org", subject="Hello", html="<p>Hello")
    session = UserSession.objects.create(user=ada, ip="192.0.2.1", session_key="elsewhere")
    parts = {
        "key": board.key,
        "number": 1,
        "part": "title",
        "kind": "step",
        "change-line": line.pk,
        "remove-line": line.pk,
        "restore-line": line.pk,
        "unlink": link.pk,
        "attachment": file.pk,
        "picture": picture.pk,
        "thumbnail": picture.pk,
        "detach": file.pk,
        "comment": comment.pk,
        "change-comment": comment.pk,
        "remove-comment": comment.pk,
        "secret": secret,
        "column-limit": build.pk,
        "column": build.pk,
        "archive-column": build.pk,
        "column-limit-in-words": build.pk,
        "change-limit": limit.pk,
        "rename-lane": lane.pk,
        "archive-lane": lane.pk,
        "revise-class": board.service_classes.first().pk,
        "step-lane": lane.pk,
        "rename-label": label.pk,
        "remove-label": label.pk,
        "remove-limit": limit.pk,
        "change-card-template": template.pk,
        "remove-card-template": template.pk,
        "change-recurring-card": recurrence.pk,
        "switch-recurring-card": recurrence.pk,
        "remove-recurring-card": recurrence.pk,
        "role": member.person_id,
        "remove": member.person_id,
        "withdraw": board.invitations.get().pk,
        "revoke": token.pk,
        "mail": notice.pk,
        "mail-body": notice.pk,
        "mail-again": notice.pk,
        "failed-mail-again": notice.pk,
        "end-session": session.pk,
    }

    def page(name):
        [(_pattern, wanted)] = get_resolver("board.urls").reverse_dict.getlist(name)[0][0]
        where = {part: parts[name] if part == "pk" else parts[part] for part in wanted}
        said = PAGES[name][0]
        columns = {"{build}": build.pk, "{review}": review.pk, "{template}": template.pk}
        columns["{today}"] = timezone.now().date().isoformat()
        return reverse(name, kwargs=where), said and {
            field: SimpleUploadedFile("hello.txt", b"Hello")
            if value is FILE
            else columns.get(value, value)
            for field, value in said.items()
        }

    return page


def visit(client, url, said):
    return client.get(url) if said is None else client.post(url, said)


def names():
    return [pattern.name for pattern in get_resolver("board.urls").url_patterns]


def test_every_page_says_here_who_may_open_it():
    assert sorted(names()) == sorted(PAGES)


@pytest.mark.django_db
def test_nobody_sees_a_page_before_signing_in(pages, client):
    for name in PAGES:
        url, said = pages(name)
        with undone():
            answer = visit(client, url, said)
        got = (name, answer.status_code, answer.get("Location", ""))
        if name in OPEN_TO_ALL:
            assert got == (name, 200, "")
        elif name in LEADS_ON:
            assert got == (name, 302, reverse("boards"))
        else:
            assert got[:2] == (name, 302)
            assert got[2].startswith(reverse("account_login")), got


@pytest.mark.parametrize("who", CAST)
def test_who_may_open_a_page(who, pages, browser_of, request):
    person = request.getfixturevalue(who)
    wrong = {}
    for name, (_said, expected) in PAGES.items():
        url, said = pages(name)
        with undone():
            answer = visit(browser_of(person), url, said)
        if answer.status_code != expected[who]:
            wrong[name] = (answer.status_code, answer.content.decode()[-500:])
    assert wrong == {}


def test_looking_changes_nothing(pages, browser_of, ada):
    browser = browser_of(ada)
    verbs = [name for name, (said, _) in PAGES.items() if said is not None]
    assert {name: browser.get(pages(name)[0]).status_code for name in verbs} == dict.fromkeys(
        verbs, 405
    )
