"""Files belong to a card: what they are is seen by their content, and they go with the card's words."""

import tracemalloc
from datetime import timedelta
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from board.markdown import rendered
from board.models import Attachment, Kind, NotHere, NotPossible, Terms, TooMany
from board.models.card.attachment import LARGEST, clean_name, media_type
from board.orphaned_files import sweep
from board.tasks import sweep_orphaned_files
from tests.board.pictures import gif, jpeg, png, webp

PNG = png(1, 1)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def card(kept_apart, build, card_in):
    return card_in(build)


@pytest.fixture
def attach(card, ada):
    """Attach a content to the card: `attach(b"Hello", "hello.txt")`."""
    return lambda content=b"Hello", name="hello.txt", **terms: card.attach(
        ContentFile(content, name=name), by=ada, **terms
    )


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    def act(deed):
        with django_capture_on_commit_callbacks(execute=True):
            return deed()

    return act


def stored(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_kept_under_a_name_that_nobody_guesses(attach, kept_apart, ada):
    file = attach(PNG, "screen.png")
    [path] = stored(kept_apart)
    assert path.read_bytes() == PNG
    assert len(path.name) == 32
    assert "screen" not in file.file.name
    assert (file.name, file.size, file.media_type, file.by) == (
        "screen.png",
        len(PNG),
        "image/png",
        ada,
    )
    assert file.card.events.last().kind == Kind.ATTACHED


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a<script>", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"%PDF-1.7", "application/pdf"),
        (b"PK\x03\x04rest", "application/zip"),
        (SVG, "text/plain"),
        (b"<!doctype html><script>", "text/plain"),
        ("Übermorgen".encode(), "text/plain"),
        (b"a" * 4095 + "ü".encode()[:1], "text/plain"),
        (b"\xff\xfe\x00\x01", "application/octet-stream"),
        (b"a\x00b", "application/octet-stream"),
        (b"\xfc", "application/octet-stream"),
    ],
)
def test_what_a_file_is_its_content_says(head, found):
    assert media_type(head) == found


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("a.txt", "a.txt"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("..", "file"),
        ("", "file"),
        ("exe.\u202egnp.exe", "exe. gnp.exe"),
        ("a\x00\r\nb.txt", "a b.txt"),
        ("\u200b", "file"),
        ("x" * 300 + ".txt", "x" * 146 + ".txt"),
        ("y" * 300, "y" * 150),
        ("a." + "z" * 300, ("a." + "z" * 300)[:150]),
    ],
)
def test_a_name_is_the_last_part_without_what_nobody_sees(name, clean):
    assert clean_name(name) == clean


def test_an_empty_and_a_too_large_file_are_refused_and_nothing_is_kept(attach, kept_apart):
    with pytest.raises(ValidationError, match="empty"):
        attach(b"")
    with pytest.raises(ValidationError, match="at most 25 MB"):
        attach(b"x" * (LARGEST + 1))
    assert stored(kept_apart) == []


def test_a_board_holds_as_much_as_the_setting_says(attach, kept_apart, settings, card, ada):
    settings.ATTACHMENTS_MB = 1
    file = attach(b"x" * 2**20)
    with pytest.raises(TooMany, match="at most 1 MB together"):
        attach(b"y")
    assert len(stored(kept_apart)) == 1
    card.detach(file, by=ada)
    attach(b"y")


def test_a_card_has_at_most_so_many_files(attach, monkeypatch):
    monkeypatch.setattr(Attachment, "MOST", type(Attachment.MOST)(1, Attachment.MOST.words))
    attach()
    with pytest.raises(TooMany, match="at most 1 files"):
        attach()


def test_a_retry_attaches_once(attach, kept_apart):
    terms = Terms(key="k", fingerprint="f")
    first = attach(terms=terms)
    assert attach(terms=terms) == first
    assert len(stored(kept_apart)) == 1


def test_a_file_that_is_removed_is_gone_when_that_is_committed(
    attach, card, ada, kept_apart, committed
):
    file = attach()
    committed(lambda: card.detach(file, by=ada))
    assert stored(kept_apart) == []
    assert card.events.last().kind == Kind.DETACHED
    with pytest.raises(NotHere):
        card.detach(file, by=ada)


def test_an_archived_card_takes_no_file(attach, card, ada, kept_apart):
    card.archive(by=ada)
    with pytest.raises(NotPossible):
        attach()
    assert stored(kept_apart) == []


def test_the_files_of_a_card_go_with_its_words(attach, card, ada, kept_apart, committed):
    attach(name="secret plan.txt")
    gone = card.discard(by=ada)
    assert len(stored(kept_apart)) == 1
    committed(gone.wipe)
    assert stored(kept_apart) == []
    assert not Attachment.objects.exists()
    assert "secret" not in str([*gone.events.values()])


def test_the_files_of_a_board_go_with_it(attach, board, kept_apart, committed):
    attach()
    committed(board.erase)
    assert stored(kept_apart) == []


def test_a_storage_that_fails_to_delete_does_not_bring_the_row_back(
    attach, card, ada, committed, monkeypatch
):
    file = attach()
    monkeypatch.setattr(type(default_storage._wrapped), "delete", _fail)
    committed(lambda: card.detach(file, by=ada))
    assert not Attachment.objects.exists()


def _fail(*_said):
    raise OSError("away")


HOSTILE = {  # what is attached, under which name: what it is, and how it is called
    "an SVG with a script": (SVG, "plan.svg", "text/plain", "plan.svg"),
    "HTML named .png": (b"<html><script>alert(1)</script>", "plan.png", "text/plain", "plan.png"),
    "a GIF that is a script, too": (b"GIF89a=1;alert(1)//", "a.js", "image/gif", "a.js"),
    "a PDF that is HTML, too": (b"%PDF-1.7 <script>", "a.html", "application/pdf", "a.html"),
    "a PNG that is a zip, too": (PNG + b"PK\x03\x04", "a.zip", "image/png", "a.zip"),
    "XML with an entity": (b"<?xml version='1.0'?><!DOCTYPE x>", "a.xml", "text/plain", "a.xml"),
    "a name that climbs": (PNG, "../../../etc/passwd.png", "image/png", "passwd.png"),
    "a name that turns": (
        b"MZ\x00",
        "photo\u202egnp.exe",
        "application/octet-stream",
        "photo gnp.exe",
    ),
    "a name of the other system": (PNG, "C:\\x\\a.png", "image/png", "a.png"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_kept_for_what_it_is_and_runs_nowhere(
    attach, kept_apart, browser_of, vera, what
):
    content, name, kind, called = HOSTILE[what]
    file = attach(content, name)
    assert (file.media_type, file.name) == (kind, called)
    [path] = stored(kept_apart)
    assert path.read_bytes() == content
    see, where = browser_of(vera), f"/boards/SLU/cards/1/files/{file.pk}/"
    answers = [see.get(where)]
    shown = see.get(f"{where}picture/")
    assert shown.status_code == (200 if file.is_picture else 404)
    answers += [shown] if file.is_picture else []
    for answer in answers:
        assert answer["Content-Type"] == kind
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
    assert answers[0]["Content-Disposition"].startswith("attachment;")


def test_a_picture_is_asked_for_again_and_sent_once(attach, browser_of, vera, sam):
    file = attach(PNG, "screen.png")
    where = f"/boards/SLU/cards/1/files/{file.pk}/picture/"
    first = browser_of(vera).get(where)
    assert first["Cache-Control"] == "private, no-cache"
    again = {"If-None-Match": first["ETag"]}
    assert browser_of(vera).get(where, headers=again).status_code == 304
    assert browser_of(sam).get(where, headers=again).status_code == 404


def test_an_attached_picture_is_shown_in_a_text_and_no_other(attach, card):
    file = attach(PNG, "screen.png")
    own = f"/boards/SLU/cards/1/files/{file.pk}/"
    html = rendered(f'![a "quay" <b>]({own})')
    assert html == (
        f'<p><img src="{own}picture/" alt="a &quot;quay&quot; &lt;b&gt;" loading="lazy"></p>\n'
    )
    for other in ("https://example.org/x.png", f"{own}../x", f"//example.org{own}", "/outbox/1/"):
        assert "<img" not in rendered(f"![x]({other})")


def test_what_is_dropped_or_pasted_says_how_a_text_names_it(card, browser_of, grace, vera):
    see, where = browser_of(grace), "/boards/SLU/cards/1/files/"

    def drop(content, name="screen.png", client=see):
        said = {"file": SimpleUploadedFile(name, content)}
        return client.post(where, said, headers={"Accept": "application/json"})

    made = drop(PNG)
    file = Attachment.objects.get()
    assert made.status_code == 201
    assert made.json() == {"name": "screen.png", "url": f"{where}{file.pk}/", "is_picture": True}
    assert drop(SVG).json()["is_picture"] is False
    empty = drop(b"")
    assert (empty.status_code, empty.json()) == (422, {"error": "The file is empty."})
    assert drop(PNG, client=browser_of(vera)).status_code == 403
    card.archive(by=grace)
    assert drop(PNG).status_code == 422


def test_contents_without_a_card_are_swept_after_a_day(attach, kept_apart, time_machine):
    attach(PNG, "kept.png")
    lost = kept_apart / "attachments" / "00" / ("0" * 32)
    lost.parent.mkdir(parents=True, exist_ok=True)
    lost.write_bytes(b"lost")
    sweep_orphaned_files()
    assert lost.exists()  # its row may be on the way
    time_machine.move_to(timezone.now() + timedelta(days=1, minutes=1))
    sweep_orphaned_files()
    assert not lost.exists()
    assert len(stored(kept_apart)) == 1


def test_a_sweep_of_a_storage_without_files_does_nothing(kept_apart, db):
    assert sweep(timezone.now()) == 0


HUGE = 30_000  # pixels a side: 3.6 GB in the memory of a browser


@pytest.mark.parametrize(
    "content",
    [png(HUGE, HUGE), gif(HUGE, HUGE), jpeg(HUGE, HUGE), *(webp(HUGE, HUGE, k) for k in ("VP8X",))],
)
def test_a_picture_of_huge_dimensions_is_kept_but_no_page_shows_it(
    attach, browser_of, vera, content
):
    file = attach(content, "bomb.png")
    assert file.media_type.startswith("image/")
    assert file.pixels == HUGE * HUGE
    assert not file.is_picture
    assert not file.has_thumbnail
    see, where = browser_of(vera), f"/boards/SLU/cards/1/files/{file.pk}/"
    assert see.get(f"{where}picture/").status_code == 404
    assert b"".join(see.get(where).streaming_content) == content
    assert "card-file__picture" not in see.get("/boards/SLU/cards/1/").content.decode()


def test_a_zip_bomb_is_kept_as_it_came_and_never_unpacked(attach, kept_apart, browser_of, vera):
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as bomb:
        for nth in range(20):
            bomb.writestr(f"{nth}.txt", bytes(2**24))  # 320 MB in all
    content = packed.getvalue()
    tracemalloc.start()
    file = attach(content, "bomb.zip")
    see = browser_of(vera)
    assert "bomb.zip" in see.get("/boards/SLU/cards/1/").content.decode()
    got = b"".join(see.get(f"/boards/SLU/cards/1/files/{file.pk}/").streaming_content)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2**25
    assert (file.media_type, file.size, got) == ("application/zip", len(content), content)
    assert [path.stat().st_size for path in stored(kept_apart)] == [len(content)]


def test_ten_thousand_files_of_a_board_add_no_statement(
    attach, card, build, card_in, ada, browser_of, vera, kept_apart
):
    see = browser_of(vera)

    def statements():
        """Of an attached file, and of the page of its card."""
        with CaptureQueriesContext(connection) as attaching:
            attach().delete()
        with CaptureQueriesContext(connection) as showing:
            assert see.get("/boards/SLU/cards/1/").status_code == 200
        return len(attaching), len(showing)

    attach()
    statements()  # what a session asks once
    few = statements()
    more = [
        Attachment(card=each, by=ada, at=timezone.now(), name=f"{n}.txt", size=5, file=f"a/{n}")
        for each in [card, *(card_in(build) for _card in range(99))]
        for n in range(98 if each == card else 100)
    ]
    Attachment.objects.bulk_create(more)
    assert statements() == few
    attach()
    assert Attachment.objects.count() == 10_000
    with pytest.raises(TooMany, match="at most 100 files"):
        attach()
    assert Attachment.objects.of_board(card.board).bytes() == 10_000 * 5
