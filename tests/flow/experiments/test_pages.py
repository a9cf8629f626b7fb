"""The log, an experiment and the part of a card: what they say, and who may what."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone

from flow.experiments.models import Experiment, Target, TargetObstacle
from tests.flow.experiments.predicted import predicted

LOOKING = {"ada": 200, "grace": 200, "vera": 200, "sam": 404}
CHANGING = {"ada": 302, "grace": 302, "vera": 403, "sam": 404}
WRITING = {"ada": 200, "grace": 200, "vera": 403, "sam": 404}
PAGES = {
    "targets": (1, None, LOOKING),
    "new-target": (1, None, WRITING),
    "edit-target": (1, None, WRITING),
    "end-target": (1, None, WRITING),
    "add-obstacle": (1, {"text": "Reviews on Tuesdays only"}, CHANGING),
    "change-obstacle": (1, {"do": "take"}, CHANGING),
    "experiments": (1, None, LOOKING),
    "experiments-csv": (1, None, LOOKING),
    "new-experiment": (1, None, WRITING),
    "experiments-of-card": (1, None, LOOKING),
    "experiment": (1, None, LOOKING),
    "edit-experiment": (1, None, WRITING),
    "observe-experiment": (1, {"key": "a", "variant": "treatment", "value": "6"}, CHANGING),
    "observations-csv": (1, None, LOOKING),
    "close-experiment": (1, {}, CHANGING),
    "decide-experiment": (2, {"decision": "keep", "learning": "They pay."}, CHANGING),
    "rerun-experiment": (2, {}, CHANGING),
}


@pytest.fixture
def both(board, ada, ideas):
    """Experiment 1 of SLU-1, which has ended, and 2, which is closed."""
    card = board.create_card("Instalments", by=ada, column=ideas)
    return predicted(board, by=ada, card=card), predicted(board, by=ada).close(by=ada)


@pytest.fixture
def goal(board, ada):
    """The open target of the board, with an obstacle."""
    by = board.day_of(timezone.now()) + timedelta(18)
    target = Target.choose(board, "throughput", by=ada, to=9, by_day=by, why="Skippers wait")
    TargetObstacle.add(target, "Reviews on Tuesdays", by=ada, note="SLU-1 waits")
    return target


@pytest.fixture
def look(browser_of, grace, both):
    def at(page="", by=grace):
        answer = browser_of(by).get(f"/boards/SLU/experiments/{page}")
        return b"".join(answer).decode()  # of a stream and of a whole page

    return at


def address(name):
    [(_pattern, wanted)] = get_resolver("flow.experiments.urls").reverse_dict.getlist(name)[0][0]
    parts = {"key": "SLU", "number": PAGES[name][0]}
    if target := Target.objects.first():
        parts |= {"pk": target.pk, "obstacle": target.obstacles.first().pk}
    return reverse(name, kwargs={part: parts[part] for part in wanted})


def test_every_page_says_here_who_may_open_it():
    named = {pattern.name for pattern in get_resolver("flow.experiments.urls").url_patterns}
    assert named == PAGES.keys()


@pytest.mark.parametrize("name", PAGES)
def test_who_may_open_a_page(name, both, goal, browser_of, client, request):
    _number, posted, wanted = PAGES[name]
    for who in ("sam", "vera", "grace"):
        browser = browser_of(request.getfixturevalue(who))
        visit = browser.get if posted is None else browser.post
        assert visit(address(name), posted).status_code == wanted[who], who
    answer = client.get(address(name)) if posted is None else client.post(address(name), posted)
    assert (answer.status_code, "/login/" in answer["Location"]) == (302, True)


def test_the_log_is_searched_and_filtered(look):
    assert "2 experiments" in look()
    assert "1 experiment " in look("?verdict=inconclusive").replace("·", " ")
    assert "No experiment matches." in look("?q=nowhere")
    assert "2 experiments" in look("?q=instalments&state=odd")
    assert "This quarter 1 experiment was closed, 0 as believed." in look()


def test_a_csv_has_the_log_and_no_formula(look, board, ada):
    predicted(board, by=ada, metric_name="=1+1")
    text = look("log.csv")
    assert text.splitlines()[0].startswith("\ufeffnumber,state,verdict,sentence,metric,value")
    assert "'=1+1" in text
    assert len(text.splitlines()) == 4


def test_a_member_writes_one_down_and_pulls_its_card(
    browser_of, grace, board, ideas, build, ada, look
):
    card = board.create_card("Reminder", by=ada, column=ideas)
    browser = browser_of(grace)
    form = {
        "change": "a mail before arrival",
        "outcome": "fewer empty berths",
        "reason": "plans change",
        "metric_name": "empty berths",
        "unit": "%",
        "better": "less",
        "method": "before_after",
        "baseline": "12.5",
        "success_at": "8",
        "failure_at": "12",
        "sample": "400",
        "starts_on": "2026-11-01",
        "ends_on": "2027-11-15",
        "card": str(card.number),
    }
    wrong = browser.post("/boards/SLU/experiments/new/", form | {"success_at": "13"})
    assert (wrong.status_code, Experiment.objects.count()) == (422, 2)
    assert "Success has to be better than failure." in wrong.content.decode()
    made = browser.post("/boards/SLU/experiments/new/", form)
    assert made["Location"] == "/boards/SLU/experiments/3/"
    card.move_to(build, by=ada)
    page = look("3/")
    assert "We believe a mail before arrival will produce fewer empty berths" in page
    assert f"SLU-{card.number} was pulled into Build." in page
    assert "8 % or less" in " ".join(page.split())
    refused = browser.post("/boards/SLU/experiments/3/edit/", form | {"confounders": "snow"})
    assert refused.status_code == 302  # the criteria are no part of the form any more
    assert Experiment.objects.get(number=3).confounders == "snow"
    assert "SLU-2 was pulled" in look("cards/2/")


def test_what_is_seen_is_a_chart_with_its_table(browser_of, grace, both, look):
    browser = browser_of(grace)
    for key, value in (("a", "4"), ("b", "9")):
        said = {"key": key, "variant": "treatment", "n": "5000", "value": value}
        assert browser.post("/boards/SLU/experiments/1/observations/", said).status_code == 302
    page = look("1/")
    assert page.count('class="seen__dot"') == 2
    assert "Now validated: 9 % meets success at 8 % or more." in page
    wrong = browser.post(
        "/boards/SLU/experiments/1/observations/", {"key": "c", "variant": "treatment"}
    )
    assert wrong.status_code == 422
    assert "Send either a value, or hits of n." in wrong.content.decode()
    assert len(look("1/observations.csv").splitlines()) == 3


def test_a_learning_is_demanded_and_stands_in_the_log(browser_of, grace, both, look):
    browser = browser_of(grace)
    path = "/boards/SLU/experiments/2/decide/"
    assert browser.post(path, {"decision": "abandon", "learning": " "}).status_code == 422
    assert (
        browser.post(path, {"decision": "abandon", "learning": "Nobody reads mail"}).status_code
        == 302
    )
    assert "Nobody reads mail" in look()
    assert "Nobody reads mail" in look("2/")


def test_a_refusal_is_a_page_in_words(browser_of, grace, board, ada, both):
    answer = browser_of(grace).post("/boards/SLU/experiments/1/rerun/")
    assert answer.status_code == 409
    assert "Only an inconclusive experiment is run again." in answer.content.decode()


def test_the_tab_is_there_where_the_practice_is_on(browser_of, grace, board, ada):
    tab = '<a href="/boards/SLU/targets/"'
    assert tab not in browser_of(grace).get("/boards/SLU/").content.decode()
    predicted(board, by=ada)
    assert tab in browser_of(grace).get("/boards/SLU/").content.decode()


def test_an_experiment_that_there_is_not_is_not_found(browser_of, grace, both):
    for number in (9, 2**40):
        assert browser_of(grace).get(f"/boards/SLU/experiments/{number}/").status_code == 404


def test_a_member_sets_a_target_names_what_is_in_the_way_and_writes_the_next_step(
    browser_of, grace, board
):
    browser, by = browser_of(grace), board.day_of(timezone.now()) + timedelta(18)

    def page():
        return " ".join(browser.get("/boards/SLU/targets/").content.decode().split())

    assert "No target is set." in page()
    said = {"metric": "throughput", "to": "2.5", "by_day": str(by), "why": "Skippers wait"}
    wrong = browser.post("/boards/SLU/targets/new/", said | {"by_day": "2020-01-01"})
    assert (wrong.status_code, Target.objects.count()) == (422, 0)
    assert browser.post("/boards/SLU/targets/new/", said)["Location"] == "/boards/SLU/targets/"
    target = Target.objects.get()
    assert "Cards finished in a week: 2.5 cards or more, by" in page()
    assert "Nobody has written the next step down." in page()
    path = f"/boards/SLU/targets/{target.pk}/"
    assert browser.post(f"{path}obstacles/", {"text": " "}).status_code == 422
    assert browser.post(f"{path}obstacles/", {"text": "Reviews on Tuesdays"}).status_code == 302
    one = f"{path}obstacles/{target.obstacles.get().pk}/"
    browser.post(one, {"do": "take"})
    assert "taking this" in page()
    browser.post(one, {"do": "overcome"})
    assert "Overcome: <bdi>Reviews on Tuesdays</bdi>" in page()
    browser.post(one, {"do": "odd"})
    new = f"/boards/SLU/experiments/new/?target={target.pk}"
    form = browser.get(new).content.decode()
    assert ('name="change"' in form, 'name="sample"' in form) == (True, False)
    step = {"change": "review in pairs", "outcome": "3 a week", "reason": "nobody waits"}
    assert browser.post(new, step | {"target": str(target.pk)}).status_code == 302
    made = Experiment.objects.get()
    assert (made.target, made.success_at, made.source) == (target.pk, 2.5, "throughput")
    assert "We believe review in pairs will produce 3 a week" in page()
    browser.post(f"{path}edit/", {"to": "3", "by_day": str(by)})
    assert "3 cards or more" in page()
    assert "Cards finished in a week" in browser.get(f"{path}end/").content.decode()
    assert browser.post(f"{path}end/", {"became": "odd"}).status_code == 422
    assert browser.post(f"{path}end/", {"became": "missed", "note": "Too much"}).status_code == 302
    assert "missed, " in page()
    assert "<bdi>Too much</bdi>" in page()


def test_the_page_of_a_target_costs_the_same_however_much_there_is(browser_of, grace, board, goal):
    browser = browser_of(grace)

    def statements():
        with CaptureQueriesContext(connection) as asked:
            assert browser.get("/boards/SLU/targets/").status_code == 200
        return len(asked)

    few = statements()
    for nth in range(5):
        TargetObstacle.add(goal, f"Obstacle {nth}", by=grace)
        predicted(board, by=grace, target=goal.pk).close(by=grace)
    assert statements() <= few + 4  # of the locks and totals of what was tried
