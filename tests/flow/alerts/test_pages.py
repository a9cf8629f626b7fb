"""The list of alerts, the rules, a card's part and the API: what they say, and who may what."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone

from flow.alerts.models import Alert
from flow.alerts.rules import USUAL

LOOKING = {"ada": 200, "grace": 200, "vera": 200, "sam": 404}
LEADING = {"ada": 302, "grace": 403, "vera": 403, "sam": 404}
CHANGING = {"ada": 302, "grace": 302, "vera": 403, "sam": 404}
SNOOZE = {"until": str(timezone.now().date() + timedelta(20)), "because": "waits for the pilot"}
PAGES = {
    "alerts": (None, LOOKING),
    "alert-rules": (None, LOOKING),
    "alerts-of-card": (None, LOOKING),
    "snooze-alert": (SNOOZE, CHANGING),
    "wake-alert": ({}, CHANGING),
    "watch-card": ({}, LOOKING | {"ada": 302, "grace": 302, "vera": 302}),
    "unwatch-card": ({}, LOOKING | {"ada": 302, "grace": 302, "vera": 302}),
    "mail-about-alerts": (None, LOOKING),
    "mailing-of-alerts": ({"digest_at": "08:00", "leads_after": "1"}, LEADING),
    "try-mail-again": ({}, {"ada": 404, "grace": 403, "vera": 403, "sam": 404}),  # none has failed
    "try-mail-to-me-again": ({}, dict.fromkeys(LOOKING, 302)),
    "letters": (None, dict.fromkeys(LOOKING, 200)),
    "no-more-alerts": (None, dict.fromkeys(LOOKING, 404)),  # but with a signed token
}
RULES = {f"on_{kind}": "on" for kind in USUAL} | {
    f"days_{kind}": str(days) for kind, days in USUAL.items() if days
}


@pytest.fixture
def alert(board, paced, card_in, build, ada, ago, watch):
    """SLU-1 ages."""
    with ago(4):
        card_in(build, title="Chart the harbour")
    watch()
    return Alert.objects.get()


@pytest.fixture
def look(browser_of, grace):
    def at(page="", by=grace):
        return browser_of(by).get(f"/boards/SLU/alerts/{page}").content.decode()

    return at


def page(name, alert):
    parts = {"key": "SLU", "number": 1, "pk": alert.pk, "token": "x"}
    [(_pattern, wanted)] = get_resolver("flow.alerts.urls").reverse_dict.getlist(name)[0][0]
    return reverse(name, kwargs={part: parts[part] for part in wanted})


def test_every_page_says_here_who_may_open_it():
    named = {pattern.name for pattern in get_resolver("flow.alerts.urls").url_patterns}
    assert named == PAGES.keys()


@pytest.mark.parametrize("who", LOOKING)
@pytest.mark.parametrize("name", PAGES)
def test_who_may_open_a_page(name, who, alert, browser_of, request):
    posted, wanted = PAGES[name]
    browser = browser_of(request.getfixturevalue(who))
    url = page(name, alert)
    answer = browser.get(url) if posted is None else browser.post(url, posted)
    assert answer.status_code == wanted[who]


@pytest.mark.parametrize(
    ("who", "status"), {"ada": 302, "grace": 403, "vera": 403, "sam": 404}.items()
)
def test_only_a_lead_changes_the_rules(who, status, board, browser_of, request):
    browser = browser_of(request.getfixturevalue(who))
    assert browser.post("/boards/SLU/alerts/rules/", RULES).status_code == status


@pytest.mark.parametrize("name", PAGES)
def test_nobody_sees_a_page_before_signing_in(name, alert, client):
    answer = client.get(page(name, alert))
    expected = {"GET": 302, "POST": 405}["GET" if PAGES[name][0] is None else "POST"]
    assert answer.status_code == (404 if name == "no-more-alerts" else expected)
    if expected == 302 and name != "no-more-alerts":
        assert answer["Location"].startswith("/accounts/login/?next=/")


def test_the_list_says_what_stands(alert, look):
    words = look()
    assert "Chart the harbour" in words
    assert "85 % of cards had left Build by this age." in words


def test_an_empty_list_says_so(board, look):
    assert "Nothing has crossed a threshold." in look()


def test_a_card_shows_its_alerts(alert, look):
    assert "85 % of cards had left Build by this age." in look("cards/1/")


def test_an_alert_is_snoozed_with_a_reason_and_a_date_and_woken(
    alert, look, browser_of, grace, board
):
    browser = browser_of(grace)
    browser.post(f"/boards/SLU/alerts/{alert.pk}/snooze/", SNOOZE)
    today = board.day_of(timezone.now())
    assert not Alert.objects.of(board).awake(today).exists()
    assert Alert.objects.of(board).awake(today + timedelta(20)).exists()
    assert "by <bdi>Grace</bdi>: <bdi>waits for the pilot</bdi>" in look()
    browser.post(f"/boards/SLU/alerts/{alert.pk}/wake/")
    assert Alert.objects.of(board).awake(today).exists()


@pytest.mark.parametrize(
    "said",
    [
        {"until": "2020-01-01", "because": "x"},
        {"until": "soon", "because": "x"},
        {"until": "2999-01-01", "because": "x"},
        {"until": SNOOZE["until"], "because": " "},
        {},
    ],
)
def test_a_snooze_without_a_coming_day_or_a_reason_is_told_so(said, alert, browser_of, grace):
    answer = browser_of(grace).post(f"/boards/SLU/alerts/{alert.pk}/snooze/", said)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert Alert.objects.get().snoozed_until is None


def test_each_rule_is_a_sentence_with_what_it_would_have_done(alert, look):
    words = look("rules/")
    assert "A card is blocked for more than 2 days." in words
    assert "It would have raised 1 alert in the last month." in words  # aging, and watch
    assert "It would have raised no alert in the last month." in words


def test_a_rule_is_held_against_the_history_of_the_board(
    board, paced, card_in, build, done, review, ada, ago, watch, look
):
    for before in (8, 20):
        with ago(before + 6):
            card = card_in(build).block(reason="no key", by=ada)
        with ago(before + 3):
            card = card.unblock(by=ada)
        with ago(before):
            card.move_to(done, by=ada)
    watch()
    words = " ".join(look("rules/").split())
    twice = "It would have raised 2 alerts in the last month."
    for sentence in (
        "A card is blocked for more than 2 days.",
        "A card is as old as 85 % of the cards were when they left its column.",
        "A card in progress has been in one column for more than 5 days.",
    ):
        assert f'{sentence}</p> <p class="rule__count">{twice}</p>' in words


@pytest.mark.parametrize(
    "wrong", [{"days_blocked": "0"}, {"days_still": "many"}, {"days_due": "99999"}]
)
def test_a_rule_that_makes_no_sense_is_told_so(wrong, board, browser_of, ada):
    answer = browser_of(ada).post("/boards/SLU/alerts/rules/", RULES | wrong)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_a_program_reads_the_alerts(alert, calls, grace, sam):
    [told] = calls(grace).get("/boards/SLU/alerts").json()["items"]
    assert (told["kind"], told["number"], told["age"]) == ("aging", 1, 5)
    assert told["words"] == "5 days old: 85 % of cards had left Build by then."
    assert calls(sam).get("/boards/SLU/alerts").status_code == 404


def test_the_list_needs_no_more_questions_for_more_alerts(
    alert, card_in, build, ada, ago, watch, look
):
    def questions():
        watch()
        with CaptureQueriesContext(connection) as asked:
            look()
        return len(asked)

    with ago(9):
        card_in(build).block(reason="no key", by=ada)
    few = questions()
    for _ in range(8):
        with ago(9):
            card_in(build).block(reason="no key", by=ada)
    assert questions() == few
