"""The audit trail: who came in, with what, and who gave rights to whom."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from board import deletion
from board.models import ApiToken, Audited, AuditEntry, Person, Role, audit_entry

PASSWORD = "a long harbour wall"


@pytest.fixture
def root(db):
    return Person.objects.create_superuser("root@example.org")


@pytest.fixture
def trail(root, browser_of):
    """What the page shows to staff: `trail(kind="signed_in")`."""
    browser = browser_of(root)

    def show(**asked):
        page = browser.get(reverse("audit"), asked)
        assert page.status_code == 200
        return list(page.context["entries"])

    return show


def kinds(entries):
    return [entry.kind for entry in entries]


def test_sign_ins_are_kept_failed_ones_too(client, trail, no_rates):
    ada = Person.objects.create_user("ada@example.org", PASSWORD)
    for said in ("a guess", PASSWORD):
        credentials = {"login": "Ada@example.org", "password": said}
        client.post(
            reverse("account_login"),
            credentials,
            headers={"User-Agent": "Laptop"},
            REMOTE_ADDR="192.0.2.7",
        )
    came_in, failed = trail(q="192.0.2.7")
    assert kinds([came_in, failed]) == ["signed_in", "sign_in_failed"]
    assert (failed.person, failed.detail, failed.browser) == (ada, "ada@example.org", "Laptop")
    assert "guess" not in str(AuditEntry.objects.values_list())


def test_a_failed_sign_in_of_nobody_is_kept(client, trail, no_rates):
    said = {"login": "nobody@example.org", "password": "x"}
    client.post(reverse("account_login"), said)
    [entry] = trail(kind="sign_in_failed")
    assert (entry.person, entry.detail) == (None, "nobody@example.org")


def test_tokens_are_kept(browser_of, ada, trail):
    browser = browser_of(ada)
    browser.post(reverse("tokens"), {"name": "report", "scope": "look"})
    browser.post(reverse("revoke", args=[ApiToken.objects.get().pk]))
    entries = trail(q="report")
    assert kinds(entries) == ["token_revoked", "token_made"]
    assert entries[0].by == ada


def test_roles_are_kept(board, ada, grace, trail):
    board.add_member(grace, Role.LEAD, by=ada)
    board.add_member(grace, Role.LEAD, by=ada)  # nothing new
    board.remove_member(grace, by=ada)
    entries = trail(q="grace@")
    assert [(entry.kind, entry.detail, entry.by) for entry in entries] == [
        ("role_taken", "SLU: lead", ada),
        ("role_given", "SLU: lead", ada),
        ("role_given", "SLU: member", ada),
    ]


def test_who_looks_at_a_board_in_the_admin_is_kept(browser_of, root, board, card_in, build, trail):
    card = card_in(build)
    browser = browser_of(root)
    browser.get(reverse("admin:board_card_changelist"), {"q": "boat"})
    browser.get(reverse("admin:board_card_change", args=[card.pk]))
    looked = trail(kind="admin_looked")
    assert [entry.detail for entry in looked] == [f"card {card.pk}", "card list q=boat"]
    assert looked[0].by == root


def test_what_the_admin_changes_of_a_person_is_kept(browser_of, root, sam, trail):
    said = {"email": "sam@harbour.example", "name": "Sam", "is_active": "on", "is_staff": "on"}
    browser_of(root).post(reverse("admin:board_person_change", args=[sam.pk]), said)
    [changed] = trail(kind="admin_changed")
    assert (changed.person, changed.by, changed.detail) == (sam, root, "email, is_staff")
    [address] = trail(kind="address_changed")
    assert address.detail == "sam@example.org → sam@harbour.example"


def test_a_new_password_is_kept_wherever_it_is_set(sam, trail):
    sam.set_password(PASSWORD)
    sam.save()
    assert [entry.person for entry in trail(kind="password_changed")] == [sam]


def test_it_is_for_staff_alone(browser_of, ada, client):
    for page in ("audit", "audit-csv"):
        assert browser_of(ada).get(reverse(page)).status_code == 404
        assert client.get(reverse(page)).status_code == 302


def test_the_export_has_what_the_page_shows_and_computes_nothing(browser_of, root):
    AuditEntry.record(Audited.SIGN_IN_FAILED, detail="=HYPERLINK(1)")
    AuditEntry.record(Audited.ROLE_GIVEN, person=root, detail="SLU: lead")
    answer = browser_of(root).get(reverse("audit-csv"), {"kind": "sign_in_failed"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(text))
    assert head[1] == "What"
    assert (row[1], row[6]) == ("sign_in_failed", "'=HYPERLINK(1)")


def test_what_is_odd_in_the_question_is_left_out(trail):
    assert trail(kind="nonsense", page="x", q="") == trail()


def test_many_entries_cost_no_more_statements_than_one(browser_of, root, django_assert_num_queries):
    browser = browser_of(root)
    for number in range(60):
        AuditEntry.record(Audited.SIGNED_IN, person=root, by=root, detail=str(number))
    with django_assert_num_queries(4):  # the session, the person, how many, one page of them
        page = browser.get(reverse("audit")).content.decode()
    assert "Page 1 of 2" in page


def test_it_is_kept_bounded(db, monkeypatch):
    for _ in range(5):
        AuditEntry.record(Audited.SIGNED_IN)
    old = AuditEntry.objects.order_by("-pk")[0]
    old.at = timezone.now() - timedelta(days=366)
    old.save()
    monkeypatch.setattr(audit_entry, "MOST_KEPT", 3)
    deletion.forget(AuditEntry.objects.to_forget(timezone.now()))
    assert AuditEntry.objects.count() == 2
