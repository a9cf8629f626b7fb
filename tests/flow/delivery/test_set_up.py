"""Teams, repositories, components and tokens, by the API."""

import pytest
from django.test import Client

from board.models import Board
from flow.delivery.models import Delivery, Repository
from tests.flow.delivery.forges import logged, sha


def test_the_first_repository_switches_delivery_on_and_tells_its_secret_once(api, board):
    said = {"provider": "github", "name": "acme/harbour", "board": "SLU"}
    made = api.post("/repositories", **said)
    assert made.status_code == 201
    told = made.json()
    assert told["secret"]
    handle = Repository.objects.get().handle
    assert told["hook_url"].endswith(f"/api/v1/hooks/github/{handle}")
    assert api.get("/boards/SLU").json()["practices"]["delivery"] is True
    assert "secret" not in api.get(f"/repositories/{told['id']}").json()


def test_a_repository_is_known_once_whatever_the_case_and_whoever_has_it(calls, board, sam, api):
    Board.make("Other", key="OTHER", by=sam, columns=[("A", "active"), ("B", "done")])
    said = {"provider": "github", "name": "Acme/Harbour"}
    assert calls(sam).post("/repositories", **said, board="OTHER").status_code == 201
    answer = api.post("/repositories", **said | {"name": "acme/harbour"}, board="SLU")
    assert (answer.status_code, answer.json()["code"]) == (422, "taken")
    assert "OTHER" not in answer.content.decode()


def test_a_new_secret_keeps_the_old_one_for_a_day(api, repository):
    old = repository.secret
    told = api.post(f"/repositories/{repository.pk}/secret").json()
    repository.refresh_from_db()
    assert repository.secrets == [told["secret"], old]


def test_a_token_of_a_repository_only_delivers_for_it(api, board, repository, component, ada):
    made = api.post(f"/repositories/{repository.pk}/tokens", name="deploy.yml")
    assert made.status_code == 201
    token = made.json()["token"]
    other = Repository.connect(board, provider="other", name="acme/quay", by=ada)

    def ask(method, path, body="{}", kind="application/json"):
        headers = {"Authorization": f"Bearer {token}"}
        client = Client()
        return client.generic(method, f"/api/v1{path}", body, content_type=kind, headers=headers)

    text = logged("a", "2026-11-02T09:00:00+00:00")
    assert ask("POST", f"/repositories/{repository.pk}/log", text, "text/plain").status_code == 202
    assert ask("POST", f"/repositories/{other.pk}/log", text, "text/plain").status_code == 404
    assert ask("POST", f"/repositories/{repository.pk}/log", text).status_code == 415
    for method, path in [
        ("GET", "/boards"),
        ("GET", "/boards/SLU/delivery/dora"),
        ("GET", "/repositories"),
        ("PATCH", "/deployments/1"),
        ("DELETE", f"/repositories/{repository.pk}"),
    ]:
        assert ask(method, path).status_code == 401
    [known] = api.get(f"/repositories/{repository.pk}/tokens").json()["items"]
    assert known["last_used_at"]
    assert "token" not in known
    assert api.delete(f"/repositories/{repository.pk}/tokens/{known['id']}").status_code == 204
    assert ask("POST", "/builds", "{}").status_code == 401


def test_a_team_that_owns_components_stays(api, team, component):
    assert api.delete(f"/teams/{team.pk}").status_code == 409
    assert api.delete(f"/components/{component.pk}").status_code == 204
    assert api.delete(f"/teams/{team.pk}").status_code == 204


def test_an_address_is_of_one_team(api, team):
    said = {"name": "Dock office", "board": "SLU", "addresses": ["Grace@example.org"]}
    answer = api.post("/teams", **said)
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == ["addresses"]
    answer = api.post("/teams", name="harbour", board="SLU")
    assert [each["field"] for each in answer.json()["errors"]] == ["name"]
    answer = api.post("/teams", **said | {"addresses": [], "members": ["sam@example.org"]})
    assert [each["field"] for each in answer.json()["errors"]] == ["members"]


def test_a_team_and_a_repository_are_changed(api, team, repository, component):
    answer = api.patch(f"/teams/{team.pk}", name="Quay", members=["vera@example.org"]).json()
    assert (answer["name"], answer["members"]) == ("Quay", ["vera@example.org"])
    assert answer["addresses"] == ["grace@example.org"]
    answer = api.patch(f"/repositories/{repository.pk}", default_branch="trunk").json()
    assert answer["default_branch"] == "trunk"
    answer = api.patch(f"/components/{component.pk}", production=["live"], team="Quay").json()
    assert (answer["production"], answer["team"]) == (["live"], team.pk)


def test_a_name_that_fits_several_components_lists_their_ids(api, board, ada, team, component):
    other = Repository.connect(board, provider="other", name="acme/quay", by=ada)
    second = other.components.create(name="app", paths=["**"], team=team)
    said = {"id": "1", "component": "app", "environment": "production", "sha": "a" * 40}
    answer = api.post("/deployments", **said, status="success")
    assert answer.status_code == 422
    assert str(second.pk) in answer.json()["errors"][0]["message"]
    assert (
        api.post("/deployments", **said, status="success", repository="acme/quay").status_code
        == 202
    )
    assert Delivery.objects.get().repository == other


@pytest.mark.parametrize("missing", ["id", "environment", "sha", "status"])
def test_a_deployment_names_what_is_missing(pipeline, component, missing):
    said = {"id": "1", "environment": "production", "sha": "a" * 40, "status": "success"}
    answer = pipeline.post("/deployments", **{k: v for k, v in said.items() if k != missing})
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == [missing]


def test_fields_that_are_not_known_are_passed_over(pipeline, component, applied):
    said = {"id": "1", "environment": "production", "sha": "a" * 40, "status": "success"}
    assert pipeline.post("/deployments", **said, colour="red").status_code == 202


def test_a_state_that_says_nothing_is_noted(pipeline, component, applied):
    said = {"id": "1", "environment": "production", "sha": "a" * 40, "status": "cancelled"}
    assert pipeline.post("/deployments", **said).status_code == 202
    applied()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.why) == (
        "ignored",
        "The state cancelled says nothing of a deployment.",
    )


def test_a_pipeline_of_devlake_only_changes_the_url(pipeline, component, applied):
    body = {
        "id": "42",
        "createdDate": "2026-11-02T08:00:00+00:00",
        "startedDate": "2026-11-02T08:30:00+00:00",
        "finishedDate": "2026-11-02T09:00:00+00:00",
        "result": "SUCCESS",
        "deploymentCommits": [
            {
                "repoUrl": "https://github.com/acme/harbour.git",
                "refName": "main",
                "commitSha": sha("a"),
                "startedDate": "2026-11-02T08:30:00+00:00",
            },
        ],
    }
    assert pipeline.post("/deployments", **body).status_code == 202
    applied()
    deployment = component.deployments.get()
    assert (deployment.sha, deployment.status, deployment.is_production) == (
        sha("a"),
        "succeeded",
        True,
    )
    assert deployment.finished_at.isoformat() == "2026-11-02T09:00:00+00:00"


def test_the_state_of_a_deployment_never_goes_backwards(pipeline, component, applied):
    for status in ("success", "in_progress", "queued", "failure"):
        said = {"id": "1", "component": "app", "environment": "production", "sha": "a" * 40}
        pipeline.post("/deployments", **said, status=status, finished_at="2026-11-02T09:00:00Z")
        applied()
    assert component.deployments.get().status == "succeeded"


def test_an_incident_with_the_same_id_is_one(pipeline, component):
    said = {"id": "I-1", "component": "app", "detected_at": "2026-11-02T09:00:00Z", "title": "Out"}
    first = pipeline.post("/incidents", **said).json()
    again = pipeline.post("/incidents", **said, restored_at="2026-11-02T10:00:00Z").json()
    assert first["id"] == again["id"]
    answer = pipeline.patch(f"/incidents/{first['id']}", restored_at="2026-11-01T10:00:00Z")
    assert [each["field"] for each in answer.json()["errors"]] == ["restored_at"]
    assert pipeline.post("/incidents", component="app", title="Out").status_code == 422


def test_a_members_token_delivers_and_a_viewers_does_not(calls, grace, vera, sam, component):
    said = {"id": "1", "environment": "production", "sha": "a" * 40, "status": "success"}
    for repository in ("acme/harbour", "github:Acme/Harbour", component.repository_id):
        answer = calls(grace).post("/deployments", **said, repository=repository)
        assert answer.status_code == 202, answer.content
    assert calls(vera).post("/deployments", **said, component="app").status_code == 403
    assert calls(sam).post("/deployments", **said, component="app").status_code == 404
    assert calls(None).post("/deployments", **said, component="app").status_code == 401


@pytest.mark.parametrize("name", ["a\ud800", "a\x00"])
@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/incidents", "component"),
        ("/deployments", "component"),
        ("/deployments", "repository"),
        ("/builds", "repository"),
    ],
)
def test_a_name_that_no_database_holds_is_refused_by_its_field(api, component, path, field, name):
    said = {"id": "1", "environment": "production", "sha": "a" * 40, "status": "success"}
    said |= {"title": "Out", "detected_at": "2026-11-30T10:00:00Z", field: name}
    answer = api.post(path, **said)
    assert answer.status_code == 422, answer.content
    assert [each["field"] for each in answer.json()["errors"]] == [field]


@pytest.mark.parametrize("address", ["http://[", "http://a]/x", "http://\uff03@x/\u2100", "//["])
@pytest.mark.parametrize("path", ["/deployments", "/builds"])
def test_an_address_that_is_none_names_no_repository(api, component, path, address):
    said = {"id": "1", "environment": "production", "sha": "a" * 40, "status": "success"}
    answer = api.post(path, **said, repoUrl=address)
    assert answer.status_code == 422, answer.content
    assert [each["field"] for each in answer.json()["errors"]] == ["repository"]


@pytest.mark.parametrize(
    ("path", "field", "most"),
    [
        ("/deployments", "id", 200),
        ("/deployments", "environment", 200),
        ("/deployments", "sha", 64),
        ("/builds", "id", 200),
        ("/builds", "sha", 64),
    ],
)
def test_what_is_too_long_is_refused_and_not_cut(api, component, path, field, most):
    said = {"id": "1", "environment": "production", "sha": "a" * 40, "status": "success"}
    said |= {"repository": component.repository_id}
    assert api.post(path, **said | {field: "a" * most}).status_code == 202
    answer = api.post(path, **said | {field: "a" * (most + 1)})
    assert answer.status_code == 422, answer.content
    assert [each["field"] for each in answer.json()["errors"]] == [field]
