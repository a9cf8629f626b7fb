"""Somebody's words leave the order of a sentence alone: on pages of flow, in charts, alerts and mail."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from board.models import Notice, Role, Terms
from board.notices.invitations import send_invitation
from flow.alerts.models import Letter, Watch
from flow.alerts.morning import digest
from flow.alerts.scans import scan
from flow.metrics.charts import ALL
from flow.metrics.ledger.digests import catch_up
from tests.board.pages.test_direction import HEBREW, ISOLATED, harbour, loose_in

__all__ = ["harbour"]

PAGES = ["flow/", "flow/cards/1/", "alerts/", "alerts/cards/1/", "settings/changes/", "standup/"]
WORDS_ALONE = {"title", "column", "name", "reason"}  # fields of a chart that hold nothing else


@pytest.fixture
def past(harbour, build, review, done, ada, ago, card_in, settings):
    """Something is old, blocked, let past a limit, moved and finished."""
    settings.EMAIL_BACKEND = "board.notices.backend.Outbox"
    harbour.refresh_from_db()
    harbour.memberships.update(since=timezone.now() - timedelta(days=90))
    catch_up(harbour.pk), scan(harbour.pk), digest(harbour.pk)
    Letter.objects.all().delete()
    Watch.objects.update(digested_on=timezone.now().date() - timedelta(days=1))
    Notice.objects.all().delete()
    with ago(9):
        for _ in range(12):
            card_in(build, "סופי")
    with ago(8):
        for card in harbour.cards.filter(title="סופי"):
            card.block(reason="אין רוח", by=ada).unblock(by=ada)
            card.move_to(done, by=ada)
    build.set_pace([1, 2, 3, 4], by=ada)
    with ago(7):
        card_in(build, "ישן מאוד", assignees=[ada]).block(reason="סערה!", by=ada)
    limit = harbour.change_limit(harbour.shape.limits[0], by=ada, mode="reason")
    terms = Terms(override_reason="דחוף.", limit_versions={limit.pk: limit.version})
    card_in(build, "שלישי").move_to(review, by=ada, terms=terms)
    catch_up(harbour.pk), scan(harbour.pk)
    return harbour


def loose(text: str) -> list[str]:
    """The lines of a text in which Hebrew stands loose among other words."""
    return [line for line in text.splitlines() if HEBREW.search(ISOLATED.sub("", line))]


def test_no_words_of_people_stand_loose_on_pages_of_flow(past, browser_of, ada):
    browser = browser_of(ada)
    browser.post("/boards/SLU/standup/begin/")
    for path in PAGES:
        page = browser.get(f"/boards/SLU/{path}").content.decode()
        assert HEBREW.search(page), path
        assert loose_in(page) == [], path


def test_no_words_of_people_stand_loose_in_a_chart(past, browser_of, ada):
    def texts(data, field=""):
        if isinstance(data, dict):
            for name, value in data.items():
                yield from texts(value, name)
        elif isinstance(data, list):
            for value in data:
                yield from texts(value, field)
        elif isinstance(data, str) and field not in WORDS_ALONE:
            yield data

    browser, some = browser_of(ada), []
    for chart in ALL:
        answer = browser.get(f"/boards/SLU/flow/charts/{chart.name}/data.json").json()
        some += texts(answer["data"])
    assert HEBREW.search(json.dumps(some, ensure_ascii=False))
    assert [text for text in some if loose(text)] == []


def test_no_words_of_people_stand_loose_in_mail(past, board, ada):
    digest(board.pk)
    send_invitation(past, "s" * 20, to="eve@example.org", role=Role.MEMBER, by=ada)
    notices = list(Notice.objects.all())
    assert len(notices) > 2
    for notice in notices:
        assert HEBREW.search(notice.text)
        assert loose(f"{notice.subject}\n{notice.text}") == []
        assert loose_in(notice.html) == []


def test_a_latin_name_has_no_mark_around_it(board, build, card_in, ada, browser_of):
    card_in(build, "Chart the harbour").block(reason="no key", by=ada)
    for path in PAGES:
        assert "\u2068" not in browser_of(ada).get(f"/boards/SLU/{path}").content.decode()
