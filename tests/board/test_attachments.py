"""Files belong to a card: what they are is seen by their content, and they go with the card's words."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from board.models import Attachment, Kind, NotHere, NotPossible, Terms, TooMany
from board.models.card.attachment import LARGEST, clean_name, media_type

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
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
