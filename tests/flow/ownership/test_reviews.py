"""The four questions of a quarter, and components from a catalog."""

import pytest

from board.models import Board, Role
from flow.delivery.models import Component, Repository, Team
from flow.ownership.models import OwnershipReview

ANSWERS = {
    "deploys_alone": False,
    "owns_layers": True,
    "owns_contracts": False,
    "answers_incidents": True,
}


@pytest.fixture
def review(api, component):
    def review(**said):
        return api.post(f"/components/{component.pk}/reviews", **{"quarter": "2026-Q4"} | said)

    return review


def test_a_team_answers_once_a_quarter_and_the_last_answer_holds(api, component, review):
    answer = review(**ANSWERS, note="Billing waits for the api")
    assert answer.status_code == 201
    said = answer.json()
    assert {name: said[name] for name in ANSWERS} == ANSWERS
    assert (said["component"], said["team"], said["quarter"]) == ("app", "Harbour", "2026-Q4")
    assert said["note"] == "Billing waits for the api"
    answer = review(**ANSWERS | {"deploys_alone": True})
    assert (answer.status_code, answer.json()["deploys_alone"], answer.json()["note"]) == (
        200,
        True,
        "",
    )
    review(**ANSWERS | {"quarter": "2027-Q1"})
    items = api.get(f"/components/{component.pk}/reviews").json()["items"]
    assert [each["quarter"] for each in items] == ["2027-Q1", "2026-Q4"]
    assert "person" not in str(items)


def test_the_answers_of_a_team_stay_its_own_when_the_component_moves(api, board, component, review):
    review(**ANSWERS)
    other = Team.make(board, "Dock office")
    api.patch(f"/components/{component.pk}", team=other.pk)
    assert api.get(f"/components/{component.pk}/reviews").json()["items"] == []
    assert review(**ANSWERS).status_code == 201
    assert OwnershipReview.objects.count() == 2


@pytest.mark.parametrize(
    "said",
    [
        {"quarter": "2026-Q5"},
        {"quarter": "2026-4"},
        {"quarter": "Q4"},
        {"quarter": "2026-Q4\n"},
        {"quarter": None},
        {"deploys_alone": "yes"},
        {"deploys_alone": 1},
        {"deploys_alone": None},
        {"note": "x" * 5001},
        {"note": "\x00"},
        {"person": "ada@example.org"},
    ],
)
def test_answers_that_are_none_are_refused(review, said):
    assert review(**ANSWERS | said).status_code == 422
    assert not OwnershipReview.objects.exists()


def test_all_four_questions_are_to_be_answered(review):
    for name in ANSWERS:
        assert review(**{n: a for n, a in ANSWERS.items() if n != name}).status_code == 422


def test_a_member_of_the_board_of_the_team_answers_too(calls, grace, component, team, sam):
    answer = calls(grace).post(f"/components/{component.pk}/reviews", quarter="2026-Q4", **ANSWERS)
    assert answer.status_code == 201
    other = Board.make("Quay", key="QUAY", by=sam, columns=[("Do", "active"), ("Did", "done")])
    quay = Team.make(other, "Quay hands")
    component.revise(team=quay)
    answer = calls(sam).post(f"/components/{component.pk}/reviews", quarter="2026-Q4", **ANSWERS)
    assert (answer.status_code, answer.json()["team"]) == (201, "Quay hands")


def document(name="pay", slug="acme/harbour", owner="harbour", kind="Component", more="") -> str:
    return f"""
apiVersion: backstage.io/v1alpha1
kind: {kind}
metadata:
  name: {name}
  description: |
    All that is paid.
    In two lines.
  annotations:
    github.com/project-slug: {slug}
  tags: [java, "2026-11-30"]
spec:
  type: service
  lifecycle: production
  owner: {owner}
{more}"""


@pytest.fixture
def send(api):
    def send(text: str | bytes, content_type: str = "application/yaml"):
        body = text.encode() if isinstance(text, str) else text
        return api.send("POST", "/catalog", body, content_type=content_type)

    return send


def test_a_catalog_makes_components_that_have_no_paths_and_so_no_changes(
    api, send, repository, board, team, trunk
):
    Team.make(board, "Dock office")
    text = "---".join(
        [
            document(),
            document("ledger", "Acme/Harbour", "group:default/dock-office"),
            document("the-api", kind="API"),
        ]
    )
    answer = send(text)
    assert answer.status_code == 201, answer.content
    told = answer.json()["components"]
    assert [(each["name"], each["team"], each["made"]) for each in told] == [
        ("pay", "Harbour", True),
        ("ledger", "Dock office", True),
    ]
    trunk.merge("a/1")
    shown = api.get(f"/components/{told[0]['id']}").json()
    assert (shown["paths"], shown["changes"], shown["repository"]) == ([], 0, repository.pk)
    api.patch(f"/components/{told[0]['id']}", paths=["a/**"])
    assert api.get(f"/components/{told[0]['id']}", to="2099-01-01").status_code == 422


def test_the_same_catalog_again_makes_nothing_and_gives_the_owner_that_it_says(
    send, repository, board, team
):
    Team.make(board, "Dock office")
    send(document())
    assert [each["made"] for each in send(document()).json()["components"]] == [False]
    send(document(owner="Dock office"))
    assert Component.objects.get().team.name == "Dock office"


def test_what_comes_as_json_or_as_any_text_is_read(send, repository, team):
    assert (
        send(
            b'{"kind": "Component", "metadata": {"name": "j", "annotations": '
            b'{"github.com/project-slug": "acme/harbour"}}, "spec": {"owner": "harbour"}}',
            "text/plain",
        ).status_code
        == 201
    )


@pytest.mark.parametrize(
    "text",
    [
        document(slug="acme/other"),
        document(owner="nobody"),
        document(name="''"),
        document(name="[a]"),
        document(name="x" * 81),
        document(owner="{a: b}"),
        document().replace("github.com/project-slug", "gitlab.com/project-slug"),
        document().replace("kind: Component", ""),
        document(kind="API"),
        document() + "---" + document("PAY"),
        "",
        "- a",
        "a: [",
        "a: &a [*a]",
        "[" * 5000,
        "[" * 100_000,  # the composer in C would end the process
        "{a: " * 60_000,
        "a: " + "[" * 50 + "]" * 50,
        "%\x01",
        "kind: Component\nmetadata: 1\nspec: x",
        "---\n" * 101 + "a: 1",
        "1" * 5000,
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_made(send, repository, team, text):
    answer = send(document("first") + "---\n" + text)
    if text in ("", document(kind="API")):  # alone it says nothing, beside another one it may stand
        assert (answer.status_code, send(text).status_code) == (201, 422)
        return
    assert answer.status_code == 422, answer.content
    assert answer.json()["errors"][0]["field"] == "catalog"
    assert not Component.objects.exists()


def test_a_catalog_that_is_too_large_or_no_text_is_refused(send, repository):
    assert send("#" * (256 * 1024 + 1)).status_code == 413
    assert send(b"\xff").status_code == 422
    assert send("kind: \ud800".encode("utf-8", "surrogatepass")).status_code == 422


def test_a_repository_of_a_board_that_somebody_only_sees_is_not_theirs_to_fill(
    send, board, team, repository, sam, ada
):
    other = Board.make("Quay", key="QUAY", by=sam, columns=[("Do", "active"), ("Did", "done")])
    Repository.connect(other, provider="github", name="acme/quay", by=sam)
    assert send(document(slug="acme/quay")).status_code == 422
    other.add_member(ada, Role.MEMBER, by=sam)
    assert send(document() + "---" + document(slug="acme/quay")).status_code == 403
    assert not Component.objects.exists()
