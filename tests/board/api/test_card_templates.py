"""Card templates and recurring cards by API."""

import pytest

from board.models import CardTemplate

TEMPLATES = "/boards/SLU/card_templates"
RECURRING = "/boards/SLU/recurring_cards"


@pytest.fixture
def template(api, board):
    return api.post(TEMPLATES, title="Inspect", steps=["Look"], labels=["crane"]).json()


def test_a_template_is_made_changed_used_and_removed(api, board, grace):
    made = api.post(
        TEMPLATES,
        title="Inspect the crane",
        description="Well.",
        scenarios=["It lifts"],
        steps=["Look"],
        labels=["crane"],
        service_class="expedite",
        assignees=["GRACE@example.org"],
    )
    assert made.status_code == 201
    said = made.json()
    assert {name: said[name] for name in ("name", "service_class", "assignees", "labels")} == {
        "name": "Inspect the crane",
        "service_class": "Expedite",
        "assignees": ["grace@example.org"],
        "labels": ["crane"],
    }
    assert api.get(TEMPLATES).json()["items"] == [said]
    one = f"{TEMPLATES}/{said['id']}"
    changed = api.patch(one, steps=[], name="Crane", service_class=None)
    assert changed.json() == said | {
        "revision": 2,
        "steps": [],
        "name": "Crane",
        "service_class": None,
    }
    assert api.patch(one, title="B", expected_revision=1).status_code == 409
    card = api.post("/boards/SLU/cards", template=said["id"], column="Ideas")
    assert card.status_code == 201
    assert card.json()["title"] == "Inspect the crane"
    assert card.json()["assignees"] == ["grace@example.org"]
    other = api.post("/boards/SLU/cards", template=said["id"], title="Other", labels=[])
    assert (other.json()["title"], other.json()["labels"]) == ("Other", [])
    assert other.json()["column"] == "Ideas"
    assert api.delete(one).status_code == 204
    assert api.delete(one).status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "title"),
        ({"title": "A", "steps": ["x"] * 101}, "steps"),
        ({"title": "A", "labels": "x"}, "labels"),
        ({"title": "A\x00"}, "title"),
        ({"title": "A", "assignees": ["sam@example.org"]}, "assignees"),
        ({"title": "A", "service_class": "Nix"}, "service_class"),
        ({"title": "A", "size": 3}, "size"),
    ],
)
def test_wrong_input_of_a_template_is_named(api, board, sam, body, field):
    answer = api.post(TEMPLATES, **body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].split(".")[0] == field
    assert not CardTemplate.objects.exists()


@pytest.mark.parametrize("template", [0, -1, 10**30, "1", True, 1.5, 999])
def test_a_template_that_is_not_there_makes_no_card(api, board, template):
    answer = api.post("/boards/SLU/cards", template=template, column="Ideas")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "template")


def test_a_card_needs_a_title_or_a_template(api, board, template):
    for body in ({"column": "Ideas"}, {"title": "A"}):
        assert api.post("/boards/SLU/cards", **body).status_code == 422
    retry = {"retry_key": "k", "template": template["id"], "column": "Ideas"}
    assert [api.post("/boards/SLU/cards", **retry).status_code for _ in range(2)] == [201, 200]


def test_a_card_recurs(api, board, template):
    made = api.post(RECURRING, template=template["id"], rule="rrule:freq=weekly;byday=mo")
    assert made.status_code == 201
    said = made.json()
    assert (said["sentence"], said["at"], said["on"]) == ("Every Monday at 09:00", "09:00", True)
    assert said["next_at"]
    assert api.get(RECURRING).json()["items"] == [said]
    one = f"{RECURRING}/{said['id']}"
    changed = api.patch(one, rule="FREQ=DAILY", at="06:30", on=False).json()
    assert (changed["sentence"], changed["on"], changed["revision"]) == (
        "Every day at 06:30",
        False,
        2,
    )
    assert api.patch(one, on=True, expected_revision=1).status_code == 409
    assert api.delete(f"{TEMPLATES}/{template['id']}").status_code == 409
    assert api.delete(one).status_code == 204


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"rule": "FREQ=HOURLY"}, "rule"),
        ({"rule": "FREQ=DAILY;INTERVAL=0"}, "rule"),
        ({"rule": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"}, "rule"),
        ({"rule": "x" * 5000}, "rule"),
        ({"rule": "FREQ=DAILY;COUNT=" + "9" * 150}, "rule"),
        ({"rule": "FREQ=DAILY\nFREQ=DAILY"}, "rule"),
        ({"rule": 7}, "rule"),
        ({"at": "24:00"}, "at"),
        ({"at": 3600}, "at"),
        ({"at": "9:00"}, "at"),
        ({"at": "09:00:00Z"}, "at"),
        ({"starts_on": "0001-01-01"}, "starts_on"),
        ({"starts_on": "9999-12-31"}, "starts_on"),
        ({"template": 999}, "template"),
        ({"on": "yes"}, "on"),
    ],
)
def test_wrong_input_of_a_recurring_card_is_named(api, board, template, body, field):
    answer = api.post(RECURRING, **{"template": template["id"], "rule": "FREQ=DAILY"} | body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


def test_lists_cost_no_statement_each(api, board, template, query_count):
    api.post(RECURRING, template=template["id"], rule="FREQ=DAILY")
    few = query_count(api.get, TEMPLATES), query_count(api.get, RECURRING)
    for n in range(4):
        made = api.post(TEMPLATES, title=f"Template {n}", labels=["crane"]).json()
        api.post(RECURRING, template=made["id"], rule="FREQ=DAILY")
    assert (query_count(api.get, TEMPLATES), query_count(api.get, RECURRING)) == few
