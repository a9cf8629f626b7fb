"""Somebody else wrote meanwhile: both texts are shown, with a choice, and nothing typed is lost."""

import re

import pytest
from django.urls import reverse


def fields(html, words):
    """What the form sends that has this button."""
    [form] = [
        each for each in re.findall("<form.*?</form>", html, re.DOTALL) if f">{words}<" in each
    ]
    sent: dict[str, list[str]] = {}
    for name, value in re.findall('name="([^"]*)" value="([^"]*)"', form):
        sent.setdefault(name, []).append(value)
    return sent


@pytest.fixture
def card(card_in, build):
    return card_in(build, "Dredge", description="the basin\nby hand", labels=["quay"])


@pytest.fixture
def write(browser_of, card, grace, ada):
    """Grace opens a form, Ada changes the card, Grace sends: `write("title", {..}, title=..)`."""

    def send(part, theirs, hx=False, **mine):
        client, url = browser_of(grace), reverse("edit", args=["SLU", 1, part])
        seen = re.findall('name="seen" value="([^"]*)"', client.get(url).content.decode())
        card.revise(by=ada, **theirs)
        headers = {"HX-Request": "true"} if hx else {}
        return client.post(url, {**mine, "seen": seen, "back": "sheet"}, headers=headers)

    return send


@pytest.mark.parametrize("hx", [False, True])
def test_both_texts_are_shown_side_by_side(write, card, hx):
    answer = write("description", {"description": "the harbour"}, hx=hx, description="the quay")
    assert answer.status_code == 409
    html = answer.content.decode()
    for words in ("the harbour", "the quay", "Ada", "Keep mine", "Keep theirs", "Save this"):
        assert words in html
    assert card.as_now().description == "the harbour"


@pytest.mark.parametrize(
    ("choice", "kept"), [("Keep mine", "the quay"), ("Keep theirs", "the sea")]
)
def test_the_choice_is_kept(write, browser_of, grace, card, choice, kept):
    answer = write("description", {"description": "the sea"}, description="the quay")
    sent = fields(answer.content.decode(), choice)
    assert browser_of(grace).post(answer.request["PATH_INFO"], sent).status_code == 302
    assert card.as_now().description == kept


def test_a_text_is_written_anew_from_both(write, browser_of, grace, card):
    theirs, mine = "the basin\nby crane", "the basin\nby night"
    answer = write("description", {"description": theirs}, description=mine)
    html = answer.content.decode()
    assert "the basin\nby crane\nby night</textarea>" in html
    sent = fields(html, "Save this") | {"description": "the basin\nby crane at night"}
    browser_of(grace).post(answer.request["PATH_INFO"], sent)
    assert card.as_now().description == "the basin\nby crane at night"


def test_who_is_late_twice_is_told_twice(write, browser_of, grace, ada, card):
    answer = write("title", {"title": "Dig"}, title="Drill")
    sent = fields(answer.content.decode(), "Keep mine")
    card.revise(title="Delve", by=ada)
    again = browser_of(grace).post(answer.request["PATH_INFO"], sent)
    assert again.status_code == 409
    assert "Delve" in again.content.decode()


def test_of_the_facts_only_those_that_both_touched_are_asked_about(
    write, browser_of, grace, ada, card, build
):
    facts = {"service_class": card.service_class_id, "lane": card.lane_id}
    answer = write(
        "facts", {"labels": ["map"]}, labels="api", size="3", assignees=[ada.pk], **facts
    )
    html = answer.content.decode()
    assert answer.status_code == 409
    assert html.count("<dt>Labels</dt>") == 2
    assert "<dt>Size</dt>" not in html
    sent = fields(html, "Keep theirs")
    assert browser_of(grace).post(answer.request["PATH_INFO"], sent).status_code == 302
    now = card.as_now()
    assert [label.name for label in now.labels.all()] == ["map"]
    assert (now.size, now.people) == (3, [ada.pk])


def test_people_are_shown_by_name(write, ada, grace, card):
    facts = {"service_class": card.service_class_id, "lane": card.lane_id}
    answer = write("facts", {"assignees": [ada]}, labels="quay", assignees=[grace.pk], **facts)
    html = answer.content.decode()
    assert "Grace" in html
    assert "Ada" in html
