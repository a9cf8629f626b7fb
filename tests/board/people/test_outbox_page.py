"""The owner of an embedded set-up reads the mail that it sends, and tries again what failed."""

import pytest

from board.models import Notice, Person

HTML = "<!doctype html><html><head><title>x</title></head><body style='margin:0'>Rich</body></html>"


@pytest.fixture
def owner(db, browser_of, settings):
    settings.EMBEDDED = True
    return browser_of(Person.objects.create_superuser("owner@sluice.example"))


@pytest.fixture
def mail(db):
    def make(**facts):
        said = {
            "to": "ada@example.org",
            "subject": "Hello",
            "text": "See http://testserver/boards/",
        }
        return Notice.objects.create(sender="Sluice <s@example.org>", **(said | facts))

    return make


@pytest.fixture
def rung(monkeypatch):
    """How often the outbox has woken a worker."""
    bells = []
    monkeypatch.setattr("board.notices.tasks.ring", lambda: bells.append("ring"))
    return bells


def text(answer):
    return answer.content.decode()


def test_it_lists_state_attempts_and_what_the_server_said(owner, mail):
    mail(state="failed", attempts=3, answer="550 no such person <b>here</b>")
    page = text(owner.get("/outbox/"))
    assert "could not be sent" in page
    assert "550 no such person &lt;b&gt;here" in page
    assert "Try again now" in page


def test_it_is_there_on_an_embedded_set_up_only(owner, mail, settings):
    notice = mail()
    settings.EMBEDDED = False
    for path in ("/outbox/", f"/outbox/{notice.pk}/", f"/outbox/{notice.pk}/body/"):
        assert owner.get(path).status_code == 404
    assert owner.post(f"/outbox/{notice.pk}/again/").status_code == 404
    assert "Outbox" not in text(owner.get("/"))


def test_the_owner_finds_it_in_the_menu_and_nobody_else_does(owner, browser_of, ada):
    assert "/outbox/" in text(owner.get("/"))
    assert "/outbox/" not in text(browser_of(ada).get("/"))


def test_a_mail_is_shown_as_text_with_links_that_work(owner, mail):
    page = text(owner.get(f"/outbox/{mail().pk}/"))
    assert '<a href="http://testserver/boards/"' in page
    assert "<iframe" not in page


def test_html_is_shown_in_a_box_where_nothing_runs(owner, mail):
    notice = mail(html=HTML)
    page = owner.get(f"/outbox/{notice.pk}/")
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    body = owner.get(f"/outbox/{notice.pk}/body/")
    policy = body["Content-Security-Policy"]
    assert "sandbox allow-popups" in policy
    assert "allow-scripts" not in policy + text(page)
    assert "script-src 'none'" in policy
    assert body["X-Frame-Options"] == "SAMEORIGIN"
    assert '<head><base target="_blank">' in text(body)


def test_what_a_mail_says_is_no_markup_of_the_page(owner, mail):
    notice = mail(subject="<script>alert(1)</script>", text="<script>alert(2)</script>")
    assert "<script>alert" not in text(owner.get("/outbox/")) + text(
        owner.get(f"/outbox/{notice.pk}/")
    )


@pytest.mark.parametrize("state", ["failed", "pending"])
def test_what_did_not_go_out_is_tried_again_now(
    owner, mail, rung, state, django_capture_on_commit_callbacks
):
    notice = mail(state=state, attempts=13)
    with django_capture_on_commit_callbacks(execute=True):
        assert owner.post(f"/outbox/{notice.pk}/again/")["Location"] == "/outbox/"
    assert Notice.objects.due().get() == notice
    assert rung == ["ring"]


def test_what_has_gone_out_does_not_go_out_again(owner, mail):
    notice = mail(state="sent", sent_at="2026-11-23T09:00Z")
    answer = owner.post(f"/outbox/{notice.pk}/again/")
    assert answer.status_code == 409
    assert "This mail has gone out already." in text(answer)
    assert not Notice.objects.due().exists()


def test_many_mails_cost_no_more_statements_than_one(owner, mail, django_assert_num_queries):
    for _ in range(60):
        mail()
    with django_assert_num_queries(4):  # the session, the person, how many, one page of them
        page = text(owner.get("/outbox/"))
    assert "Page 1 of 2" in page
