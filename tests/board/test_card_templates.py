"""A card template says what a new card says from the start; the log keeps who changed it."""

import pytest
from django.core.exceptions import ValidationError

from board.display.settings.log import ChangesPage
from board.models import CardTemplate, NotHere, NotPossible, StalePart, TooMany


@pytest.fixture
def inspect(board, ada, grace):
    return board.add_card_template(
        title="Inspect the crane",
        description="Ask @Grace.",
        scenarios=["It lifts"],
        steps=["Look at the rope", "Oil it"],
        labels=["crane"],
        assignees=[grace],
        service_class=board.shape.service_classes[board.service_classes.last().pk],
        by=ada,
    )


def test_a_card_takes_all_that_its_template_says(board, inspect, ideas, ada, grace):
    card = board.create_card(by=ada, column=ideas, **inspect.card_facts(board))
    assert (card.title, card.description) == ("Inspect the crane", "Ask @Grace.")
    assert [each.text for each in card.checklist.scenarios()] == ["It lifts"]
    assert [each.text for each in card.checklist.steps()] == ["Look at the rope", "Oil it"]
    assert [label.name for label in card.labels.all()] == ["crane"]
    assert list(card.assignees.all()) == [grace]
    assert card.service_class == board.service_classes.last()


def test_who_has_left_is_on_no_new_card(board, inspect, ideas, ada, grace):
    board.remove_member(grace, by=ada)
    assert inspect.card_facts(board)["assignees"] == []


def test_the_log_says_what_became_of_a_template(board, inspect, ada):
    board.revise_card_template(inspect, name="Inspection", by=ada)
    board.revise_card_template(inspect, name="Inspection", labels=["Crane"], by=ada)  # the same
    board.remove_card_template(inspect, by=ada)
    words = [each.words for each in ChangesPage(board).changes][:3]
    assert words == [
        "removed the card template Inspection",
        "changed the card template Inspection",
        "added the card template Inspect the crane",
    ]


def test_what_makes_no_sense_is_refused(board, inspect, ada, sam, monkeypatch):
    for said in ({"title": " "}, {"title": "x" * 201}, {"title": "inspect THE crane"}):
        with pytest.raises(ValidationError):
            board.add_card_template(by=ada, **said)
    with pytest.raises(ValidationError):
        board.add_card_template(title="A", steps=[" "], by=ada)
    with pytest.raises(TooMany):
        board.add_card_template(title="A", steps=["x"] * 101, by=ada)
    with pytest.raises(NotHere):
        board.add_card_template(title="A", assignees=[sam], by=ada)
    with pytest.raises(StalePart):
        board.revise_card_template(inspect, title="B", by=ada, expected_revision=7)
    monkeypatch.setattr(CardTemplate, "MOST", type(CardTemplate.MOST)(1, CardTemplate.MOST.words))
    with pytest.raises(TooMany, match="at most 1 card templates"):
        board.add_card_template(title="A", by=ada)
    assert CardTemplate.objects.count() == 1


def test_a_template_of_a_recurring_card_stays(board, inspect, ada):
    recurrence = board.add_recurrence(template=inspect, rule="FREQ=DAILY", by=ada)
    with pytest.raises(NotPossible, match="A recurring card is created from Inspect the crane"):
        board.remove_card_template(inspect, by=ada)
    board.remove_recurrence(recurrence, by=ada)
    board.remove_card_template(inspect, by=ada)


def test_the_add_field_offers_templates(board, inspect, ideas, browser_of, grace):
    see = browser_of(grace)
    page = see.get("/boards/SLU/").content.decode()
    assert f'<option value="{inspect.pk}">Inspect the crane</option>' in page
    said = {"title": "", "column": ideas.pk, "template": inspect.pk, "back": "board"}
    assert see.post("/boards/SLU/cards/", said).status_code == 302
    see.post("/boards/SLU/cards/", said | {"title": "Inspect the quay"})
    assert [card.title for card in board.cards.order_by("number")] == [
        "Inspect the crane",
        "Inspect the quay",
    ]
    for wrong in ({"template": ""}, {"template": "999"}, {"template": "x"}):
        assert see.post("/boards/SLU/cards/", said | wrong).status_code == 422


def test_a_lead_keeps_templates_on_a_page(board, browser_of, ada, grace):
    see = browser_of(ada)
    said = {
        "name": "Inspection",
        "title": "Inspect",
        "steps": "- [ ] Look\n- Oil",
        "labels": "a, b",
    }
    said |= {"assignees": [grace.pk], "scenarios": "Given a rope\nWhen it is wet\nThen it holds"}
    assert see.post("/boards/SLU/settings/templates/add/", said).status_code == 302
    template = CardTemplate.objects.get()
    assert template.steps == ["Look", "Oil"]
    assert template.scenarios == ["Given a rope\nWhen it is wet\nThen it holds"]
    where = f"/boards/SLU/settings/templates/{template.pk}/"
    assert "Inspection" in see.get("/boards/SLU/settings/templates/").content.decode()
    board.revise_card_template(template, title="Look at it", by=grace)
    stale = see.post(where, said | {"expected_revision": 1})
    assert stale.status_code == 409
    assert "It is now: Title of the card: Look at it" in stale.content.decode()
    assert see.post(where, said | {"expected_revision": 2, "steps": ""}).status_code == 302
    assert see.post(where, {"name": "", "title": "\x00"}).status_code == 422
    assert see.post(f"{where}remove/").status_code == 302
    assert not CardTemplate.objects.exists()
