"""The pages of targets and experiments in a real browser: for everybody, in both themes."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from board.models import Terms
from flow.experiments.models import Experiment, Target, TargetObstacle
from tests.browser.axe import wrong_in_every_look
from tests.flow.experiments.predicted import predicted

BOARD = "/boards/SLU/"
PATHS = (
    *("targets/", "targets/new/", "experiments/", "experiments/new/"),
    *("experiments/1/", "experiments/2/", "experiments/3/", "experiments/3/edit/"),
)


@pytest.fixture
def tried(transactional_db, board, ideas, build, done, grace) -> Target:
    """A target with obstacles; an A/B test that runs, one that is decided, and a draft."""
    now = timezone.now()
    for ago, days in ((40, 9), (33, 8), (26, 9), (19, 7), (12, 8), (9, 6), (5, 3), (2, 2)):
        end = now - timedelta(ago)
        at = Terms(at=end - timedelta(days - 1))
        card = board.create_card("A berth", by=grace, column=ideas, terms=at)
        card.move_to(build, by=grace, terms=at).move_to(done, by=grace, terms=Terms(at=end))
    card = board.create_card("Skippers can pay in instalments", by=grace, column=ideas)
    today = board.day_of(now)
    ab = {"method": "ab", "baseline": 41, "success_at": 46, "failure_at": 42, "sample": 400}
    days = {"starts_on": today - timedelta(4), "ends_on": today + timedelta(10)}
    runs = predicted(board, by=grace, card=card, **ab, **days)
    card.as_now().move_to(build, by=grace)
    for nth, (hits, n, other, m) in enumerate(
        [(14, 30, 82, 205), (34, 74, 168, 411), (63, 134, 250, 610), (84, 178, 331, 801)]
    ):
        at = now - timedelta(4 - nth)
        runs.observe(f"on {nth}", by=grace, at=at, variant="treatment", n=n, hits=hits)
        runs.observe(f"off {nth}", by=grace, at=at, variant="control", n=m, hits=other)
    closed = predicted(board, by=grace, change="a mail two days before arrival")
    closed.observe("all", by=grace, n=5000, value=4)
    closed.close(by=grace).decide(
        "abandon", by=grace, learning="Regulars did not know yet when they would sail."
    )
    target = Target.choose(
        *(board, "cycle_time"), by=grace, to=2, by_day=today + timedelta(18), why="Skippers wait"
    )
    first = TargetObstacle.add(target, "Releases only in the morning", by=grace, note="3 of 10")
    TargetObstacle.add(target, "Dock office reviews billing on Tuesdays", by=grace)
    first.revise(by=grace, taken=True)
    Experiment.predict(
        board,
        by=grace,
        change="review in pairs at eleven",
        outcome="half of the cards within 2 days",
        reason="there is always somebody",
        target=target.pk,
    )
    return target


def test_the_pages_can_be_used_by_everybody(page, live_server, sign_in, tried, ada):
    sign_in(ada)
    assert wrong_in_every_look(page, [live_server.url + BOARD + path for path in PATHS]) == []


def test_an_experiment_is_written_observed_closed_and_decided_by_keyboard(
    page, live_server, sign_in, tried, grace
):
    """Without a mouse: each control is reached by its name and pressed by Enter or Space."""
    sign_in(grace)
    page.goto(f"{live_server.url}{BOARD}targets/")
    page.get_by_role("link", name="Experiments", exact=True).last.press("Enter")
    page.get_by_role("link", name="New experiment").press("Enter")
    for label, words in (
        ("We believe this change", "a map of free berths"),
        ("will produce this outcome", "more bookings by phone"),
        ("because", "skippers look before they call"),
        ("Metric", "bookings by phone"),
        ("Unit", "a week"),
        ("Baseline", "20"),
        ("Success at", "30"),
        ("Failure at", "22"),
        ("Sample", "10"),
    ):
        page.get_by_label(label, exact=True).type(words)
    page.get_by_label("Better").select_option("more")
    page.get_by_label("Method").select_option("before_after")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Experiment 4")
    page.get_by_text("Write down what you see").press("Enter")
    page.get_by_label("Cases").type("12")
    page.get_by_label("Or a value").type("33")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("Locked since")).to_be_visible()
    page.get_by_label("Why it stops early").type("The season is over")
    page.get_by_role("button", name="Stop early").press("Enter")
    page.get_by_role("textbox", name="What we learned").type("They look, and then they call.")
    page.get_by_role("button", name="Decide").press("Enter")
    expect(page.get_by_text("They look, and then they call.")).to_be_visible()
    assert Experiment.objects.get(number=4).verdict == "validated"
