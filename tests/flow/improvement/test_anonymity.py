"""Nothing says who wrote a note: no column, no log, no event, no order of rows, during or after."""

import hmac
import logging
from hashlib import sha256

import pytest
from django.db import connection

from flow.improvement.models import Note, Retrospective, Vote

TABLES = ("improvement_note", "improvement_vote", "improvement_retrospective", "board_event")


def dumped() -> dict[str, list[str]]:
    """The rows of these tables as text, in the order in which they lie."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT t::text FROM {table} t ORDER BY t.ctid")
            found[table] = [row for (row,) in cursor.fetchall()]
    return found


def digests(person, keys: list[str]) -> set[str]:
    """What somebody who has the dump could make of a person with every key that is in it."""
    words = [str(person.pk), person.email]
    made = {sha256(word.encode()).hexdigest() for word in words}
    for key in keys:
        for said in [*words, *(f"{key}:{word}" for word in words)]:
            made.add(hmac.new(key.encode(), said.encode(), sha256).hexdigest())
            made.add(sha256(f"{key}{said}".encode()).hexdigest())
    return made


def test_no_author_is_in_the_rows_the_events_or_the_logs(api, grace_calls, ada, grace, caplog):
    caplog.set_level(logging.DEBUG)
    pk = api.post("/boards/SLU/retrospectives").json()["id"]
    url, events = f"/boards/SLU/retrospectives/{pk}", len(dumped()["board_event"])
    caplog.clear()
    for caller, words in ((api, "Ada's"), (grace_calls, "Grace's"), (api, "Ada's other")):
        assert caller.post(f"{url}/notes", text=words).status_code == 201
    api.post(f"{url}/reveal")
    note = api.get(url).json()["notes"][0]["id"]
    grace_calls.post(f"{url}/votes", note=note)

    def look() -> None:
        rows = dumped()
        about = "\n".join(rows["improvement_note"] + rows["improvement_vote"])
        keys = Retrospective.objects.values_list("secret", flat=True)
        for person in (ada, grace):
            assert person.email not in about
            assert not [each for each in digests(person, list(keys)) if each in about]
        assert len(rows["board_event"]) == events or Retrospective.objects.get().ended_at

    look()
    said = "\n".join(record.getMessage() + str(record.__dict__) for record in caplog.records)
    assert not [word for word in (ada.email, grace.email, "Ada's") if word in said]
    api.post(f"{url}/close", reason="Enough")
    look()
    assert not Vote.objects.exists()
    assert set(Note.objects.values_list("digest", flat=True)) == {""}
    assert Retrospective.objects.get().secret == ""
    assert Note.objects.get(pk=note).votes == 1


def test_the_order_of_rows_is_not_that_of_writing(retro):
    for at in range(12):
        retro.write(f"note {at:02}")
    lying = [row.split("note ")[1][:2] for row in dumped()["improvement_note"]]
    assert lying != sorted(lying)
    assert sorted(lying) == [f"{at:02}" for at in range(12)]


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
