"""An installed app has a say before a card starts or finishes, if the card names it."""

import pytest
from django.apps import apps

from board.models import ApiToken, Card, ObjectedTo, Objection, Override, Terms


def asks(turn, changes):
    """A made-up app: a card may not go to done while its title says so."""
    asks.calls += 1
    return [
        Objection(change.card, "not_yet", f"{change.card} is not ready.", {"why": "title"})
        for change in changes
        if turn.shape.columns[change.after.column_id].is_done and "wait" in change.card.title
    ]


@pytest.fixture(autouse=True)
def made_up_app(monkeypatch):
    asks.calls = 0
    config = apps.get_app_config("flow")
    monkeypatch.setattr(config, "asks_at_the_gate", f"{__name__}.asks", raising=False)
    return config.name


@pytest.fixture
def card(board, build, ada, made_up_app):
    card = board.create_card("Please wait", by=ada, column=build)
    Card.objects.filter(pk=card.pk).update(asked_by=[made_up_app])
    return card.as_now()


def test_an_objection_refuses_with_its_own_code_and_sentence(card, done, ada):
    with pytest.raises(ObjectedTo, match=r"SLU-1 is not ready\.") as refused:
        card.move_to(done, by=ada)
    assert refused.value.code == "not_yet"
    assert (refused.value.violations, refused.value.too_large) == ([], [])


def test_a_reason_that_names_the_code_passes_and_is_an_override(card, done, build, ada):
    terms = Terms(override_reason="It is fine", passes=["not_yet"])
    card.move_to(done, by=ada, terms=terms)
    [override] = Override.objects.in_force()
    assert (override.rule, override.reason) == ("not_yet", "It is fine")
    card.as_now().reopen(by=ada, column=build)
    assert not Override.objects.in_force().exists()


def test_a_reason_that_names_another_code_is_refused(card, done, ada):
    with pytest.raises(ObjectedTo):
        card.move_to(done, by=ada, terms=Terms(override_reason="x", passes=["too_large"]))


def test_a_card_that_names_no_app_asks_none(board, build, done, ada):
    other = board.create_card("Please wait", by=ada, column=build)
    assert other.move_to(done, by=ada).column == done
    assert asks.calls == 0


def test_an_app_that_is_gone_objects_to_nothing(card, done, ada):
    Card.objects.filter(pk=card.pk).update(asked_by=["flow.gone"])
    assert card.as_now().move_to(done, by=ada).column == done


def test_the_api_answers_objections(card, ada, client):
    token = ApiToken.issue(ada)
    answer = client.post(
        "/api/v1/boards/SLU/cards/1/move",
        {"column": "Done"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 409
    said = answer.json()
    assert said["code"] == "not_yet"
    assert said["objections"] == [
        {
            "number": 1,
            "code": "not_yet",
            "sentence": "SLU-1 is not ready.",
            "facts": {"why": "title"},
        }
    ]
    assert said["violations"] == said["too_large"] == []


def test_the_hint_of_a_drag_knows_an_objection(card, ada):
    hints = {each.column.name: each for each in card.placements(by=ada)}
    assert hints["Done"].answer == "reason"
    assert "SLU-1 is not ready." in hints["Done"].words
    assert hints["Review"].answer == "may"
