"""A whole retrospective by the API: figures, notes by their keys, votes, actions that are cards."""

from datetime import date

import pytest
from django.utils import timezone

from flow.delivery.models import Component, Incident, Provider, Repository, Team
from flow.experiments.models import Target
from flow.improvement.models import Retrospective
from flow.metrics.figures import figures
from flow.metrics.reports import DayWindow

BASE = "/boards/SLU/retrospectives"
WHOLE = {
    "title": "Review before ten",
    "owner": "grace@example.org",
    "by": "2099-12-11",
    "measure": "Nothing waits a day",
}


def incident_of(board, ada) -> Incident:
    repository = Repository.connect(board, provider=Provider.OTHER, name="acme/harbour", by=ada)
    team = Team.make(board, "Harbour", members=[ada], addresses=[])
    component = Component.make(repository, "web", paths=["**"], team=team)
    return Incident.report(component, title="Out", detected_at=timezone.now())


@pytest.fixture
def url(api):
    made = api.post(BASE)
    assert made.status_code == 201, made.content
    return f"{BASE}/{made.json()['id']}"


def test_a_second_open_one_is_refused_and_the_first_switches_the_practice_on(api, url, board):
    refused = api.post(BASE)
    assert (refused.status_code, refused.json()["code"]) == (409, "already_open")
    assert api.get("/boards/SLU").json()["practices"]["improvement"] is True


def test_the_frozen_figures_are_those_of_the_registry(api, url, board):
    told = api.get(url).json()["figures"]
    window = DayWindow.of(board, days=14)
    assert set(told) == set(figures())
    for name, figure in figures().items():
        now = figure.ask(board, window)
        assert (told[name]["value"], told[name]["n"]) == (now.value, now.n)
        assert told[name]["to"] == window.last.isoformat()


def test_notes_are_changed_by_their_key_and_hidden_until_they_are_revealed(api, url, grace_calls):
    made = api.post(f"{url}/notes", text="Reviews wait").json()
    note = f"{url}/notes/{made['id']}"
    assert api.get(url).json()["notes"] == []
    assert api.get(url).json()["notes_written"] == 1
    assert api.send("PATCH", note, {"text": "x"}).status_code == 403
    assert api.send("PATCH", note, {"text": "x"}, **{"Note-Key": "wrong"}).status_code == 403
    key = {"Note-Key": made["key"]}
    assert grace_calls.send("PATCH", note, {"text": "Reviews wait a day"}, **key).status_code == 200
    [told] = api.post(f"{url}/reveal").json()["notes"]
    assert told["text"] == "Reviews wait a day"
    assert api.send("DELETE", note, **key).status_code == 204
    assert api.get(url).json()["notes"] == []


def test_the_fourth_vote_and_the_third_on_one_are_refused(api, url, grace_calls):
    first, second = (api.post(f"{url}/notes", text=text).json()["id"] for text in ("One", "Two"))
    assert api.post(f"{url}/votes", note=first).json()["code"] == "not_revealed"
    api.post(f"{url}/reveal")
    assert api.post(f"{url}/votes", note=first).json()["votes_left"] == 2
    assert api.post(f"{url}/votes", note=first).status_code == 200
    third = api.post(f"{url}/votes", note=first)
    assert (third.status_code, third.json()["code"]) == (409, "no_votes_left")
    assert api.post(f"{url}/votes", note=second).status_code == 200
    fourth = api.post(f"{url}/votes", note=second)
    assert (fourth.status_code, fourth.json()["code"]) == (409, "no_votes_left")
    told = grace_calls.post(f"{url}/votes", note=second).json()
    assert {each["id"]: each["votes"] for each in told["notes"]} == {first: 2, second: 2}
    assert api.post(f"{url}/votes", note=1).status_code == 422


def test_a_vote_is_taken_back_and_may_be_given_again(api, url, grace_calls):
    note = api.post(f"{url}/notes", text="One").json()["id"]
    api.post(f"{url}/reveal")
    api.post(f"{url}/votes", note=note)
    grace_calls.post(f"{url}/votes", note=note)
    told = api.send("DELETE", f"{url}/votes/{note}", None).json()
    assert (told["votes_left"], told["notes"][0]["votes"]) == (3, 1)
    again = api.send("DELETE", f"{url}/votes/{note}", None)  # Grace's stays
    assert (again.status_code, again.json()["notes"][0]["votes"]) == (200, 1)
    assert api.post(f"{url}/votes", note=note).json()["votes_left"] == 2


def test_notes_that_were_put_together_are_one_to_vote_for(api, url):
    first, second = (api.post(f"{url}/notes", text=text).json()["id"] for text in ("One", "Two"))
    api.post(f"{url}/reveal")
    api.post(f"{url}/group", notes=[first, second])
    assert api.post(f"{url}/votes", note=first).status_code == 200
    assert api.post(f"{url}/votes", note=second).status_code == 200
    assert api.post(f"{url}/votes", note=second).json()["code"] == "no_votes_left"


def test_the_target_is_frozen_with_the_figures(api, board, ada):
    target = Target.choose(board, "wip", by=ada, to=3, by_day=date(2099, 12, 31))
    told = api.post(BASE).json()
    assert (told["target"]["metric"], told["target"]["to"]) == ("wip", 3.0)
    assert told["target"]["by"] == "2099-12-31"
    target.revise(by=ada, to=2)
    target.end("given_up", by=ada)
    assert api.get(f"{BASE}/{told['id']}").json()["target"] == told["target"]


def test_without_a_target_none_is_frozen(api, url):
    assert api.get(url).json()["target"] is None


def test_one_is_opened_about_an_incident_of_the_board(api, board, ada):
    incident = incident_of(board, ada)
    assert api.post(BASE, incident=incident.pk + 1).status_code == 404
    assert api.post(BASE, incident=10**30).status_code == 422
    told = api.post(BASE, incident=incident.pk).json()
    assert told["incident"] == incident.pk
    incident.delete()
    assert api.get(f"{BASE}/{told['id']}").json()["incident"] is None


def test_an_action_is_refused_by_a_full_column_like_any_other_card(
    api, url, board, build, card_in, ada
):
    board.limit_column(build, 1, by=ada)
    card_in(build)
    [action] = api.post(f"{url}/close", actions=[WHOLE]).json()["actions"]
    pulled = api.post(f"/boards/SLU/cards/{action['card']}/move", column="Build")
    assert (pulled.status_code, pulled.json()["code"]) == (409, "wip_limit_reached")
    assert api.get(f"/boards/SLU/cards/{action['card']}").json()["column"] == "Ideas"


def test_notes_are_put_together(api, url):
    ids = [api.post(f"{url}/notes", text=text).json()["id"] for text in ("One", "Two", "Three")]
    assert api.post(f"{url}/group", notes=ids[:2]).json()["code"] == "not_revealed"
    api.post(f"{url}/reveal")
    told = api.post(f"{url}/group", notes=ids[:2]).json()["notes"]
    groups = {each["id"]: each["group"] for each in told}
    assert groups[ids[0]] == groups[ids[1]] is not None
    assert groups[ids[2]] is None


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"actions": []},
        {"actions": [WHOLE] * 4},
        *({"actions": [{k: v for k, v in WHOLE.items() if k != left_out}]} for left_out in WHOLE),
        {"actions": [WHOLE | {"owner": "vera@example.org"}]},
        {"actions": [WHOLE | {"owner": "nobody@example.org"}]},
    ],
)
def test_what_is_not_said_whole_closes_nothing(api, url, said):
    assert api.post(f"{url}/close", **said).status_code == 422
    assert api.get(url).json()["state"] == "open"


def test_an_action_becomes_a_card_in_the_queue_and_the_next_one_asks_about_it(
    api, url, board, done, ada
):
    closed = api.post(f"{url}/close", actions=[WHOLE])
    assert closed.status_code == 200, closed.content
    [action] = closed.json()["actions"]
    card = api.get(f"/boards/SLU/cards/{action['card']}").json()
    assert (card["column"], card["title"], card["due_on"]) == ("Ideas", WHOLE["title"], WHOLE["by"])
    again = api.post(f"{url}/close", reason="x")
    assert (again.status_code, again.json()["code"]) == (409, "already_closed")
    following = api.post(BASE).json()
    assert [each["became"] for each in following["last_actions"]] == ["waiting"]
    board.cards.get(number=action["card"]).move_to(done, by=ada)
    told = api.get(f"{BASE}/{following['id']}").json()
    assert [each["became"] for each in told["last_actions"]] == ["done"]
    assert told["actions_done"] == {"done": 1, "all": 1, "percent": 100.0}


def test_with_improvement_first_an_action_stands_on_top(api, url, board, ideas, card_in):
    card_in(ideas)
    assert api.patch("/boards/SLU", improvement_first=True).json()["improvement_first"] is True
    api.post(f"{url}/close", actions=[WHOLE])
    assert [each.number for each in ideas.cards.in_order()] == [2, 1]


def test_no_room_in_the_queue_refuses_and_leaves_it_open(api, url, board, ideas, ada):
    board.limit_column(ideas, 0, by=ada)
    refused = api.post(f"{url}/close", actions=[WHOLE])
    assert (refused.status_code, refused.json()["code"]) == (409, "wip_limit_reached")
    assert api.get(url).json()["state"] == "open"


def test_a_reason_closes_it_without_an_action(api, url):
    told = api.post(f"{url}/close", reason="What we do already is enough").json()
    assert (told["state"], told["reason"]) == ("closed", "What we do already is enough")
    [line] = api.get(BASE).json()["items"]
    assert line["ended_at"]


def test_a_cadence_is_chosen_and_given_up(api, board):
    assert api.get("/boards/SLU").json()["cadence"] is None
    said = {"weekday": 0, "at": "15:00", "every_weeks": 2, "minutes": 60}
    told = api.patch("/boards/SLU", cadence=said).json()["cadence"]
    assert told == said | {"template": "start_stop_continue"}
    assert api.patch("/boards/SLU", cadence={"off": True}).json()["cadence"] is None


def test_an_empty_board_has_n_plus_two_proposed_and_accepts_it_once(api, board):
    asked = api.get("/boards/SLU/ratchet").json()["proposal"]
    assert (asked["limit"], asked["from"], asked["to"]) == (None, None, 4)  # Ada and Grace
    assert api.post("/boards/SLU/ratchet/accept").status_code == 200
    assert [limit["maximum"] for limit in api.get("/boards/SLU").json()["limits"]] == [4]
    refused = api.post("/boards/SLU/ratchet/accept")
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing_proposed")
    assert Retrospective.objects.count() == 0
