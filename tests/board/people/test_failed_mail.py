"""Staff sees what mail of the site did not go out, and can send it again; nobody else does."""

import pytest

from board.models import Notice


@pytest.fixture
def notices(db):
    def make(subject: str, state: str) -> Notice:
        facts = {"text": "a secret link", "answer": "550 no such mailbox"}
        return Notice.objects.create(to="sam@example.org", subject=subject, state=state, **facts)

    return {state: make(f"A mail {state}", state) for state in ("pending", "failed", "refused")}


@pytest.fixture
def staff(ada):
    ada.is_staff = True
    ada.save()
    return ada


def test_staff_sees_what_was_given_up_and_why_and_not_what_it_says(staff, notices, browser_of):
    said = browser_of(staff).get("/outbox/failed/").content.decode()
    assert "A mail failed" in said
    assert "A mail refused" in said
    assert "A mail pending" not in said
    assert "550 no such mailbox" in said
    assert "a secret link" not in said


def test_staff_sends_it_again(staff, notices, browser_of):
    failed, pending = notices["failed"], notices["pending"]
    browser = browser_of(staff)
    assert browser.post(f"/outbox/failed/{failed.pk}/again/").status_code == 302
    failed.refresh_from_db()
    assert failed.state == "pending"
    assert browser.post(f"/outbox/failed/{pending.pk}/again/").status_code == 404


def test_others_find_nothing(grace, notices, browser_of):
    browser = browser_of(grace)
    assert browser.get("/outbox/failed/").status_code == 404
    assert browser.post(f"/outbox/failed/{notices['failed'].pk}/again/").status_code == 404
    assert "Failed mail" not in browser.get("/").content.decode()


def test_the_menu_of_staff_leads_there(staff, browser_of):
    assert "/outbox/failed/" in browser_of(staff).get("/").content.decode()


def test_without_any_the_page_says_so(staff, browser_of):
    assert "All mail has gone out" in browser_of(staff).get("/outbox/failed/").content.decode()
