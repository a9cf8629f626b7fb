"""Nothing says who wrote a note: no column, no log, no event, no order of rows, during or after."""

import hashlib
import hmac
import logging
import re
from collections.abc import Iterable

import pytest
from django.db import connection

from board.models import ApiToken, Person
from config.logs import JsonLines
from flow.improvement.models import Note, Retrospective
from tests.board.api.conftest import Caller

NUMBERS = (7_340_917, 7_340_918)  # ids that stand for nothing else
HEX = re.compile(r"[0-9a-f]{32,}")
KEY = re.compile(r"[A-Za-z0-9_+/=.$:-]{16,}")  # whatever in a dump could be a key


def dumped() -> dict[str, list[str]]:
    """The rows of every table as text, in the order in which they lie."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY t.ctid')
            found[table] = [row for (row,) in cursor.fetchall()]
    return found


def new_in(now: dict[str, list[str]], before: dict[str, list[str]]) -> list[str]:
    """The rows that are there now and were not before."""
    was = {(table, row) for table, rows in before.items() for row in rows}
    return [
        f"{table}{row}" for table, rows in now.items() for row in rows if (table, row) not in was
    ]


def words_of(person) -> list[str]:
    return [str(person.pk), person.email, person.name]


def digests_of(person, dump: dict[str, list[str]]) -> set[str]:
    """What could be made of id, address and name, alone and with every key that is in the dump."""
    keys = {key for rows in dump.values() for row in rows for key in KEY.findall(row)}
    made = set()
    for word in words_of(person):
        for digest in ("sha256", "sha1", "md5", "sha512"):
            made.add(hashlib.new(digest, word.encode()).hexdigest())
        for key in keys:
            for said in (word, f"{key}:{word}"):
                made.add(hmac.digest(key.encode(), said.encode(), "sha256").hex())
                made.add(hashlib.sha256((key + said).encode()).hexdigest())
    return made


def found_of(person, rows: Iterable[str], dump: dict[str, list[str]]) -> list[str]:
    """The rows that tell of this person."""
    digests, words = digests_of(person, dump), words_of(person)
    return [
        row
        for row in rows
        if any(word in row for word in words) or not digests.isdisjoint(HEX.findall(row))
    ]


@pytest.fixture
def team(board):
    """Two members, each with a number that stands for nothing else."""
    made = []
    for number, name in zip(NUMBERS, ("Hedy", "Radia"), strict=True):
        person = Person.objects.create(pk=number, email=f"{name}@example.org".lower(), name=name)
        person.set_unusable_password()
        person.save()
        board.memberships.create(person=person, role="member")
        made.append(person)
    return made


@pytest.fixture
def callers(team):
    """Their calls; each token was used a moment ago."""
    made = [Caller(ApiToken.issue(person)) for person in team]
    for each in made:
        each.get("/boards/SLU")
    return made


def test_no_author_is_in_a_dump_during_and_after_nor_in_the_logs(
    api, callers, team, board, caplog, browser_of
):
    caplog.set_level(logging.DEBUG)
    pk = api.post("/boards/SLU/retrospectives").json()["id"]
    url, page = f"/boards/SLU/retrospectives/{pk}", f"/boards/SLU/improve/{pk}/"
    hedys, radias = callers
    browser = browser_of(team[1])
    browser.get(page)
    before = dumped()
    caplog.clear()

    def look() -> list[str]:
        """The rows that came since, none of which tells of who wrote and voted."""
        now = dumped()
        rows = new_in(now, before)
        assert rows
        for person in team:
            assert not found_of(person, rows, now)
        return rows

    notes = [
        hedys.post(f"{url}/notes", text="One").json(),
        api.post(f"{url}/notes", text="Two").json(),
    ]
    browser.post(f"{page}notes/", {"text": "Three", "heading": "stop"})
    header = {"Note-Key": notes[0]["key"]}
    assert hedys.send("PATCH", f"{url}/notes/{notes[0]['id']}", {"text": "First"}, **header)
    look()
    api.post(f"{url}/reveal")
    for call in (hedys, radias, radias):
        assert call.post(f"{url}/votes", note=notes[0]["id"]).status_code == 200
    browser.post(f"{page}votes/", {"note": notes[1]["id"]})
    during = look()
    assert [row for row in during if row.startswith("improvement_vote")]
    assert not [row for row in during if row.startswith("board_event")]
    lines = [JsonLines().format(each) for each in caplog.records if each.levelno >= logging.INFO]
    assert lines
    for person in team:
        assert not found_of(person, lines, before)
    said = "\n".join(lines)
    assert not [words for words in ("First", "Three", notes[0]["key"]) if words in said]

    api.post(f"{url}/close", reason="Enough")
    after = look()
    assert not [row for row in after if row.startswith("improvement_vote")]
    assert set(Note.objects.values_list("digest", flat=True)) == {""}
    assert Retrospective.objects.get().secret == ""
    assert Note.objects.get(pk=notes[0]["id"]).votes == 3


@pytest.mark.parametrize("slip", ["id", "address", "digest", "keyed", "keyed by the meeting"])
def test_a_slip_would_be_found(retro, team, slip):
    """The search is worth something: each of these planted slips is found."""
    before, person = dumped(), team[0]
    secret = Retrospective.objects.get().secret
    planted = {
        "id": str(person.pk),
        "address": person.email,
        "digest": hashlib.sha256(person.email.encode()).hexdigest(),
        "keyed": hmac.new(secret.encode(), person.email.encode(), "sha256").hexdigest(),
        "keyed by the meeting": hmac.new(
            secret.encode(), f"{secret}:{person.pk}".encode(), "sha256"
        ).hexdigest(),
    }[slip]
    note, _key = retro.write("One")
    Note.objects.filter(pk=note.pk).update(digest=planted)
    now = dumped()
    assert found_of(person, new_in(now, before), now)


def test_the_order_of_rows_is_not_that_of_writing(retro):
    for at in range(12):
        retro.write(f"note {at:02}")
    stored = [row.split("note ")[1][:2] for row in dumped()["improvement_note"]]
    assert stored != sorted(stored)
    assert sorted(stored) == [f"{at:02}" for at in range(12)]


def test_the_order_of_votes_is_not_that_of_voting(retro, board, ada, grace, fresh):
    """None stands last, and none has the highest number, because it came last."""
    people = [
        ada,
        grace,
        *(Person.objects.create_user(f"{nth}@example.org", name=f"N{nth}") for nth in range(10)),
    ]
    note, _key = retro.write("One")
    retro.reveal()
    for person in people:
        fresh(retro).vote(note.pk, by=person)
    order = [fresh(retro).voter(person) for person in people]
    stored = [row.strip("()").split(",")[1] for row in dumped()["improvement_vote"]]
    assert stored != order
    assert sorted(stored) == sorted(order)
    assert list(note.given.order_by("pk").values_list("voter", flat=True)) != order


def test_a_rewritten_note_does_not_lie_last(retro):
    notes = [retro.write(f"note {at:02}")[0] for at in range(12)]
    places = []
    for note in notes:
        retro.rewrite(note, f"{note.text} again")
        stored = [row.split("note ")[1][:2] for row in dumped()["improvement_note"]]
        places.append(stored.index(note.text[5:7]))
    assert set(places) != {len(notes) - 1}


def test_a_note_has_no_time_and_no_person():
    names = {field.name for field in Note._meta.get_fields()}
    assert names == {
        *("id", "retrospective", "heading", "text", "group", "digest", "votes", "given")
    }


@pytest.mark.parametrize("again", range(2))
def test_a_vote_stays_with_its_note_when_others_write(retro, ada, fresh, again):
    first, _key = retro.write("First")
    retro.reveal()
    retro = fresh(retro)
    retro.vote(first.pk, by=ada)
    retro.write("Second")
    assert {note.text: note.votes for note in fresh(retro).counted_notes()} == {
        "First": 1,
        "Second": 0,
    }
