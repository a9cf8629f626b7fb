"""The scenarios and steps of a card on its page, by plain forms and in pieces."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.board.pages.conftest import HX


@pytest.fixture
def card(card_in, build):
    return card_in(build)


@pytest.fixture
def add(browser_of, card):
    def to(person, kind, text, **headers):
        url = reverse("add-lines", args=["SLU", card.number, kind])
        return browser_of(person).post(url, {"text": text}, headers=headers)

    return to


@pytest.fixture
def act(browser_of, card):
    def on(person, verb, item, hx=False, **said):
        url = reverse(verb, args=["SLU", card.number, item.pk])
        return browser_of(person).post(url, said, headers=HX if hx else {})

    return on


@pytest.fixture
def page(browser_of, card):
    def load(person) -> str:
        return browser_of(person).get(f"/boards/SLU/cards/{card.number}/").content.decode()

    return load


def texts(card, kind="scenario"):
    return [item.text for item in card.checklist.of_kind(kind).kept()]


def test_many_lines_make_many_scenarios(add, card, grace):
    add(grace, "scenario", "- [ ] One\n- [ ] Two\n\n3. Three")
    assert texts(card) == ["One", "Two", "3. Three"]


def test_a_pasted_task_list_keeps_its_ticks(add, card, grace):
    add(grace, "step", "- [x] sand\n- [ ] paint\n-5 degrees\n**bold**")
    said = [(item.text, item.is_done) for item in card.checklist.kept()]
    assert said == [("sand", True), ("paint", False), ("-5 degrees", False), ("**bold**", False)]
    assert card.checklist.get(text="sand").done_by == grace


def test_given_when_then_is_one_scenario_set_apart(add, card, page, grace):
    add(grace, "scenario", "Given a board\nWhen I drag\nThen it moves\nGiven none\nWhen I look")
    assert texts(card) == ["Given a board\nWhen I drag\nThen it moves", "Given none\nWhen I look"]
    assert "<dt>Given</dt><dd>a board</dd>" in page(grace)


def test_a_tick_says_who_and_when(add, act, card, page, grace, vera):
    add(grace, "scenario", "One\nTwo")
    first = card.checklist.first()
    act(grace, "change-line", first, done="true")
    html = page(vera)
    assert "Scenarios, 1 of 2 hold" in html
    assert "<bdi>Grace</bdi>, " in html
    act(grace, "change-line", first, done="false")
    assert "Scenarios, 0 of 2 hold" in page(vera)


def test_lines_are_ordered_by_buttons(add, act, card, grace):
    add(grace, "step", "One\nTwo\nThree")
    one, _two, three = card.checklist.kept()
    act(grace, "change-line", three, before=one.pk)
    assert texts(card, "step") == ["Three", "One", "Two"]
    act(grace, "change-line", three, after=one.pk)
    assert texts(card, "step") == ["One", "Three", "Two"]


def test_a_line_is_reworded_on_a_page_of_its_own(add, act, browser_of, card, grace):
    add(grace, "step", "One")
    item = card.checklist.get()
    url = reverse("change-line", args=["SLU", card.number, item.pk])
    assert "One</textarea>" in browser_of(grace).get(url).content.decode()
    act(grace, "change-line", item, text="Other\r\nwords")
    assert texts(card, "step") == ["Other\nwords"]


@pytest.mark.parametrize("text", ["", "  ", "x" * 1001, "a\0b"])
def test_a_line_that_says_nothing_or_too_much_is_an_error(add, act, card, grace, text):
    assert add(grace, "scenario", text).status_code == 422
    add(grace, "scenario", "One")
    assert act(grace, "change-line", card.checklist.get(), text=text).status_code == 422
    assert texts(card) == ["One"]


def test_a_removed_line_is_brought_back_by_the_toast(add, act, card, grace):
    add(grace, "scenario", "One")
    item = card.checklist.get()
    answer = act(grace, "remove-line", item, hx=True).content.decode()
    assert texts(card) == []
    undo = reverse("restore-line", args=["SLU", card.number, item.pk])
    assert f'hx-post="{undo}"' in answer
    act(grace, "restore-line", item)
    assert texts(card) == ["One"]


def test_the_face_of_the_card_counts_its_scenarios(add, act, card, browser_of, grace):
    add(grace, "scenario", "One\nTwo\nThree")
    act(grace, "change-line", card.checklist.first(), done="true")
    html = browser_of(grace).get("/boards/SLU/").content.decode()
    assert '1/3<span class="visually-hidden"> scenarios hold</span>' in html


def test_words_of_a_line_are_escaped(add, page, grace):
    add(grace, "scenario", "<script>alert(1)</script>\nGiven <b>x</b>")
    html = page(grace)
    assert "<script>alert(1)" not in html
    assert "<b>x</b>" not in html


def test_the_log_says_what_happened_without_words(add, act, card, page, grace):
    add(grace, "scenario", "Secret words")
    act(grace, "change-line", card.checklist.get(), done="true")
    assert "ticked a scenario" in page(grace)
    assert not card.events.filter(data__icontains="Secret").exists()


def test_a_page_with_100_lines_costs_as_many_statements_as_one(
    add, browser_of, card, grace, django_assert_max_num_queries
):
    browser = browser_of(grace)
    add(grace, "step", "One")
    browser.get("/boards/SLU/cards/1/")
    with CaptureQueriesContext(connection) as captured:
        browser.get("/boards/SLU/cards/1/")
    few = len(captured)
    add(grace, "step", "\n".join(f"step {nth}" for nth in range(99)))
    with django_assert_max_num_queries(few):
        browser.get("/boards/SLU/cards/1/")


# Split ---------------------------------------------------------------------------------------


@pytest.fixture
def large(board, ideas, ada):
    board.set_batch_rule(by=ada, most_scenarios=3, mode="reason")
    return board.create_card("Large", by=ada, column=ideas, scenarios=list("abcde"))


def test_a_refused_start_offers_the_split_first_and_then_a_reason(ask, large, build, ada):
    answer = ask(ada, "move", large, hx=True, column=build.pk)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "SLU-1 is too large to start: 5 scenarios, at most 3." in html
    assert html.index("Split it") < html.index("Override")
    assert "Can it be deployed alone, or behind a flag?" in html
    assert '<input type="hidden" name="passes" value="too_large">' in html
    passed = ask(
        ada, "move", large, column=build.pk, passes="too_large", override_reason="Promised"
    )
    assert passed.status_code == 302


def test_the_split_page_proposes_cards_that_are_small_enough(browser_of, large, ada):
    html = browser_of(ada).get("/boards/SLU/cards/1/split/").content.decode()
    assert html.count(" checked>") == 5
    assert 'name="title-2" value="d"' in html


def test_a_plain_form_splits_the_card(browser_of, large, ada):
    a, b, c, d, e = large.checklist.kept()
    said = {f"line-{item.pk}": 1 for item in (a, b, c)} | {f"line-{d.pk}": 2, f"line-{e.pk}": 3}
    answer = browser_of(ada).post(
        "/boards/SLU/cards/1/split/", said | {"cards": 3, "title-2": "Two", "title-3": "Three"}
    )
    assert answer.status_code == 302
    assert [card.title for card in large.board.cards.order_by("number")] == [
        "Large",
        "Two",
        "Three",
    ]


def test_a_split_without_a_title_or_without_another_card_is_an_error(browser_of, large, ada):
    lines = {f"line-{item.pk}": 1 for item in large.checklist.kept()}
    last = large.checklist.kept().last()
    url = "/boards/SLU/cards/1/split/"
    for wrong in (lines, lines | {f"line-{last.pk}": 2}, lines | {f"line-{last.pk}": "x"}):
        said = wrong | {"cards": 3, "title-2": "", "title-3": ""}
        assert browser_of(ada).post(url, said).status_code == 422
    assert large.board.cards.count() == 1


def test_another_card_is_offered_and_what_was_chosen_stays(browser_of, large, ada):
    a, b, c, d, e = large.checklist.kept()
    said = {f"line-{item.pk}": 1 for item in (a, b)} | {f"line-{c.pk}": 2, f"line-{d.pk}": 3}
    said |= {f"line-{e.pk}": 3, "cards": 3, "title-2": "Two", "title-3": "", "expected_version": 1}
    url = "/boards/SLU/cards/1/split/"
    answer = browser_of(ada).post(url, said | {"another": 1})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert large.board.cards.count() == 1
    assert 'name="cards" value="4"' in html
    assert 'name="title-2" value="Two"' in html
    assert "This card needs a title." not in html
    for item, chosen in ((b, 1), (c, 2), (d, 3), (e, 3)):
        assert f'name="line-{item.pk}" value="{chosen}" checked' in html
    said |= {"cards": 4, "title-3": "Three", "title-4": "Four", f"line-{e.pk}": 4}
    assert browser_of(ada).post(url, said).status_code == 302
    titles = large.board.cards.order_by("number").values_list("title", flat=True)
    assert list(titles) == ["Large", "Two", "Three", "Four"]


def test_no_more_cards_are_offered_than_a_split_makes(browser_of, large, ada):
    browser, url = browser_of(ada), "/boards/SLU/cards/1/split/"
    assert 'name="another"' in browser.get(f"{url}?cards=10").content.decode()
    html = browser.post(url, {"cards": 10, "another": 1}).content.decode()
    assert 'name="cards" value="11"' in html
    assert 'name="another"' not in html
    assert 'value="11"' in browser.post(url, {"cards": 11, "another": 1}).content.decode()


def test_the_settings_say_what_the_rule_does(browser_of, board, ada):
    url = reverse("limit-batches", args=["SLU"])
    answer = browser_of(ada).post(
        url, {"mode": "reason", "most_scenarios": 2, "target_days": 2, "asks_fit": "on"}
    )
    assert answer.status_code == 302
    html = browser_of(ada).get(reverse("about-board", args=["SLU"])).content.decode()
    assert "A card may start with at most 2 scenarios." in html
    assert "Somebody must confirm that it fits in 2 days. A larger one needs a reason." in html
    log = browser_of(ada).get(reverse("changes-of-settings", args=["SLU"])).content.decode()
    assert "changed the rule on the size of cards" in log


def test_an_endless_number_of_a_card_is_an_error_of_the_split(browser_of, large, ada):
    first = large.checklist.kept()[0]
    said = {f"line-{first.pk}": "9" * 5000, "cards": 3, "title-2": "Two", "expected_version": 1}
    answer = browser_of(ada).post("/boards/SLU/cards/1/split/", said)
    assert answer.status_code == 422
    assert large.board.cards.count() == 1
