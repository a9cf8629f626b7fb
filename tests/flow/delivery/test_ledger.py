"""A ledger of four weeks, told by a pipeline: its figures, whatever the order and however often."""

import random
from datetime import date
from functools import partial

import pytest

from board.models import Card
from flow.delivery.models import (
    Change,
    Component,
    ComponentChange,
    Delivery,
    Deployment,
    Incident,
    Repository,
    Team,
)
from flow.delivery.of_cards import development_times
from flow.delivery.queue import apply_all
from flow.metrics.reports.window import DayWindow
from tests.board.races.crowd import at_once
from tests.flow.delivery import ledger

MONTH = ("2026-11-02", "2026-11-29")


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2026-11-30T09:00:00Z", tick=False)


@pytest.fixture
def offices(board, repository, done, build, card_in):
    """Harbour owns web and api, the dock office billing; the cards of the ledger are there."""
    harbour, office = Team.make(board, "Harbour"), Team.make(board, "Dock office")
    for name, team in (("web", harbour), ("api", harbour), ("billing", office)):
        Component.make(repository, name, paths=[f"{name}/**"], team=team)
    for number, (started, finished) in ledger.CARDS.items():
        card = card_in(done if finished else build)
        Card.objects.filter(pk=card.pk).update(
            number=number,
            started_at=ledger.day(started),
            finished_at=finished and ledger.day(finished),
        )
    return harbour, office


def tell(pipeline, *, dice: random.Random | None = None, times: int = 1) -> None:
    """All of the ledger by the door of pipelines; with dice shuffled, and applied now and then."""
    said = [("/deployments", each) for each in ledger.deployments()]
    said += [("/incidents", each) for each in ledger.incidents()]
    said *= times
    if dice is not None:
        dice.shuffle(said)
    for path, body in said:
        answer = pipeline.post(path, **body)
        assert answer.status_code == (201 if path == "/incidents" else 202), answer.content
        if dice is not None and dice.random() < 0.2:
            apply_all(Repository.objects.get().pk)
    apply_all(Repository.objects.get().pk)


def rows():
    """All that follows from the deliveries."""
    return [
        sorted(found, key=str)
        for found in (
            Change.objects.values_list(
                *("sha", "place", "title", "files", "added", "removed", "at", "cards__number")
            ),
            ComponentChange.objects.values_list(
                *("component__name", "change__sha", "deployment__external_id")
            ),
            Deployment.objects.values_list(
                *("external_id", "component__name", "status", "kind", "brings", "finished_at"),
                *("followed_by__external_id", "sha", "environment", "incident", "named_commits"),
            ),
            Incident.objects.values_list(
                *("external_id", "component__name", "detected_at", "caused_by__external_id"),
                "card__number",
            ),
        )
    ]


def assert_the_figures(api, dora, team=""):
    for first, last, whose, deployed, (hours, changes), failed, unplanned, sizes in ledger.FIGURES:
        days = (f"2026-11-{first}", f"2026-11-{last}")
        query = {"component": whose} if whose else {"team": team} if team else {}
        found = dora(*days, **query)
        assert found["deployment_frequency"]["n"] == deployed, (days, whose)
        lead = found["change_lead_time"]
        assert (lead["value"], lead["n"]) == (pytest.approx(hours), changes), (days, whose)
        rate = found["change_fail_rate"]
        assert (rate["failed"], rate["n"]) == failed, (days, whose)
        rework = found["deployment_rework_rate"]
        assert (rework["unplanned"], rework["n"]) == unplanned, (days, whose)
        assert found["failed_deployment_recovery_time"]["value"] is None
        asked = {"from": days[0], "to": days[1]} | query
        told = api.get("/boards/SLU/delivery/sizes", **asked).json()
        assert (told["small"], told["middle"], told["large"]) == sizes, (days, whose)


def test_the_ledger_gives_the_figures_that_were_counted_by_hand(
    offices, pipeline, api, dora, board
):
    harbour, office = offices
    tell(pipeline)
    assert dora(*MONTH)["deployment_frequency"]["value"] is None  # two teams: say which
    assert dora(*MONTH, team="Harbour")["deployment_frequency"]["n"] == 18
    assert dora(*MONTH, team="Dock office")["deployment_frequency"]["n"] == 4
    # By today's owner: once all is of one team, the board has the figures of all.
    Component.objects.filter(team=office).update(team=harbour)
    assert_the_figures(api, dora)
    for first, last, deployed, hours in ledger.BY_WEEK:
        found = dora(f"2026-11-{first}", f"2026-11-{last}")
        assert found["deployment_frequency"]["n"] == deployed
        assert round(found["change_lead_time"]["value"], 1) == hours
    assert dora(*MONTH)["failed_deployment_recovery_time"]["open"] == 1
    assert pipeline.patch("/incidents/I-81", restored_at="2026-11-18T16:34:00Z").status_code == 200
    found = dora(*MONTH)["failed_deployment_recovery_time"]
    assert (found["value"], found["n"]) == (pytest.approx(42 / 60), 1)
    waiting = api.get("/boards/SLU/delivery/waiting").json()["items"]
    assert [(each["component"], each["cards"]) for each in waiting] == [
        ("api", ["SLU-60"]),
        ("web", ["SLU-60"]),
        ("billing", ["SLU-74"]),
    ]
    board.refresh_from_db()
    cards = development_times(board, DayWindow(*map(date.fromisoformat, MONTH)))
    assert len(cards.days) == 17
    assert (cards.percentiles, cards.board_percentiles) == ({50: 7, 85: 10}, {50: 7, 85: 10})
    assert sum(days <= 2 for days in cards.days) == 2


@pytest.mark.django_db(transaction=True)
def test_each_delivery_twice_shuffled_and_over_two_connections_gives_the_same(
    offices, pipeline, api, dora
):
    at_once([partial(tell, pipeline, dice=random.Random(seed), times=2) for seed in (1, 2)])
    apply_all(Repository.objects.get().pk)
    assert not Delivery.objects.exclude(state="applied").exists()
    shuffled = rows()
    Component.objects.update(team=offices[0])
    assert_the_figures(api, dora)
    for each in (Change, Deployment, Incident, Delivery):
        each.objects.all().delete()
    tell(pipeline)
    assert rows() == shuffled
