"""The pages of flags: who may open them, and what they do without a script."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from flow.delivery.models import Component, Incident, Repository, Team
from flow.flags.models import Environment, Flag, FlagDay, FlagToken, Silence
from flow.flags.urls import urlpatterns

LOOKING = {"ada": 200, "grace": 200, "vera": 200, "sam": 404}
CHANGING = {"ada": 302, "grace": 302, "vera": 403, "sam": 404}
LEADING = {"ada": 302, "grace": 403, "vera": 403, "sam": 404}

# name of the URL: (what is posted, or None to look; what each of the cast gets)
PAGES = {
    "flags": (None, LOOKING),
    "flags-csv": (None, LOOKING),
    "flag": (None, LOOKING),
    "new-flag": (None, {"ada": 200, "grace": 200, "vera": 403, "sam": 404}),
    "switch-flag": ({"enabled": "off"}, CHANGING),
    "change-flag": (None, {"ada": 200, "grace": 200, "vera": 403, "sam": 404}),
    "delete-flag": ({}, {"vera": 403, "sam": 404, "grace": 302}),
    "flag-ended-incident": ({}, {"vera": 403, "sam": 404, "grace": 404}),  # it has no such one
    "flags-of-card": (None, LOOKING),
    "flag-tokens": (None, LOOKING),
    "revoke-flag-token": ({}, {"grace": 403, "vera": 403, "sam": 404, "ada": 302}),
    "environments": ({"production": "production"}, LEADING),
    "flag-silence": ({"hours": "2"}, LEADING),
}


def address(name: str, **more) -> str:
    known = {"key": "SLU", "flag": "new-search", "environment": "production", "number": 1} | more
    pattern = next(each for each in urlpatterns if each.name == name)
    return reverse(name, kwargs={word: known[word] for word in pattern.pattern.converters})


@pytest.fixture
def make_token(board, ada):
    """A token of production: `make_token()`."""

    def make(**facts) -> FlagToken:
        [there] = [each for each in Environment.objects.kept_of(board) if each.production]
        return FlagToken.issue(board, there, name="shop", by=ada, **facts)[0]

    return make


@pytest.mark.parametrize("name", [each.name for each in urlpatterns])
def test_every_page_says_here_who_may_open_it(
    name, make_flag, make_token, request, browser_of, vera, sam
):
    make_flag()
    there = address(name, pk=make_token().pk)
    said, allowed = PAGES[name]
    for who, status in allowed.items():
        client = browser_of(request.getfixturevalue(who))
        answer = client.get(there) if said is None else client.post(there, said)
        assert answer.status_code == status, (who, answer.content)


@pytest.mark.parametrize("name", PAGES)
def test_nobody_sees_a_page_before_signing_in(name, make_flag, make_token, client):
    make_flag()
    act = client.get if PAGES[name][0] is None else client.post
    assert act(address(name, pk=make_token().pk)).status_code == 302


def test_the_tab_is_there_when_the_practice_is_on(board, make_flag, browser_of, ada):
    page = browser_of(ada)
    assert b"/boards/SLU/flags/" not in page.get("/boards/SLU/").content
    make_flag()
    assert b"/boards/SLU/flags/" in page.get("/boards/SLU/").content


def test_a_flag_is_made_by_the_form(board, browser_of, grace, ideas):
    page = browser_of(grace)
    shown = page.get("/boards/SLU/new-flag/").content.decode()
    assert "Remove the flag KEY" in shown
    assert "Ideas" in shown
    said = {
        "key": "new-search",
        "kind": "release",
        "purpose": "Search",
        "owner": grace.pk,
        "remove_by": str(timezone.now().date()),
    }
    assert page.post("/boards/SLU/new-flag/", said | {"owner": ""}).status_code == 422
    wrong = page.post("/boards/SLU/new-flag/", said | {"key": "A b"})
    assert wrong.status_code == 422
    assert b"small letters" in wrong.content
    answer = page.post("/boards/SLU/new-flag/", said)
    assert answer.status_code == 302
    assert Flag.objects.get().removal_card.column == ideas


def test_a_permanent_flag_is_made_by_the_form(board, browser_of, grace):
    said = {
        "key": "ops.valve",
        "kind": "ops",
        "why_permanent": "A valve",
        "review_on": "2999-01-01",
        "remove_by": str(timezone.now().date()),
    }
    assert browser_of(grace).post("/boards/SLU/new-flag/", said).status_code == 302
    assert Flag.objects.get().removal_card is None


def test_the_page_raises_step_by_step_and_turns_off(make_flag, state_of, browser_of, grace):
    flag, page = make_flag(), browser_of(grace)
    there = address("switch-flag")
    page.post(there, {"enabled": "on"})
    page.post(there, {"rollout": "1", "version": "2"})
    state = state_of(flag)
    assert (state.enabled, state.rollout) == (True, 1)
    assert page.post(there, {"rollout": "5", "version": "2"}).status_code == 409
    skipped = page.post(there, {"rollout": "50", "version": "3"})
    assert skipped.status_code == 422
    assert b"Say why you skip it" in skipped.content
    page.post(there, {"rollout": "50", "version": "3", "reason": "It is small"})
    page.post(there, {"allowed": "ada\n\ngrace\n"})
    page.post(there, {"enabled": "off"})
    state = state_of(flag)
    assert (state.enabled, state.rollout, state.allowed) == (False, 50, ["ada", "grace"])
    shown = page.get(address("flag")).content.decode()
    assert "Off for everybody" in shown
    assert "It is small" in shown


@pytest.mark.parametrize(
    "said",
    [
        {"rollout": "101"},
        {"rollout": "x"},
        {"enabled": "maybe"},
        {"allowed": "x" * 300},
        {"allowed": "a\x00b"},
        {"version": "9" * 30},
        {"rollout": "50"},
    ],
)
def test_what_cannot_be_is_said_in_words(make_flag, browser_of, grace, said):
    make_flag()
    answer = browser_of(grace).post(address("switch-flag"), said)
    assert answer.status_code == 422
    assert b'role="alert"' in answer.content


def test_a_viewer_sees_no_switch(make_flag, browser_of, vera):
    make_flag()
    shown = browser_of(vera).get(address("flag")).content.decode()
    assert "Turn it on" not in shown
    assert address("switch-flag") not in shown


def test_the_list_is_filtered(make_flag, state_of, browser_of, vera, grace):
    state_of(make_flag()).switch(by=grace, enabled=True, rollout=1)
    make_flag("other")
    page = browser_of(vera)
    shown = page.get("/boards/SLU/flags/", {"stage": "ramping"}).content.decode()
    assert "new-search" in shown
    assert "other" not in shown.split("<tbody>")[1]
    assert "other" in page.get("/boards/SLU/flags/", {"q": "oth"}).content.decode()
    for odd in ({"page": "x"}, {"stage": "x"}, {"q": "\x00"}, {"page": "9" * 40}):
        assert page.get("/boards/SLU/flags/", odd).status_code == 200


def test_the_csv_has_a_line_for_each_flag_and_no_formula(make_flag, browser_of, vera):
    make_flag(purpose="=1+1")
    text = browser_of(vera).get("/boards/SLU/flags.csv").content.decode("utf-8-sig")
    [line] = csv.DictReader(io.StringIO(text))
    assert (line["flag"], line["stage"], line["removal_card"]) == ("new-search", "made", "SLU-1")
    assert line["purpose"] == "'=1+1"


def test_the_pages_show_the_real_address(make_flag, browser_of, vera, settings):
    settings.SITE_URL, settings.FLAGS_URL = "https://sluice.example.org", "/flags/"
    make_flag()
    shown = browser_of(vera).get(address("flag")).content.decode()
    assert "https://sluice.example.org/flags/ofrep/v1/evaluate/flags/new-search" in shown
    assert "pollInterval" in shown
    assert "InMemoryProvider" in shown


def test_a_lead_makes_a_token_that_is_shown_once(board, browser_of, ada, grace):
    page = browser_of(ada)
    said = {"name": "shop", "environment": "staging", "public": "on"}
    made = page.post(address("flag-tokens"), said).content.decode()
    token = FlagToken.objects.of(board).get()
    assert (token.name, token.environment.name, token.public) == ("shop", "staging", True)
    [secret] = re.findall(r"sluice_[\w-]{40,}", made)
    assert FlagToken.objects.with_secret(secret).get() == token
    again = page.get(address("flag-tokens")).content.decode()
    assert secret not in again
    assert "shop" in again
    assert browser_of(grace).post(address("flag-tokens"), said).status_code == 403
    for wrong in ({"name": ""}, {"environment": "moon"}):
        assert page.post(address("flag-tokens"), said | wrong).status_code == 422
    page.post(address("revoke-flag-token", pk=token.pk))
    assert not FlagToken.objects.of(board).exists()


def test_a_lead_says_which_environments_there_are(board, browser_of, ada, make_token):
    make_token()
    page = browser_of(ada)
    said = {"production": "production", "removed": "development", "new": "canary"}
    assert page.post(address("environments"), said).status_code == 302
    here = [(each.name, each.production) for each in Environment.objects.of(board)]
    assert here == [("staging", False), ("production", True), ("canary", False)]
    for wrong, why in (
        ({"production": "staging", "removed": "production"}, "Revoke it first"),
        ({"production": "staging", "removed": "staging"}, "exactly one"),
        ({"production": "+"}, "exactly one"),
        ({"production": "staging", "new": "Staging"}, "the same name"),
    ):
        answer = page.post(address("environments"), wrong)
        assert answer.status_code == 422
        assert why in answer.content.decode()


def test_a_lead_says_how_long_production_is_silent_before_a_flag_is_out_of_use(
    board, browser_of, ada, vera
):
    page = browser_of(ada)
    assert page.post(address("flag-silence"), {"hours": "24"}).status_code == 302
    assert Silence.objects.of(board) == 24
    assert 'value="24"' in page.get(address("flag-tokens")).content.decode()
    assert "for the flag for 24 h" in browser_of(vera).get(address("flag-tokens")).content.decode()
    assert page.post(address("flag-silence"), {}).status_code == 422
    for wrong in ("0", "169", "soon"):
        answer = page.post(address("flag-silence"), {"hours": wrong})
        assert answer.status_code == 422
        assert f'value="{wrong}"' in answer.content.decode()
    assert Silence.objects.of(board) == 24


def test_what_a_flag_says_is_changed_by_the_page(make_flag, browser_of, grace):
    flag, page = make_flag(), browser_of(grace)
    later = flag.remove_by + timedelta(days=9)
    said = {"purpose": "Search by width", "owner": grace.pk, "remove_by": str(later)}
    assert "Say why" in page.post(address("change-flag"), said).content.decode()
    assert page.post(address("change-flag"), said | {"reason": "Width"}).status_code == 302
    flag.refresh_from_db()
    assert (flag.purpose, flag.remove_by) == ("Search by width", later)
    shown = page.get(address("flag")).content.decode()
    assert "Postponed from" in shown
    assert "changed: purpose, removal day" in shown


def test_the_page_counts_answers_by_day_and_variant(make_flag, state_of, browser_of, vera, now):
    flag = make_flag()
    today = flag.board.day_of(now)
    for variant, count in (("on", 478), ("off", 1434)):
        there = {"environment": state_of(flag).environment, "variant": variant, "count": count}
        FlagDay.objects.create(flag=flag, day=today, **there)
        FlagDay.objects.create(flag=flag, day=today - timedelta(days=14), **there)
    shown = browser_of(vera).get(address("flag")).content.decode()
    assert "478 on, 1434 off" in shown
    assert shown.count('<td class="number">478</td>') == 1


def test_the_page_of_a_card_says_its_flag_and_what_still_asks(
    make_flag, card_in, build, state_of, browser_of, vera, grace, now
):
    card = card_in(build)
    flag = make_flag(card=card)
    state_of(flag).switch(by=grace, enabled=True, rollout=1)
    flag.states.filter(environment__name="staging").update(last_asked_at=now)
    page = browser_of(vera)
    shown = page.get(address("flags-of-card", number=card.number)).content.decode()
    assert "new-search" in shown
    assert "1 %" in shown
    assert "What still asks" not in shown
    removal = address("flags-of-card", number=flag.removal_card.number)
    part = page.get(removal, headers={"HX-Request": "true"}).content.decode()
    assert "What still asks" in part
    assert "staging" in part
    assert "production," not in part
    assert "<html" not in part


def test_no_page_asks_more_for_more_flags(board, make_flag, browser_of, vera):
    page = browser_of(vera)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert page.get(address("flags")).status_code == 200
        return len(asked)

    make_flag()
    once = statements()
    for number in range(5):
        make_flag(f"other-{number}")
    assert statements() == once


def test_turning_a_flag_off_offers_that_it_ended_the_incident(
    make_flag, state_of, board, browser_of, grace, now
):
    team = Team.objects.create(board=board, name="Harbour")
    repository = Repository.objects.create(board=board, provider="github", name="acme/harbour")
    web = Component.objects.create(team=team, repository=repository, name="web", paths=["**"])
    detected = now - timedelta(hours=1)
    incident = Incident.report(web, title="It is slow", detected_at=detected, external_id="INC-81")
    state = state_of(make_flag(component="Web"))
    state.switch(by=grace, enabled=True, rollout=1)
    page = browser_of(grace)
    shown = page.get(address("flag")).content.decode()
    assert "It is slow" in shown
    assert "ended it" not in shown
    page.post(address("switch-flag"), {"enabled": "off"})
    assert "ended it" in page.get(address("flag")).content.decode()
    assert page.post(address("flag-ended-incident", pk=incident.pk)).status_code == 302
    incident.refresh_from_db()
    assert incident.restored_at == state_of(state.flag).changed_at
    assert [each.known_as for each in state.flag.incidents.all()] == ["INC-81"]
    assert "It is slow" not in page.get(address("flag")).content.decode()
