"""What forges deliver: checked at the door, kept, and applied once."""

import hmac
import json
from hashlib import sha256
from urllib.parse import urlencode

import pytest
from django.test import Client

from flow.delivery.models import Change, Delivery, Deployment, Repository
from tests.flow.delivery.forges import Forge, commit, merged, pushed, sha

AT = "2026-11-02T09:00:00Z"


def test_a_signed_push_is_accepted_and_applied(forge, applied):
    assert forge.push(commit("a", AT, "SLU-1: First")).status_code == 202
    applied()
    change = Change.objects.get()
    assert (change.sha, change.title, change.names) == (sha("a"), "SLU-1: First", ["SLU-1"])
    assert Delivery.objects.get().state == "applied"


def test_the_signature_that_github_publishes_is_right(repository):
    """From its page on validating webhook deliveries."""
    repository.secret = "It's a Secret to Everybody"
    signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    assert repository.has_signed(b"Hello, World!", signature)
    assert not repository.has_signed(b"Hello, World?", signature)


def test_a_wrong_signature_is_counted_and_keeps_no_body(forge, repository):
    for signature in ("sha256=00", "", "é", "sha1=abc"):
        assert forge.send("ping", {}, signature=signature or "x").status_code == 401
    repository.refresh_from_db()
    assert repository.bad_signatures == 4
    assert repository.bad_signature_at is not None
    assert not Delivery.objects.exists()


def test_an_unknown_address_is_not_found(forge):
    forge.path = "/api/v1/hooks/github/nobody"
    assert forge.send("ping", {}).status_code == 404
    forge.path = f"/api/v1/hooks/gitlab/{forge.repository.handle}"
    assert forge.send("ping", {}).status_code == 404


def test_what_is_no_json_and_no_form_is_not_taken(forge):
    assert forge.send("ping", b"x", content_type="text/xml").status_code == 415


def test_a_form_holds_the_same_as_json(forge, applied):
    body = urlencode({"payload": json.dumps(pushed(commit("a", AT)))}).encode()
    answer = forge.send("push", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 202
    applied()
    assert Change.objects.get().sha == sha("a")


def test_a_body_of_25_mb_is_taken_and_one_more_is_refused_by_its_length(forge, applied):
    room = 25 * 1024 * 1024 - 2
    assert forge.send("ping", b'"' + b"x" * room + b'"').status_code == 202
    assert forge.send("ping", b'"' + b"x" * (room + 1) + b'"').status_code == 413
    applied()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.why) == ("failed", "The body is no JSON object.")


def test_what_is_not_utf_8_or_not_json_fails_and_says_why(forge, applied):
    for body in (b"\xff\xfe", b"{", b"[" * 100_000, b'{"a": ' + b"9" * 5000 + b"}"):
        assert forge.send("push", body).status_code == 202
    applied()
    states = Delivery.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["failed", "failed", "failed", "ignored"]


def test_an_empty_form_fails_and_says_why(forge, applied):
    kind = "application/x-www-form-urlencoded"
    assert forge.send("push", b"payload=", content_type=kind).status_code == 202
    applied()
    assert "The body is not JSON" in Delivery.objects.get().why


SAYS_TOO_LITTLE = {  # what becomes of an event that lacks nearly everything, and why
    "push": ("ignored", "It is not a push to main."),
    "pull_request": ("ignored", "Only a merge of a pull request says something."),
    "deployment": ("failed", "A deployment needs an id, an environment and a sha."),
    "deployment_status": ("ignored", " says nothing of a deployment."),
    "workflow_run": ("ignored", "It is no build of main."),
    "issues": ("ignored", "It has no label “incident”."),
    "repository": ("applied", ""),
    "ping": ("applied", ""),
    "star": ("ignored", "star says nothing of delivery."),
    "": ("ignored", "This event says nothing of delivery."),
}


@pytest.mark.parametrize("event", SAYS_TOO_LITTLE)
@pytest.mark.parametrize(
    "body",
    [
        {},
        {"repository": 7, "commits": [1, None], "pull_request": []},
        {"deployment": {"id": {}}, "deployment_status": {"state": 1}},
    ],
)
def test_nothing_that_is_missing_breaks(forge, applied, event, body):
    assert forge.send(event, body).status_code == 202
    applied()
    delivery = Delivery.objects.get()
    state, why = SAYS_TOO_LITTLE[event]
    assert delivery.state == state
    assert delivery.why.endswith(why)
    assert bool(delivery.why) == bool(why)


def test_the_same_delivery_twice_changes_nothing(forge, applied, component):
    for _ in range(2):
        assert forge.push(commit("a", AT)).status_code == 202
        applied()
    assert Delivery.objects.count() == Change.objects.count() == 1


def test_a_delivery_that_failed_is_applied_again_when_it_is_sent_again(forge, applied):
    forge.push(commit("a", AT))
    Delivery.objects.update(state="failed", why="an accident")
    forge.push(commit("a", AT))
    applied()
    assert Delivery.objects.get().state == "applied"


def test_the_old_secret_works_for_a_day(forge, repository, time_machine):
    time_machine.move_to("2026-11-02T09:00:00Z", tick=False)
    old = Forge(Repository.objects.get())
    repository.renew_secret()
    assert old.send("ping", {}).status_code == 202
    assert Forge(repository).send("ping", {"a": 1}).status_code == 202
    time_machine.move_to("2026-11-03T09:00:01Z", tick=False)
    assert old.send("ping", {"a": 2}).status_code == 401


def test_a_new_name_with_the_same_number_is_a_rename_and_another_number_is_ignored(
    forge, repository, applied
):
    forge.push(commit("a", AT))
    applied()
    renamed = {"id": 7, "full_name": "acme/quay", "default_branch": "main"}
    forge.send("repository", {"action": "renamed", "repository": renamed})
    applied()
    repository.refresh_from_db()
    assert repository.name == "acme/quay"
    forge.send("push", pushed(commit("b", AT), repository=renamed | {"id": 8}))
    applied()
    assert Change.objects.count() == 1
    assert Delivery.objects.first().why == "It is about another repository."


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_merge_of_three_commits_is_one_change_in_either_order(
    forge, applied, component, board, build, card_in, order
):
    card = card_in(build)
    merge = commit("m", "2026-11-02T09:00:03Z", "Merge pull request #12 from acme/slu-1-quay", ())
    parts = [commit(str(n), f"2026-11-02T08:00:0{n}Z", "Part", [f"{n}.py"]) for n in range(3)]
    told = [
        ("push", pushed(*parts, merge)),
        ("pull_request", merged("m", "2026-11-01T09:00:00Z", "2026-11-02T09:00:03Z")),
    ]
    for place in order:
        forge.send(*told[place])
        applied()
    [change] = Change.objects.on_the_trunk()
    assert (change.sha, change.pull, change.files, change.lines) == (sha("m"), 12, 2, 34)
    assert change.size == "small"
    assert list(change.cards.all()) == [card]
    assert set(change.parts.values_list("sha", flat=True)) == {sha("0"), sha("1"), sha("2")}
    assert [link.change for link in component.component_changes.all()] == [change]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_squash_is_one_change_and_takes_nothing_of_what_stood_before(forge, applied, order):
    squash = commit("s", "2026-11-02T09:00:03Z", "A pull request (#12)")
    told = [
        ("push", pushed(commit("a", AT), commit("b", AT), squash)),
        ("pull_request", merged("s", "2026-11-01T09:00:00Z", "2026-11-02T09:00:03Z")),
    ]
    for place in order:
        forge.send(*told[place])
        applied()
    assert Change.objects.on_the_trunk().count() == 3


def test_a_rebased_pull_request_is_one_change(forge, applied):
    forge.push(*[commit(str(n), f"2026-11-02T08:00:0{n}Z") for n in range(3)])
    forge.send("pull_request", merged("2", "2026-11-01T09:00:00Z", "2026-11-02T08:01:00Z"))
    applied()
    [change] = Change.objects.on_the_trunk()
    assert change.sha == sha("2")


def test_a_force_push_takes_what_it_replaced_from_the_trunk(forge, applied, component):
    forge.push(commit("a", AT), commit("b", AT))
    forge.push(commit("c", AT), before=sha("b"), forced=True)
    applied()
    shas = set(Change.objects.on_the_trunk().values_list("sha", flat=True))
    assert shas == {sha("a"), sha("c")}


def test_a_push_to_another_branch_says_nothing(forge, applied):
    forge.push(commit("a", AT), ref="refs/heads/try")
    applied()
    assert not Change.objects.exists()
    assert Delivery.objects.get().why == "It is not a push to main."


def test_the_order_of_the_trunk_is_what_pushes_say_whatever_the_clocks(forge, applied):
    late = commit("a", "2026-11-03T09:00:00Z")
    forge.push(commit("c", "2026-11-01T09:00:00Z"), before=sha("b"))
    forge.push(late, commit("b", "2026-11-02T09:00:00Z"))
    applied()
    changes = Change.objects.order_by("place").values_list("sha", flat=True)
    assert list(changes) == [sha("a"), sha("b"), sha("c")]


def test_a_stranger_cannot_name_the_cards_of_another_board(
    forge, applied, board, sam, build, card_in
):
    from board.models import Board  # noqa: PLC0415

    other = Board.make("Other", key="OTHER", by=sam, columns=[("A", "active"), ("B", "done")])
    other.create_card("Theirs", by=sam, column=other.columns.first())
    own = card_in(build)
    forge.push(commit("a", AT, "SLU-1 and OTHER-1"))
    applied()
    assert list(Change.objects.get().cards.all()) == [own]


def gitlab(repository, event, body, secret=None):
    return Client().generic(
        "POST",
        f"/api/v1/hooks/gitlab/{repository.handle}",
        json.dumps(body),
        content_type="application/json",
        headers={"X-Gitlab-Event": event, "X-Gitlab-Token": secret or repository.secret},
    )


@pytest.fixture
def quay(board, ada, team):
    repository = Repository.connect(board, provider="gitlab", name="acme/quay", by=ada)
    repository.components.create(name="quay", paths=["**"], team=team)
    return repository


def test_gitlab_tells_short_shas_odd_times_and_cut_pushes(quay):
    from flow.delivery.queue import apply_all  # noqa: PLC0415

    project = {"id": 9, "path_with_namespace": "acme/quay", "default_branch": "main"}
    push = {
        "object_kind": "push",
        "ref": "refs/heads/main",
        "before": "0" * 40,
        "after": sha("b"),
        "total_commits_count": 31,
        "commits": [commit("b", "2026-11-02T09:00:00+02:00")],
        "project": project,
    }
    deployed = {
        "object_kind": "deployment",
        "status": "success",
        "status_changed_at": "2026-11-02 21:50:00 +0200",
        "deployment_id": 15,
        "environment": "production",
        "short_sha": sha("b")[:8],
        "commit_url": f"https://gitlab.example.com/acme/quay/-/commit/{sha('b')}",
        "project": project,
    }
    assert gitlab(quay, "Push Hook", push, secret="wrong").status_code == 401
    assert gitlab(quay, "Deployment Hook", deployed).status_code == 202
    assert gitlab(quay, "Push Hook", push).status_code == 202
    apply_all(quay.pk)
    assert quay.pushes.get().is_cut
    [deployment] = Deployment.objects.exclude(component=None)
    assert (deployment.sha, deployment.brings) == (sha("b"), 1)
    assert deployment.finished_at.isoformat() == "2026-11-02T19:50:00+00:00"


def test_a_merge_request_of_gitlab_is_a_change(quay):
    from flow.delivery.queue import apply_all  # noqa: PLC0415

    body = {
        "object_kind": "merge_request",
        "project": {"id": 9, "default_branch": "main"},
        "object_attributes": {
            "iid": 4,
            "state": "merged",
            "action": "merge",
            "target_branch": "main",
            "source_branch": "hotfix/quay",
            "title": "Mend",
            "merge_commit_sha": sha("m"),
            "created_at": "2026-11-02 08:00:00 UTC",
            "updated_at": "2026-11-02 09:00:00 UTC",
        },
    }
    gitlab(quay, "Merge Request Hook", body)
    apply_all(quay.pk)
    change = Change.objects.get()
    assert (change.pull, change.branch) == (4, "hotfix/quay")
    assert (change.merged_at - change.opened_at).total_seconds() == 3600


def test_a_signature_is_over_the_very_bytes(forge):
    raw = b'{ "zen" :"\xc3\xa9" }'
    signed = hmac.new(forge.repository.secret.encode(), raw, sha256).hexdigest()
    assert forge.send("ping", raw, signature=f"sha256={signed}").status_code == 202
