"""The pages of retrospectives: every URL by role, and hidden notes that no other window shows."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.models import F
from django.urls import reverse

from board.models import Event
from flow.improvement.display.past import past_retrospectives
from flow.improvement.display.places import queue_places
from flow.improvement.mail import NO_MORE
from flow.improvement.models import ImprovementAction, Note, Retrospective, Silent
from flow.improvement.urls import urlpatterns
from flow.together import attendance
from flow.together.attendance import count_here, note_here
from tests.flow.improvement.test_api import incident_of

LOOKING = {"ada": 200, "grace": 200, "vera": 200, "sam": 404}
CHANGING = {"ada": 302, "grace": 302, "vera": 403, "sam": 404}
LEADING = {"ada": 302, "grace": 403, "vera": 403, "sam": 404}
WHO_LEADS = CHANGING | {"grace": 409}

# name of the URL: (what is posted, or None to look; what each of the cast gets)
PAGES = {
    "improve": (None, LOOKING),
    "open-retrospective": ({"minutes": 45}, CHANGING | {"ada": 409, "grace": 409}),  # one is open
    "cadence": ({"weekday": 0, "at": "14:00", "every_weeks": 1, "minutes": 45}, LEADING),
    "improvement-first": ({"on": "on"}, LEADING),
    "answer-ratchet": ({"people": 3}, LEADING),
    "retrospective-announcement": (None, LOOKING),
    "readiness": (None, LOOKING),
    "say-readiness": ({"criterion": "flags", "is_there": "no"}, CHANGING),
    "why-not": ({"why": "Build was full"}, CHANGING),
    "no-more-retrospectives": (None, dict.fromkeys(LOOKING, 404)),  # but with a signed token
    "retrospective": (None, LOOKING),
    "attend-retrospective": ({}, LOOKING),
    "go-to-part": ({"part": 2}, WHO_LEADS),
    "lead-retrospective": ({}, CHANGING),
    "write-note": ({"text": "Reviews wait", "heading": "stop"}, CHANGING),
    "withdraw-note": ({}, {"ada": 403, "grace": 403, "vera": 403, "sam": 404}),  # without its key
    "reveal-notes": ({}, WHO_LEADS),
    "group-notes": ({"notes": []}, CHANGING),
    "vote-note": ({}, CHANGING),
    "close-retrospective": ({"reason": "Enough"}, CHANGING | {"grace": 409}),  # Ada has closed it
}


@pytest.fixture
def address(board, ada, to_do):
    Retrospective.open(board, by=ada).close([to_do()], by=ada)
    retro = Retrospective.open(board, by=ada)
    note, _key = retro.write("Hidden words")

    def of(name: str) -> str:
        pk = ImprovementAction.objects.get().pk if name == "why-not" else retro.pk
        known = {"key": "SLU", "pk": pk, "note": note.pk, "token": "x"}
        pattern = next(each for each in urlpatterns if each.name == name)
        return reverse(name, kwargs={word: known[word] for word in pattern.pattern.converters})

    return of


@pytest.mark.parametrize("name", [each.name for each in urlpatterns])
def test_every_page_says_here_who_may_open_it(name, address, request, browser_of, vera, sam):
    said, allowed = PAGES[name]
    for who, status in allowed.items():
        client = browser_of(request.getfixturevalue(who))
        url = address(name) if who == "ada" else url  # noqa: F821
        answer = client.get(url) if said is None else client.post(url, said)
        assert answer.status_code == status, who


@pytest.fixture
def room(board, ada):
    retro = Retrospective.open(board, by=ada)
    retro.go_to(5, by=ada)
    return f"/boards/SLU/improve/{retro.pk}/"


def test_a_hidden_note_is_on_its_writers_page_and_on_no_other(room, browser_of, ada, grace):
    hers, his = browser_of(grace), browser_of(ada)
    hers.post(f"{room}notes/", {"text": "Reviews wait", "heading": "stop"})
    assert "Reviews wait" in hers.get(room).content.decode()
    for page in (his.get(room), his.post(f"{room}attend/", headers={"HX-Request": "true"})):
        assert "Reviews wait" not in page.content.decode()
        assert "hidden until all are shown" in page.content.decode()
    note = Note.objects.get()
    assert his.post(f"{room}notes/{note.pk}/").status_code == 403
    his.post(f"{room}reveal/")
    assert "Reviews wait" in his.get(room).content.decode()


def test_who_wrote_a_note_takes_it_back(room, browser_of, grace):
    browser = browser_of(grace)
    browser.post(f"{room}notes/", {"text": "Reviews wait", "heading": "stop"})
    assert browser.post(f"{room}notes/{Note.objects.get().pk}/").status_code == 302
    assert not Note.objects.exists()


def test_a_plain_form_closes_it_and_the_list_tells_what_became_of_it(room, browser_of, ada):
    browser = browser_of(ada)
    half = {"action-0-title": "Review before ten", "action-0-owner": ada.pk}
    wrong = browser.post(f"{room}close/", half)
    assert wrong.status_code == 422
    assert "Choose the day by which it is to be done." in wrong.content.decode()
    assert "Write how you will see that it worked." in wrong.content.decode()
    whole = half | {"action-0-by": "2099-12-11", "action-0-measure": "Nothing waits a day"}
    assert browser.post(f"{room}close/", whole).status_code == 302
    listed = browser.get("/boards/SLU/improve/").content.decode()
    assert "Review before ten" in listed
    assert "0 of 1 actions are done (0 %)" in listed
    assert "Review before ten" in browser.get(room).content.decode()


def test_why_it_was_not_started_is_asked_and_kept(board, browser_of, ada, to_do):
    Retrospective.open(board, by=ada).close([to_do()], by=ada)
    retro = Retrospective.open(board, by=ada)
    retro.go_to(4, by=ada)
    browser = browser_of(ada)
    room = f"/boards/SLU/improve/{retro.pk}/"
    assert "Why was it not started?" in browser.get(room).content.decode()
    browser.post(
        f"/boards/SLU/improve/actions/{ImprovementAction.objects.get().pk}/why/",
        {"why": "Build was full"},
    )
    assert "not started: <bdi>Build was full</bdi>" in browser.get(room).content.decode()


def test_one_click_ends_the_mail(board, ada, client):
    path = NO_MORE.link_for(board.pk, ada.pk).partition("//")[2].partition("/")[2]
    assert client.get(f"/{path}").status_code == 200
    assert not Silent.objects.exists()
    client.post(f"/{path}")
    assert Silent.objects.get().person == ada


def test_an_open_page_gets_the_room_only_if_it_has_changed(room, browser_of, ada, grace):
    browser = browser_of(grace)
    retro = Retrospective.objects.get()
    seen = f"{retro.steps}-{retro.part}-{retro.led_by_id}-0-1"  # no key, and one is here
    assert browser.post(f"{room}attend/", {"seen": seen}).status_code == 204
    retro.write("Something")
    assert browser.post(f"{room}attend/", {"seen": seen}).status_code == 200


def test_the_room_says_how_many_of_the_team_are_here(room, browser_of, ada, grace, vera):
    assert "1 of 2 are here." in browser_of(ada).get(room).content.decode()
    browser_of(vera).get(room)  # who only looks is not of the team
    assert "2 of 2 are here." in browser_of(grace).get(room).content.decode()
    retro = Retrospective.objects.get()
    seen = f"{retro.steps}-{retro.part}-{retro.led_by_id}-0-1"
    answer = browser_of(ada).post(f"{room}attend/", {"seen": seen})
    assert (answer.status_code, "2 of 2 are here." in answer.content.decode()) == (200, True)


def test_who_left_is_not_here_after_a_while(retro, ada, grace, monkeypatch):
    note_here(retro, ada)
    assert count_here(retro, [ada, grace]) == 1
    monkeypatch.setattr(attendance, "SECONDS", -1)
    note_here(retro, ada)
    assert count_here(retro, [ada, grace]) == 0


LINK = '<a class="card-key" href="/boards/SLU/cards/1/" title="Dredge">SLU-1</a>'


def test_a_card_that_a_note_names_is_a_link_for_who_sees_the_note(
    room, board, build, card_in, browser_of, ada, grace, to_do
):
    card_in(build, "Dredge")
    writes, other = browser_of(grace), browser_of(ada)
    writes.post(f"{room}notes/", {"text": "SLU-1 took long", "heading": "stop"})
    assert f"{LINK} took long" in writes.get(room).content.decode()
    assert LINK not in other.get(room).content.decode()
    retro = Retrospective.objects.get()
    retro.reveal(by=ada)
    assert other.get(room).content.decode().count(LINK) == 2  # the note, and the topic
    retro.close([to_do(measure="As SLU-1")], by=ada)
    assert f"As {LINK}" in other.get(room).content.decode()


def test_each_action_begins_with_a_topic_that_got_votes(room, browser_of, ada, grace):
    retro = Retrospective.objects.get()
    few, most, _none = (retro.write(words)[0] for words in ("Few <b>", "Most", "None"))
    retro.reveal(by=ada)
    for note, person in ((few, ada), (most, ada), (most, grace)):
        retro.vote(note.pk, by=person)
    page = browser_of(ada).get(room).content.decode()
    first, second = "for “<bdi>Most</bdi>”, 2 votes", "for “<bdi>Few &lt;b&gt;</bdi>”, 1 vote"
    assert 0 < page.index(first) < page.index(second)
    assert "for “<bdi>None" not in page


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("part", {"part": "9"}),
        ("part", {}),
        ("notes", {"text": " "}),
        ("notes", {"text": "x" * 501}),
        ("group", {}),
        ("group", {"notes": "9" * 5000}),
        ("group", {"notes": ["1", str(10**30)]}),
        ("group", {"notes": "4711"}),
        ("votes", {}),
        ("votes", {"note": "1", "back": "1"}),
        ("votes", {"note": "x"}),
        ("votes", {"note": "4711"}),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(room, browser_of, ada, step, said):
    retro = Retrospective.objects.get()
    retro.write("One")
    retro.reveal(by=ada)
    before = Retrospective.objects.get().steps
    browser = browser_of(ada)
    asked = browser.post(f"{room}{step}/", said, headers={"HX-Request": "true"})
    assert asked.status_code == 422
    assert 'role="alert"' in asked.content.decode()
    plain = browser.post(f"{room}{step}/", said, follow=True)
    assert plain.status_code == 200
    assert [each.level_tag for each in plain.context["messages"]] == ["error"]
    assert Retrospective.objects.get().steps == before


def test_a_reason_that_is_too_long_is_said_and_not_cut(board, browser_of, ada, to_do):
    retro = Retrospective.open(board, by=ada)
    retro.close([to_do()], by=ada)
    action = ImprovementAction.objects.get()
    where = f"/boards/SLU/improve/actions/{action.pk}/why/"
    answer = browser_of(ada).post(where, {"why": "x" * 301}, follow=True)
    assert [each.level_tag for each in answer.context["messages"]] == ["error"]
    with pytest.raises(ValidationError):
        action.explain_why_not_started("x" * 301, by=ada)
    action.refresh_from_db()
    assert action.why_not == ""


PEOPLE = 2  # of the cast, ada and grace change cards


def test_the_page_proposes_what_the_api_proposes(board, browser_of, api, ada, build):
    for limit in list(board.shape.limits):
        board.remove_limit(limit, by=ada)
    page = browser_of(ada)
    assert api.get("/boards/SLU/ratchet").json()["proposal"]["to"] == PEOPLE + 2
    shown = page.get("/boards/SLU/improve/").content.decode()
    assert f"A limit for the whole board: {PEOPLE + 2} cards" in shown
    board.limit_column(build, 3, by=ada)
    assert api.get("/boards/SLU/ratchet").json()["proposal"] is None
    assert "A limit for the whole board" not in page.get("/boards/SLU/improve/").content.decode()


def test_how_many_work_here_is_said_when_it_cannot_be(board, browser_of, ada):
    answer = browser_of(ada).post("/boards/SLU/improve/ratchet/", {"people": "0"})
    assert answer.status_code == 422
    assert "greater than or equal to 1" in answer.content.decode()


def test_a_vote_is_taken_back_on_the_page(room, browser_of, ada):
    retro = Retrospective.objects.get()
    note, _key = retro.write("Reviews wait")
    retro.reveal(by=ada)
    browser = browser_of(ada)
    browser.post(f"{room}votes/", {"note": note.pk})
    shown = browser.get(room).content.decode()
    assert "1 of them yours" in shown
    assert "Take a vote back from: Reviews wait" in shown
    browser.post(f"{room}votes/", {"back": note.pk})
    assert "Take a vote back" not in browser.get(room).content.decode()


def test_the_place_of_each_action_is_drawn_before_it_is_taken(board, ideas, card_in, ada):
    board.limit_column(ideas, 3, by=ada)
    card_in(ideas)
    first, second, third = queue_places(board, 3)
    assert (first.column, first.gate.figure, first.slots) == (
        ideas,
        "2/3",
        ["taken", "new", "free"],
    )
    assert (second.gate.figure, second.gate.free) == ("3/3", 0)
    assert third is None


def test_the_page_says_where_a_card_would_stand(room, board, browser_of, ada):
    browser = browser_of(ada)
    assert "It stands last and waits its turn." in browser.get(room).content.decode()
    browser.post("/boards/SLU/improve/first/", {"on": "on"})
    assert "the next to be pulled" in browser.get(room).content.decode()


def test_from_an_incident_one_is_opened_about_it(board, browser_of, ada):
    board.switch_practices(by=ada, delivery=True)
    incident = incident_of(board, ada)
    browser = browser_of(ada)
    page = f"/boards/SLU/delivery/incidents/{incident.pk}/"
    assert "Hold a retrospective about it" in browser.get(page).content.decode()
    opened = browser.post("/boards/SLU/improve/open/", {"incident": incident.pk}, follow=True)
    assert "This one is about the incident" in opened.content.decode()
    assert Retrospective.objects.get().incident == incident


@pytest.mark.parametrize("delivery", [True, False])
def test_the_first_one_of_a_quarter_leads_to_its_questions(board, browser_of, ada, delivery):
    """They are about components, which a board without the practice of delivery has not."""
    board.switch_practices(by=ada, delivery=delivery)
    asked = "each team answers four questions about its components"
    at = datetime(2026, 9, 28, 12, tzinfo=UTC)
    shown = []
    for weeks in (0, 1, 2):  # 28 September, 5 and 12 October
        retro = Retrospective.open(board, by=ada, at=at + timedelta(weeks=weeks))
        page = browser_of(ada).get(f"/boards/SLU/improve/{retro.pk}/").content.decode()
        shown.append(asked in page)
        retro.end()
    assert shown == ([True, True, False] if delivery else [False] * 3)


def test_the_list_says_what_got_the_most_votes_and_how_many_actions_are_done(
    board, browser_of, ada, grace, done, to_do, django_assert_max_num_queries
):
    for nth in range(3):
        retro = Retrospective.open(board, by=ada)
        note, _key = retro.write(f"Reviews wait {nth}")
        retro.write("Nobody voted")
        retro.reveal(by=ada)
        retro.vote(note.pk, by=grace)
        retro.close([to_do("Review before ten"), to_do("Pair")], by=ada)
    action = ImprovementAction.objects.filter(title="Pair").last()
    action.card.move_to(done, by=ada)
    with django_assert_max_num_queries(6):
        last, *_earlier = past_retrospectives(board)
    assert (last.meeting.number, last.topic, last.done) == (3, "Reviews wait 2", 1)
    page = browser_of(ada).get("/boards/SLU/improve/").content.decode()
    assert "Reviews wait 2" in page
    assert "1 of 2" in page
    assert "Nobody voted" not in page


def test_the_place_that_would_go_is_drawn_in_the_proposal(board, browser_of, ada, build, card_in):
    board.limit_column(build, 3, by=ada, mode="reason")
    for _card in range(3):
        card_in(build)
    Event.objects.update(at=F("at") - timedelta(days=28))
    page = browser_of(ada).get("/boards/SLU/improve/").content.decode()
    drawn = '<i data-taken></i><i data-taken></i><i></i></span><span class="gate__words">one place'
    assert drawn in page
    assert "3 cards count in it now: they stay where they are" in page
