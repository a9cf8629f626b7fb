"""Who may ask for what: each operation of the description, as everybody of the cast."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from board.models import ApiToken, Card, Person
from config.api import api as the_api
from flow.delivery.models import Component, Incident, Repository, RepositoryToken, Team
from flow.experiments.models import Target, TargetObstacle
from flow.flags.models import Environment, Flag, FlagToken
from flow.improvement.models import Retrospective
from tests.flow.experiments.predicted import predicted
from tests.undone import undone

COLUMNS = [{"name": "Do", "stage": "active"}, {"name": "Did", "stage": "done"}]
ANYONE, VIEWERS, MEMBERS, LEADS = range(4)
FILE = object()  # stands for a file to attach
CATALOG = """
kind: Component
metadata: {name: quay, annotations: {github.com/project-slug: acme/harbour}}
spec: {owner: harbour}
"""
VALVE = {"why_permanent": "A valve", "review_on": "2999-12-31"}

# Who may, of which card (or limit, or column) and with which body
EXPECTED = {
    "list_boards": (ANYONE, None, None),
    "make_board": (ANYONE, None, {"name": "New", "key": "NEW", "columns": COLUMNS}),
    "show_board": (VIEWERS, None, None),
    "list_limits": (VIEWERS, None, None),
    "list_cards": (VIEWERS, None, None),
    "show_card": (VIEWERS, 1, None),
    "show_placement": (VIEWERS, 1, None),
    "list_events": (VIEWERS, None, None),
    "show_cycle_time": (VIEWERS, None, None),
    "show_aging": (VIEWERS, None, None),
    "show_cfd": (VIEWERS, None, None),
    "show_throughput": (VIEWERS, None, None),
    "show_wip": (VIEWERS, None, None),
    "show_efficiency": (VIEWERS, None, None),
    "show_blocked": (VIEWERS, None, None),
    "show_pace": (VIEWERS, None, None),
    "show_forecast": (VIEWERS, None, None),
    "show_batches": (VIEWERS, None, None),
    "list_scenarios": (VIEWERS, 1, None),
    "list_steps": (VIEWERS, 1, None),
    "add_scenario": (MEMBERS, 1, {"text": "It holds"}),
    "add_step": (MEMBERS, 1, {"text": "Do it"}),
    "change_scenario": (MEMBERS, "scenario", {"done": True}),
    "change_step": (MEMBERS, "step", {"done": True}),
    "remove_scenario": (MEMBERS, "scenario", None),
    "remove_step": (MEMBERS, "step", None),
    "split_card": (MEMBERS, 1, {"cards": [{"title": "Part"}]}),
    "list_attachments": (VIEWERS, 1, None),
    "attach_file": (MEMBERS, 1, FILE),
    "download_attachment": (VIEWERS, "file", None),
    "detach_file": (MEMBERS, "file", None),
    "list_links": (VIEWERS, 1, None),
    "link_card": (MEMBERS, 1, {"kind": "blocks", "card": "SLU-2"}),
    "unlink_card": (MEMBERS, 1, {"kind": "relates_to", "card": "SLU-2"}),
    "list_card_templates": (VIEWERS, None, None),
    "add_card_template": (LEADS, None, {"title": "Inspect the crane"}),
    "change_card_template": (LEADS, "card_template", {"title": "Inspect"}),
    "remove_card_template": (LEADS, "idle card_template", None),
    "list_recurring_cards": (VIEWERS, None, None),
    "add_recurring_card": (LEADS, None, {"template": "{card_template}", "rule": "FREQ=DAILY"}),
    "change_recurring_card": (LEADS, "recurrence", {"on": False}),
    "remove_recurring_card": (LEADS, "recurrence", None),
    "list_alerts": (VIEWERS, None, None),
    "list_experiments": (VIEWERS, None, None),
    "show_experiment": (VIEWERS, "experiment", None),
    "make_experiment": (MEMBERS, None, {"change": "three rates"}),
    "change_experiment": (MEMBERS, "experiment", {"confounders": "Winter"}),
    "add_observation": (MEMBERS, "experiment", {"id": "1", "value": 4}),
    "close_experiment": (MEMBERS, "experiment", {}),
    "decide_experiment": (MEMBERS, "closed", {"decision": "keep", "learning": "They pay."}),
    "rerun_experiment": (MEMBERS, "closed", None),
    "list_retrospectives": (VIEWERS, None, None),
    "open_retrospective": (MEMBERS, None, {}),
    "show_retrospective": (VIEWERS, "retrospective", None),
    "write_note": (MEMBERS, "retrospective", {"text": "Reviews wait"}),
    "rewrite_note": (MEMBERS, "retrospective", {"text": "Reviews wait a day"}),
    "withdraw_note": (MEMBERS, "retrospective", None),
    "reveal_notes": (MEMBERS, "retrospective", None),
    "group_notes": (MEMBERS, "retrospective", {"notes": "{note}"}),
    "vote": (MEMBERS, "retrospective", {"note": "{note}"}),
    "take_vote_back": (MEMBERS, "retrospective", None),
    "close_retrospective": (MEMBERS, "retrospective", {"reason": "Enough"}),
    "show_readiness": (VIEWERS, None, None),
    "say_readiness": (MEMBERS, None, {"is_there": True}),
    "show_ratchet": (VIEWERS, None, None),
    "accept_proposal": (LEADS, None, {"people": 3}),
    "list_targets": (VIEWERS, None, None),
    "set_target": (
        MEMBERS,
        None,
        {"metric": "throughput", "to": 9, "by": "2099-12-31"},
    ),
    "show_target": (VIEWERS, "target", None),
    "change_target": (MEMBERS, "target", {"why": "What waits is worth nothing"}),
    "end_target": (MEMBERS, "target", {"became": "reached"}),
    "add_obstacle": (MEMBERS, "target", {"text": "Releases only in the morning"}),
    "change_obstacle": (MEMBERS, "obstacle", {"taken": True}),
    "remove_obstacle": (MEMBERS, "obstacle", None),
    "create_card": (MEMBERS, None, {"title": "New", "column": "Build"}),
    "revise_card": (MEMBERS, 1, {"title": "Other"}),
    "move": (MEMBERS, 1, {"column": "Done"}),
    "swap": (MEMBERS, 1, {"with": 2}),
    "move_all": (MEMBERS, None, {"moves": [{"number": 1, "column": "Done"}]}),
    "block": (MEMBERS, 1, {"reason": "no key"}),
    "unblock": (MEMBERS, 1, None),
    "archive": (MEMBERS, 1, None),
    "restore": (MEMBERS, 1, None),
    "reopen": (MEMBERS, 3, None),
    "return_to_backlog": (MEMBERS, 1, None),
    "undo": (MEMBERS, 3, None),
    "add_limit": (LEADS, None, {"maximum": 9}),
    "change_limit": (LEADS, "limit", {"maximum": 9}),
    "remove_limit": (LEADS, "limit", None),
    "limit_column": (LEADS, "column", {"maximum": 9}),
    "add_column": (LEADS, None, {"name": "Test", "stage": "active"}),
    "change_board": (LEADS, None, {"name": "Quay"}),
    "change_class": (LEADS, "class", {"at_most_in_days": 7}),
    "change_column": (LEADS, "column", {"policy": "Two have looked."}),
    "rename_lane": (LEADS, "lane", {"name": "Slow"}),
    "add_lane": (LEADS, None, {"name": "Fast"}),
    "add_member": (LEADS, None, {"email": "sam@example.org"}),
    "list_flags": (VIEWERS, None, None),
    "show_flag": (VIEWERS, "flag", None),
    "list_flag_tokens": (VIEWERS, None, None),
    "make_flag": (MEMBERS, None, VALVE | {"key": "ops.other", "kind": "ops"}),
    "revise_flag": (MEMBERS, "flag", {"why_permanent": "It is a valve"}),
    "delete_flag": (MEMBERS, "flag", None),
    "switch_flag": (MEMBERS, "flag", {"enabled": True}),
    "note_incident": (MEMBERS, "flag", {"incident": "INC-81"}),
    "make_flag_token": (LEADS, None, {"environment": "production", "name": "web"}),
    "revoke_flag_token": (LEADS, "flag_token", None),
    "list_teams": (ANYONE, None, None),
    "show_team": (VIEWERS, "team", None),
    "make_team": (LEADS, None, {"name": "Quay", "board": "SLU"}),
    "change_team": (LEADS, "team", {"name": "Quay"}),
    "dissolve_team": (LEADS, "idle team", None),
    "list_repositories": (ANYONE, None, None),
    "show_repository": (VIEWERS, "repository", None),
    "connect_repository": (
        LEADS,
        None,
        {"provider": "other", "name": "acme/quay", "board": "SLU"},
    ),
    "change_repository": (LEADS, "repository", {"default_branch": "trunk"}),
    "disconnect_repository": (LEADS, "repository", None),
    "renew_secret": (LEADS, "repository", None),
    "list_repository_tokens": (LEADS, "repository", None),
    "issue_repository_token": (LEADS, "repository", {"name": "deploy.yml"}),
    "revoke_repository_token": (LEADS, "repository", None),
    "list_components": (ANYONE, None, None),
    "show_component": (VIEWERS, "component", None),
    "make_component": (
        LEADS,
        None,
        {"name": "web", "repository": "{repository}", "paths": ["web/**"], "team": "{team}"},
    ),
    "change_component": (LEADS, "component", {"paths": ["api/**"]}),
    "remove_component": (LEADS, "component", None),
    "report_deployment": (
        MEMBERS,
        None,
        {
            "id": "1",
            "component": "app",
            "environment": "production",
            "sha": "a" * 40,
            "status": "success",
        },
    ),
    "report_build": (
        MEMBERS,
        None,
        {"id": "1", "repository": "acme/harbour", "sha": "a" * 40, "status": "success"},
    ),
    "report_incident": (
        MEMBERS,
        None,
        {"component": "app", "detected_at": "2026-11-02T09:00:00Z", "title": "Out"},
    ),
    "change_incident": (MEMBERS, "incident", {"title": "Out of order"}),
    "report_log": (MEMBERS, "repository", "commit "),
    "judge_deployment": (MEMBERS, "deployment", {"failed": True}),
    "show_dora": (VIEWERS, None, None),
    "show_sizes": (VIEWERS, None, None),
    "show_trunk": (VIEWERS, None, None),
    "list_deployments": (VIEWERS, None, None),
    "list_changes": (VIEWERS, None, None),
    "list_incidents": (VIEWERS, None, None),
    "list_waiting": (VIEWERS, None, None),
    "list_deliveries": (VIEWERS, "repository", None),
    "report_codeowners": (LEADS, "repository", "* @acme/harbour"),
    "show_owners": (VIEWERS, "repository", None),
    "show_coupling": (VIEWERS, None, None),
    "list_releases": (VIEWERS, None, None),
    "strike_release": (MEMBERS, 1, {"reason": "Compatible steps"}),
    "count_release": (MEMBERS, 1, None),
    "list_waiting_for_teams": (VIEWERS, None, None),
    "show_touched": (VIEWERS, 1, None),
    "expect_touched": (MEMBERS, 1, {"components": ["app"]}),
    "list_reviews": (VIEWERS, "component", None),
    "review_component": (
        MEMBERS,
        "component",
        {
            "quarter": "2026-Q4",
            "deploys_alone": True,
            "owns_layers": True,
            "owns_contracts": False,
            "answers_incidents": True,
        },
    ),
    "read_catalog": (LEADS, None, CATALOG),
    "make_decoupling_card": (MEMBERS, None, {"a": "app", "b": "ui"}),
}
CATALOG_MADE = ["review_component", "read_catalog", "make_decoupling_card"]
MADE = {"make_board", "create_card", "add_limit", "add_column", "add_lane", "add_member"}
MADE |= {"add_card_template", "add_recurring_card"}
FLAGS_MADE = ["make_flag", "note_incident", "make_flag_token"]
EXPERIMENTS_MADE = [
    "make_experiment",
    "add_observation",
    "rerun_experiment",
    "set_target",
    "add_obstacle",
    "open_retrospective",
    "write_note",
]
GONE = [
    "remove_card_template",
    "remove_recurring_card",
    "remove_limit",
    "remove_scenario",
    "remove_step",
    "unlink_card",
    "detach_file",
    "delete_flag",
    "revoke_flag_token",
    "remove_obstacle",
    "withdraw_note",
    "dissolve_team",
    "disconnect_repository",
    "revoke_repository_token",
    "remove_component",
    "count_release",
]
DELIVERY_MADE = [
    *["make_team", "connect_repository", "renew_secret", "issue_repository_token"],
    *["make_component", "report_incident"],
]
KEPT = ["report_deployment", "report_build", "report_log"]  # to be applied by a task
DONE = (
    dict.fromkeys(
        [
            *[*MADE, *FLAGS_MADE, *EXPERIMENTS_MADE, *DELIVERY_MADE, *CATALOG_MADE],
            *["add_scenario", "add_step", "split_card", "link_card", "attach_file"],
        ],
        201,
    )
    | dict.fromkeys(GONE, 204)
    | dict.fromkeys(KEPT, 202)
)  # all others answer 200
RIGHTS = {"sam": ANYONE, "vera": VIEWERS, "grace": MEMBERS, "ada": LEADS}

OPERATIONS = {
    operation["operationId"]: (method.upper(), path.removeprefix("/api/v1"))
    for path, methods in the_api.get_openapi_schema()["paths"].items()
    for method, operation in methods.items()
}


@pytest.fixture
def things(kept_apart, board, build, review, done, card_in, ada) -> dict[str, int]:
    """Cards 1 in Build, 2 in Review and 3 moved to Done; a limit."""
    card = card_in(build)
    [scenario] = card.add_to_checklist("scenario", ["It holds"], by=ada)
    [step] = card.add_to_checklist("step", ["Do it"], by=ada)
    card.link_to(card_in(review), "relates_to", by=ada)
    card_in(build).move_to(done, by=ada)
    limit = board.limit_column(review, 5, by=ada)
    Flag.make(board, "ops.valve", kind="ops", by=ada, **VALVE | {"review_on": date(2999, 12, 31)})
    production = Environment.objects.get(board=board, production=True)
    flag_token, _secret = FlagToken.issue(board, production, name="web", by=ada)
    file = card.attach(ContentFile(b"Hello", name="hello.txt"), by=ada)
    items = {"file": file.pk, "scenario": scenario.pk, "step": step.pk, "flag_token": flag_token.pk}
    experiment, closed = predicted(board, by=ada), predicted(board, by=ada).close(by=ada)
    items |= {"experiment": experiment.pk, "closed": closed.pk}
    target = Target.choose(board, "wip", by=ada, to=3, by_day=date(2099, 12, 31))
    obstacle = TargetObstacle.add(target, "Reviews on Tuesdays only", by=ada)
    items |= {"target": target.pk, "obstacle": obstacle.pk}
    retrospective = Retrospective.open(board, by=ada)
    note, key = retrospective.write("Reviews wait")
    retrospective.reveal()
    items |= {"retrospective": retrospective.pk, "note": note.pk, "key of the note": key}
    parts = {"limit": limit.pk, "column": review.pk, "lane": board.lanes.get().pk}
    template = board.add_card_template(title="Inspect", by=ada)
    parts["card_template"] = template.pk
    parts["idle card_template"] = board.add_card_template(title="Idle", by=ada).pk
    recurrence = board.add_recurrence(template=template, rule="FREQ=DAILY", by=ada)
    parts["recurrence"] = recurrence.pk
    parts["class"] = board.service_classes.first().pk
    return parts | items | delivered(board, ada)


def delivered(board, ada) -> dict[str, int]:
    """A repository with a token, a component, a deployment of it and an incident; two teams."""
    team, idle = Team.make(board, "Harbour"), Team.make(board, "Idle")
    repository = Repository.connect(board, provider="github", name="acme/harbour", by=ada)
    component = Component.make(repository, "app", paths=["**"], team=team)
    Component.make(repository, "ui", paths=["ui/**"], team=team)
    RepositoryToken.issue(repository, name="deploy.yml")
    now = timezone.now()
    deployment = repository.deployments.create(
        component=component, external_id="0", environment="staging", sha="a", told_at=now
    )
    incident = Incident.report(component, title="Out", detected_at=now)
    return {
        "team": team.pk,
        "idle team": idle.pk,
        "repository": repository.pk,
        "token": repository.tokens.get().pk,
        "component": component.pk,
        "deployment": deployment.pk,
        "incident": incident.pk,
    }


def asked_for(operation: str, things: dict[str, int]) -> tuple[str, str, object, str | None]:
    """Method, path, body and content type of an operation on these things."""
    method, path = OPERATIONS[operation]
    _who_may, what, body = EXPECTED[operation]
    number = 1 if what in ("file", "scenario", "step") else what
    flag = {"flag": "ops.valve", "environment": "production", "criterion": "flags"}
    pk = things.get("target" if what == "obstacle" else what)
    inside = {"token_id": things.get("token")}
    inside |= {inner: things.get(inner) for inner in ("obstacle", "note")}
    path = path.format(key="SLU", number=number, id=pk, **inside, **flag)
    if operation == "set_target":  # one is open at a time
        Target.objects.update(ended_at=timezone.now(), became="missed")
    if operation == "open_retrospective":  # here, too
        Retrospective.objects.update(ended_at=timezone.now(), secret="")
    if operation == "list_deliveries":
        path += f"?repository={things['repository']}"
    if operation == "show_owners":
        path += "?path=a.py"
    if operation == "show_coupling":
        path += "?board=SLU"
    if isinstance(body, str):
        return method, path, body.encode(), "text/plain"
    if isinstance(body, dict):
        named = {f"{{{name}}}": pk for name, pk in things.items()}
        body = {k: named.get(v, v) if isinstance(v, str) else v for k, v in body.items()}
        body |= {"notes": [body["notes"]]} if "notes" in body else {}
    return method, path, body, None


def send_as(caller, operation: str, things: dict[str, int]):
    """What the API answers to an operation on these things that somebody asks for."""
    method, path, body, content_type = asked_for(operation, things)
    if body is FILE:
        return caller.upload(path, SimpleUploadedFile("hello.txt", b"Hello"))
    key = {"Note-Key": things["key of the note"]} if operation.endswith("_note") else {}
    return caller.send(method, path, body, content_type=content_type, **key)


@pytest.fixture
def ask(calls, things, ada, grace, vera, sam):
    cast = {"ada": ada, "grace": grace, "vera": vera, "sam": sam}

    def ask(operation: str, who: str | None):
        return send_as(calls(cast.get(who)), operation, things)

    return ask


def test_every_operation_says_who_may_ask_for_it():
    assert OPERATIONS.keys() == EXPECTED.keys()


def test_without_a_token_nothing_is_told(ask):
    told = {}
    for operation in EXPECTED:
        with undone():
            answer = ask(operation, None)
        got = (answer.status_code, answer.get("WWW-Authenticate"), answer.json()["code"])
        if got != (401, "Bearer", "not_signed_in"):
            told[operation] = got
    assert told == {}


@pytest.mark.parametrize("who", RIGHTS)
def test_each_role_may_do_what_it_may_and_nothing_else(ask, who):
    wrong = {}
    before = list(Card.objects.order_by("pk").values())
    for operation, (needed, _what, _body) in EXPECTED.items():
        with undone():
            answer = ask(operation, who)
            changed = list(Card.objects.order_by("pk").values()) != before
        if RIGHTS[who] >= needed:
            right = answer.status_code == DONE.get(operation, 200)
        else:
            refusal = (404, "not_found") if RIGHTS[who] == ANYONE else (403, "forbidden")
            got = (answer.status_code, answer.json()["code"])
            right = got == refusal and not changed
        if not right:
            wrong[operation] = (answer.status_code, answer.content)
    assert wrong == {}


def test_boards_may_be_for_staff_to_make(ask, settings, sam):
    settings.BOARDS_BY = "staff"
    assert ask("make_board", "sam").status_code == 403
    Person.objects.filter(pk=sam.pk).update(is_staff=True)
    assert ask("make_board", "sam").status_code == 201


def test_a_list_of_boards_has_only_ones_own(ask):
    assert ask("list_boards", "sam").json()["items"] == []
    [board] = ask("list_boards", "vera").json()["items"]
    assert (board["key"], board["role"]) == ("SLU", "viewer")


def test_a_revoked_token_and_a_person_who_left_are_strangers_at_the_door(calls, ada):
    api = calls(ada)
    assert api.get("/boards").status_code == 200
    ada.api_tokens.get().revoke()
    assert api.get("/boards").status_code == 401
    api = calls(ada)
    Person.objects.filter(pk=ada.pk).update(is_active=False)
    assert api.get("/boards").status_code == 401


def test_the_use_of_a_token_is_noted_to_the_minute(calls, ada, time_machine):
    time_machine.move_to("2026-11-23T09:00:00Z", tick=False)
    api = calls(ada)
    for second in ("00", "59"):
        time_machine.move_to(f"2026-11-23T09:00:{second}Z", tick=False)
        api.get("/boards")
    token = ApiToken.objects.get()
    assert token.last_used_at.isoformat() == "2026-11-23T09:00:00+00:00"
    time_machine.move_to("2026-11-23T09:01:00Z", tick=False)
    api.get("/boards")
    token.refresh_from_db()
    assert token.last_used_at.isoformat() == "2026-11-23T09:01:00+00:00"
