"""Five exact numbers, counted by hand; and each rule of what counts how."""

import pytest

from flow.delivery.models import Change, ComponentChange, Deployment
from tests.flow.delivery.forges import commit, logged, merged, pushed, sha

FIRST, LAST = "2026-11-02", "2026-11-29"


def deployments():
    """Those of components, without what they are copies of."""
    return Deployment.objects.exclude(component=None)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2026-11-30T12:00:00Z", tick=False)


def test_a_ledger_counted_by_hand(log, deploy, pipeline, dora, component):
    """10 deployments (two of them rollbacks), 3 incidents.

    c1..c8 are merged at noon of 1..8 November and deployed the next day at noon, but c5, which is
    deployed after 30 hours. d5 is rolled back after 2 hours, d8 after 3.
    """
    days = range(1, 9)
    log(
        "".join(
            logged(f"c{n}", f"2026-11-0{n}T12:00:00+00:00", parent=f"c{n - 1}" if n > 1 else "")
            for n in reversed(days)
        )
    )
    for n in days:
        hour = 18 if n == 5 else 12
        deploy(sha(f"c{n}"), f"2026-11-0{n + 1}T{hour}:00:00Z", id=f"d{n}")
        if n == 5:
            deploy(sha("c4"), "2026-11-06T20:00:00Z", id="r5")
    deploy(sha("c7"), "2026-11-09T15:00:00Z", id="r8")
    report = {"component": "app", "title": "Out"}
    for at, until, cause in [
        ("2026-11-03T13:00:00Z", "2026-11-03T14:00:00Z", "d2"),
        ("2026-11-06T18:30:00Z", "2026-11-06T20:30:00Z", "d5"),
        ("2026-11-10T09:00:00Z", None, None),
    ]:
        said = report | {"detected_at": at, "restored_at": until, "caused_by": cause, "id": at}
        assert pipeline.post("/incidents", **said).status_code == 201
    found = dora(FIRST, LAST)
    # d6 brings c5 again after the rollback, so all eight can fail; d2, d5 and d8 did.
    assert found["deployment_frequency"] == {
        "value": 8 / 28,
        "unit": "per day",
        "n": 8,
        "why": None,
        "days_with": 8,
    }
    assert found["change_lead_time"]["value"] == 24.0
    assert found["change_lead_time"]["n"] == 8
    assert found["change_lead_time"]["percentiles"]["95"] == 30.0
    assert found["change_fail_rate"]["value"] == 100 * 3 / 8
    assert found["failed_deployment_recovery_time"]["value"] == 1.0  # nearest rank of 1 and 2
    assert found["failed_deployment_recovery_time"]["n"] == 2
    assert found["deployment_rework_rate"]["value"] == 100 * 2 / 10
    assert found["deployment_rework_rate"]["n"] == 10


def test_nothing_known_is_no_data_with_a_reason(dora, component):
    for measure in list(dora(FIRST, LAST).values())[2:]:
        assert measure["value"] is None
        assert measure["n"] == 0
        assert measure["why"]


def test_without_days_it_is_about_the_last_28_that_are_over(api, component):
    found = api.get("/boards/SLU/delivery/dora").json()
    assert (found["from"], found["to"]) == ("2026-11-02", "2026-11-29")


def test_ten_deployments_in_a_day_and_one_rollback_is_one_failed(log, deploy, dora, component):
    log(
        "".join(
            logged(f"c{n}", f"2026-11-02T0{n}:00:00+00:00", parent=f"c{n - 1}")
            for n in reversed(range(10))
        )
    )
    for n in range(10):
        deploy(sha(f"c{n}"), f"2026-11-03T0{n}:00:00Z")
    deploy(sha("c8"), "2026-11-03T11:00:00Z")
    found = dora(FIRST, LAST)
    assert found["change_fail_rate"]["failed"] == 1
    assert (found["change_fail_rate"]["value"], found["change_fail_rate"]["n"]) == (10.0, 10)
    assert found["deployment_frequency"]["n"] == 10
    failed = deployments().exclude(followed_by=None).get()
    assert failed.sha == sha("c9")


def test_a_team_without_webhooks_counts_in_the_fail_rate(deploy, dora, component):
    for n in range(4):
        deploy(sha(f"v{n}"), f"2026-11-0{n + 2}T09:00:00Z")
    deploy(sha("v2"), "2026-11-05T10:00:00Z")
    found = dora(FIRST, LAST)
    assert (found["change_fail_rate"]["value"], found["change_fail_rate"]["n"]) == (25.0, 4)
    assert found["deployment_rework_rate"]["value"] == 20.0
    assert deployments().latest_first().first().kind == "rollback"


def test_a_revert_that_is_rolled_forward_is_a_rollback(forge, applied, deploy, dora, component):
    bad = commit("bad", "2026-11-02T09:00:00Z")
    back = commit(
        "back", "2026-11-02T12:00:00Z", f'Revert "Bad"\n\nThis reverts commit {sha("bad")}.'
    )
    forge.push(bad)
    forge.push(back, before=sha("bad"))
    applied()
    deploy(sha("bad"), "2026-11-02T10:00:00Z")
    deploy(sha("back"), "2026-11-02T13:00:00Z")
    kinds = deployments().order_by("told_at").values_list("kind", flat=True)
    assert list(kinds) == ["normal", "rollback"]
    assert dora(FIRST, LAST)["deployment_frequency"]["n"] == 1


def test_a_revert_of_what_never_went_out_is_no_rollback(forge, applied, deploy, component):
    forge.push(
        commit("bad", "2026-11-02T09:00:00Z"),
        commit("back", "2026-11-02T12:00:00Z", f"Take back\n\nThis reverts commit {sha('bad')}."),
    )
    applied()
    deploy(sha("back"), "2026-11-02T13:00:00Z")
    assert deployments().get().kind == "normal"


def test_the_same_version_again_is_a_redeploy_and_a_hotfix_is_known_by_its_branch(
    forge, applied, deploy, component
):
    forge.push(commit("a", "2026-11-02T09:00:00Z"))
    told = merged("h", "2026-11-02T10:00:00Z", "2026-11-02T11:00:00Z", head={"ref": "hotfix/x"})
    forge.send("push", pushed(commit("h", "2026-11-02T11:00:00Z"), before=sha("a")))
    forge.send("pull_request", told)
    applied()
    deploy(sha("a"), "2026-11-02T10:00:00Z")
    deploy(sha("a"), "2026-11-02T10:30:00Z")
    deploy(sha("h"), "2026-11-02T12:00:00Z")
    rows = deployments().order_by("told_at")
    assert [each.kind for each in rows] == ["normal", "redeploy", "hotfix"]
    assert rows[0].followed_by == rows[2]
    assert rows[1].followed_by is None


def test_a_change_of_an_incidents_card_is_a_hotfix(
    forge, applied, deploy, component, pipeline, build, card_in
):
    card_in(build)
    forge.push(commit("a", "2026-11-02T09:00:00Z"), commit("b", "2026-11-02T10:00:00Z", "SLU-1"))
    applied()
    deploy(sha("a"), "2026-11-02T09:30:00Z")
    deploy(sha("b"), "2026-11-02T10:30:00Z")
    said = {"component": "app", "title": "Out", "detected_at": "2026-11-02T09:40:00Z"}
    assert pipeline.post("/incidents", **said, card="SLU-1").json()["card"] == "SLU-1"
    assert deployments().latest_first().first().kind == "hotfix"


def test_what_the_caller_says_of_the_kind_wins(deploy, component):
    deploy(sha("a"), "2026-11-02T09:00:00Z")
    deploy(sha("b"), "2026-11-02T10:00:00Z", kind="rollback")
    deploy(sha("a"), "2026-11-02T11:00:00Z", kind="normal")
    kinds = deployments().order_by("told_at").values_list("kind", flat=True)
    assert list(kinds) == ["normal", "rollback", "normal"]


def test_a_rollback_of_a_rollback_goes_forward(log, deploy, component):
    log(
        "".join(
            logged(n, f"2026-11-02T0{at}:00:00+00:00", parent=p)
            for n, at, p in [("b", 2, "a"), ("a", 1, "")]
        )
    )
    for n, name in enumerate("abab"):
        deploy(sha(name), f"2026-11-03T0{n}:00:00Z")
    rows = deployments().order_by("told_at")
    assert [each.kind for each in rows] == ["normal", "normal", "rollback", "normal"]
    assert [each.brings for each in rows] == [1, 1, 0, 1]
    assert ComponentChange.objects.get(change__sha=sha("b")).deployment == rows[1]


def test_staging_is_not_production(deploy, dora, component, log):
    log(logged("a", "2026-11-02T09:00:00+00:00"))
    deploy(sha("a"), "2026-11-02T10:00:00Z", environment="staging")
    assert dora(FIRST, LAST)["deployment_frequency"]["value"] is None
    assert ComponentChange.objects.get().deployment is None


def test_a_failed_deployment_delivers_nothing(deploy, dora, component, log):
    log(logged("a", "2026-11-02T09:00:00+00:00"))
    deploy(sha("a"), "2026-11-02T10:00:00Z", status="failure")
    assert dora(FIRST, LAST)["deployment_frequency"]["value"] is None
    deploy(sha("a"), "2026-11-02T11:00:00Z", id="again")
    assert dora(FIRST, LAST)["change_lead_time"]["value"] == 2.0


def test_clocks_that_disagree_make_a_negative_time_that_is_told_and_not_counted(
    deploy, dora, component, log, api
):
    log(logged("a", "2026-11-02T09:00:00+00:00"))
    deploy(sha("a"), "2026-11-02T08:00:00Z")
    found = dora(FIRST, LAST)["change_lead_time"]
    assert (found["value"], found["negative"], found["n"]) == (None, 1, 0)
    [change] = api.get("/boards/SLU/delivery/changes").json()["items"]
    assert change["components"][0]["lead_time"] == -1.0


def test_what_came_in_late_is_counted_where_it_belongs(deploy, component, log):
    """Deployments first, the history afterwards: the same rows."""
    deploy(sha("a"), "2026-11-03T09:00:00Z", id="d1")
    deploy(sha("c"), "2026-11-05T09:00:00Z", id="d2")
    assert set(deployments().values_list("brings", flat=True)) == {None}
    log(
        "".join(
            logged(n, f"2026-11-0{at}T09:00:00+00:00", parent=p)
            for n, at, p in [("c", 4, "b"), ("b", 3, "a"), ("a", 2, "")]
        )
    )
    brought = dict(ComponentChange.objects.values_list("change__sha", "deployment__external_id"))
    assert brought == {sha("a"): "d1", sha("b"): "d2", sha("c"): "d2"}


def test_a_cherry_pick_is_a_change_where_it_came_to_the_trunk(forge, applied, deploy, component):
    """On a branch of its own it is a commit that nobody knows: the trunk's change still waits."""
    forge.push(*(commit(name, f"2026-11-02T0{n}:00:00Z") for n, name in enumerate("abc")))
    applied()
    deploy(sha("a"), "2026-11-02T09:00:00Z", id="d1")
    deploy(sha("c on a branch"), "2026-11-02T10:00:00Z", id="d2")
    brought = ComponentChange.objects.exclude(deployment=None)
    assert [*brought.values_list("change__sha", flat=True)] == [sha("a")]
    assert deployments().get(external_id="d2").brings is None
    picked = commit(
        "b again", "2026-11-02T10:30:00Z", f"b\n\n(cherry picked from commit {sha('b')})"
    )
    forge.push(picked, before=sha("c"))
    applied()
    deploy(sha("b again"), "2026-11-02T11:00:00Z", id="d3")
    assert Change.objects.on_the_trunk().count() == 4
    d3 = deployments().get(external_id="d3")
    assert (d3.kind, d3.brings) == ("normal", 3)
    assert brought.count() == 4


def test_an_incident_may_name_a_deployment_that_is_not_known_yet(
    deploy, pipeline, dora, component, log
):
    log(logged("a", "2026-11-02T09:00:00+00:00"))
    said = {"component": "app", "title": "Out", "detected_at": "2026-11-02T11:00:00Z"}
    incident = pipeline.post("/incidents", **said, caused_by="d1", id="I-1").json()
    assert (incident["caused_by"], incident["deployment"]) == ("d1", None)
    deploy(sha("a"), "2026-11-02T10:00:00Z", id="d1")
    found = dora(FIRST, LAST)
    assert found["change_fail_rate"]["value"] == 100.0
    assert found["failed_deployment_recovery_time"]["value"] is None
    assert found["failed_deployment_recovery_time"]["open"] == 1
    answer = pipeline.patch("/incidents/I-1", restored_at="2026-11-02T11:42:00Z")
    assert answer.status_code == 200
    assert dora(FIRST, LAST)["failed_deployment_recovery_time"]["value"] == 0.7


def test_a_persons_word_wins_over_what_was_proposed(deploy, dora, component, api):
    deploy(sha("a"), "2026-11-02T09:00:00Z")
    deploy(sha("b"), "2026-11-02T10:00:00Z", kind="hotfix")
    first = deployments().get(sha=sha("a"))
    assert dora(FIRST, LAST)["change_fail_rate"]["failed"] == 1
    answer = api.patch(f"/deployments/{first.pk}", failed=False)
    assert (answer.status_code, answer.json()["failed"]) == (200, False)
    assert dora(FIRST, LAST)["change_fail_rate"]["failed"] == 0
    second = deployments().get(sha=sha("b"))
    assert api.patch(f"/deployments/{second.pk}", kind="normal").json()["kind"] == "normal"
    api.patch(f"/deployments/{first.pk}", failed=None)
    assert dora(FIRST, LAST)["change_fail_rate"]["failed"] == 0
    assert dora(FIRST, LAST)["deployment_rework_rate"]["value"] == 0.0


def test_a_monorepo_with_three_components(forge, applied, repository, team, dora):
    for name in ("web", "api", "jobs"):
        repository.components.create(name=name, paths=[f"{name}/**"], team=team)
    forge.push(
        commit("a", "2026-11-02T09:00:00Z", paths=["web/a.js", "api/a.py"]),
        commit("b", "2026-11-02T10:00:00Z", paths=["api/b.py"]),
        commit("c", "2026-11-02T10:30:00Z", paths=["README.md"]),
    )
    status = {"state": "success", "environment": "production", "created_at": "2026-11-02T11:00:00Z"}
    deployment = {"id": 1, "sha": sha("c"), "environment": "production", "task": "deploy"}
    forge.send(
        "deployment_status",
        {
            "deployment": deployment,
            "deployment_status": status,
            "repository": {"id": 7, "full_name": "acme/harbour", "default_branch": "main"},
        },
    )
    applied()
    of = deployments().values_list("component__name", "brings")
    assert dict(of) == {"web": 1, "api": 2}
    assert not ComponentChange.objects.filter(change__sha=sha("c")).exists()
    found = dora(FIRST, LAST)
    assert found["deployment_frequency"]["n"] == 2
    assert found["change_lead_time"]["n"] == 2


def test_a_deployment_before_there_is_a_component_waits_for_one(deploy, repository, team, api):
    from flow.delivery.models import Component, Delivery  # noqa: PLC0415

    deploy(sha("a"), "2026-11-02T09:00:00Z")
    found = api.get("/deliveries", repository=str(repository.pk)).json()["items"][0]
    assert (found["state"], found["why"]) == ("waiting", "No component yet.")
    made = api.post(
        "/components", name="app", repository=repository.pk, paths=["**"], team="Harbour"
    )
    assert made.status_code == 201
    assert Component.objects.get().deployments.get().sha == sha("a")
    assert Delivery.objects.get().state == "waiting"


def test_sizes_at_their_boundaries(log, deploy, component, api, forge, applied):
    sizes = [(5, 99), (5, 100), (6, 10), (20, 20), (1, 500), (19, 499)]
    parent = ""
    for n, (files, lines) in enumerate(sizes):
        rest = [(f"{n}/{at}", 1, 0) for at in range(1, files)]
        log(
            logged(
                f"s{n}",
                f"2026-11-02T0{n}:00:00+00:00",
                parent=parent,
                files=[(f"{n}/0", lines - files + 1, 0), *rest],
            )
        )
        parent = f"s{n}"
    forge.push(commit("p", "2026-11-02T10:00:00Z"), before=sha("s5"))
    applied()
    assert [each.size for each in Change.objects.order_by("place")] == [
        *("small", "middle", "middle", "large", "large", "middle"),
        "not_known",
    ]
    deploy(sha("p"), "2026-11-03T09:00:00Z")
    found = api.get("/boards/SLU/delivery/sizes", **{"from": FIRST, "to": LAST}).json()
    assert found | {"files": 0, "lines": 0} == {
        "from": FIRST,
        "to": LAST,
        "changes": 7,
        "small": 1,
        "middle": 3,
        "large": 2,
        "not_known": 1,
        "share_small": 100 / 6,
        "files": 0,
        "lines": 0,
        "changes_per_deployment": 7.0,
    }
    assert found["files"] == {"50": 5, "85": 19}


def test_what_is_left_out_is_not_measured(log, component, repository, api):
    log(logged("a", "2026-11-02T09:00:00+00:00", files=[("app.py", 3, 1), ("vendor/x.js", 900, 9)]))
    assert Change.objects.get().size == "large"
    answer = api.patch(f"/repositories/{repository.pk}", left_out=["vendor/**"])
    assert answer.status_code == 200
    change = Change.objects.get()
    assert (change.files, change.added, change.removed, change.size) == (1, 3, 1, "small")


def test_the_trunk(forge, applied, api, pipeline, repository, component):
    def built(id, at, status, attempt=1):
        said = {"id": id, "sha": sha("a"), "status": status, "finished_at": at, "attempt": attempt}
        assert pipeline.post("/builds", **said).status_code == 202

    forge.push(commit("a", "2026-11-02T09:00:00Z"))
    forge.send("pull_request", merged("a", "2026-11-01T21:00:00Z", "2026-11-02T09:00:00Z"))
    built("1", "2026-11-02T10:00:00Z", "success")
    built("2", "2026-11-02T11:00:00Z", "failure")
    built("2", "2026-11-02T13:00:00Z", "success", attempt=2)
    built("3", "2026-11-02T14:00:00Z", "error")
    applied()
    found = api.get("/boards/SLU/delivery/trunk", **{"from": FIRST, "to": LAST}).json()
    assert found["now"] == [
        {"repository": "acme/harbour", "state": "red", "since": "2026-11-02T14:00:00Z"}
    ]
    assert found["green_at_first"]["value"] == 100 / 3
    assert (found["red_to_green"]["value"], found["red_to_green"]["n"]) == (2.0, 1)
    assert found["changes_a_day"]["value"] == 1 / 28
    assert found["age_at_merge"]["value"] == 12.0


def test_several_teams_are_asked_about_one_by_one(board, component, dora, deploy, repository):
    from flow.delivery.models import Team  # noqa: PLC0415

    other = Team.make(board, "Dock office")
    repository.components.create(name="billing", paths=["billing/**"], team=other)
    deploy(sha("a"), "2026-11-02T09:00:00Z", component="app")
    found = dora(FIRST, LAST)["deployment_frequency"]
    assert found["value"] is None
    assert "team=" in found["why"]
    assert dora(FIRST, LAST, team="Harbour")["deployment_frequency"]["n"] == 1
    assert dora(FIRST, LAST, component="billing")["deployment_frequency"]["value"] is None


def test_a_change_of_no_component_waits_for_nothing(log, repository, team, api, build, card_in):
    card_in(build)
    repository.components.create(name="api", paths=["api/**"], team=team)
    log(logged("a", "2026-11-02T09:00:00+00:00", "SLU-1", files=[("notes/a.md", 1, 1)]))
    log(logged("b", "2026-11-02T10:00:00+00:00", "SLU-1", files=[("api/a.py", 1, 1)], parent="a"))
    [waiting] = api.get("/boards/SLU/delivery/waiting").json()["items"]
    assert (waiting["sha"], waiting["cards"]) == (sha("b"), ["SLU-1"])
