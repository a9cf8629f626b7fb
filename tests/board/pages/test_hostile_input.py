"""Whatever is typed into whatever field of whatever page, the answer is never a breakdown."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django import forms
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from board.models import Invitation
from board.settings_pages.column_rows import ColumnRow
from flow.experiments.models import Target, TargetObstacle
from flow.flags.models import Flag
from tests.flow.experiments.predicted import predicted

HOSTILE = {
    "NUL": "a\x00b",
    "half a pair": "\ud83d".encode("utf-8", "surrogatepass"),
    "5,000 digits": "9" * 5_000,
    "19 digits": "9" * 19,
    "not a number": "NaN",
    "digits that are none": "²१",
    "a long text": "x" * 60_000,
    "the first day": "0001-01-01",
    "the last day": "9999-12-31",
    "script": "'\"><script>alert(1)</script>",
}
SAID_OUTSIDE_FORMS = {"column", "show", "since", "before", "after", "move", "q", "page", "back"}
SAID_OUTSIDE_FORMS |= {"moved", "label", "person", "from", "to", "days", "seen", "lane", "next"}
FORM = "application/x-www-form-urlencoded"
APART = {"delete-board", "archive-board", "end-session", "end-other-sessions", "account_logout"}
APART |= {"ready"}  # 503 where no worker runs


def _fields(form=forms.BaseForm) -> set[str]:
    """The names of the fields of every form there is."""
    own = set(getattr(form, "base_fields", {}))
    return own.union(*(_fields(each) for each in form.__subclasses__()))


@pytest.fixture
def pages(kept_apart, board, build, ada, card_in):
    """The address of every page of a board and of a person."""
    card = card_in(build)
    comment = card.comment("Hello", by=ada)
    label = board.add_label("map", by=ada)
    secret = Invitation.issue(board, by=ada)
    file = card.attach(ContentFile(b"Hello", name="hello.txt"), by=ada)
    pks = {"comment": comment.pk, "label": label.pk, "column": build.pk}
    pks |= {"attachment": file.pk, "detach": file.pk, "picture": file.pk}
    pks |= {"thumbnail": file.pk}
    soon = board.day_of(timezone.now()) + timedelta(days=30)
    Flag.make(board, "map", kind="release", by=ada, owner=ada, purpose="A map", remove_by=soon)
    predicted(board, by=ada)
    target = Target.choose(board, "wip", by=ada, to=3, by_day=soon)
    pks |= {"target": target.pk, "obstacle": target.pk}
    obstacle = TargetObstacle.add(target, "Reviews on Tuesdays", by=ada).pk
    known = {"key": "SLU", "number": 1, "part": "facts", "secret": secret, "name": "age"}
    known |= {"flag": "map", "environment": "production", "obstacle": obstacle}
    addresses = []
    for name, ways in get_resolver().reverse_dict.lists():
        if not isinstance(name, str) or name in APART:
            continue
        for way in ways:
            [(_, wanted)] = way[0]
            pk = next((pks[noun] for noun in pks if noun in name), build.pk)
            if set(wanted) <= known.keys() | {"pk"}:
                given = {each: known.get(each, pk) for each in wanted}
                addresses.append(reverse(name, kwargs=given))
    assert len(addresses) > 70
    return addresses


def is_broken(page: str, answer) -> bool:
    """Whether the page broke down; /status answers 503 where no worker runs, as here."""
    return answer.status_code >= 500 and page != "/status"


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_page_breaks(board, build, ada, pages, kind, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = None  # else a form is refused before its fields are read
    client = Client(raise_request_exception=False)
    client.force_login(ada)
    names = _fields() | SAID_OUTSIDE_FORMS
    names |= {f"{name}-{build.pk}" for name in ("column", "pair")}
    names |= {f"column-{build.pk}-{name}" for name in ColumnRow(board, build).fields}
    # Django reads it 20 times as fast as multipart.
    body = urlencode(dict.fromkeys(sorted(names), HOSTILE[kind]))
    asked = dict.fromkeys(sorted(SAID_OUTSIDE_FORMS), HOSTILE[kind])
    broken = []
    for page in pages:
        answers = [client.get(page, asked), client.generic("POST", page, body, FORM)]
        broken += [page for each in answers if is_broken(page, each)]
    assert broken == []


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_card_that_is_due_on_the_first_or_last_day_breaks_no_page(
    board, build, ada, card_in, pages, day
):
    board.cards.get(number=1).revise(due_on=day, by=ada)
    client = Client(raise_request_exception=False)
    client.force_login(ada)
    broken = [page for page in pages if is_broken(page, client.get(page))]
    assert broken == []
