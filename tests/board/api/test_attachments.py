"""The files of a card by API and page: multipart in, a download out that runs nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from board.models import Attachment, Board
from tests.cast import COLUMNS

FILES = "/boards/SLU/cards/1/attachments"
HTML = b"<!doctype html><script>alert(document.cookie)</script>"


@pytest.fixture
def card(kept_apart, build, card_in):
    return card_in(build)


def named(name, content=b"Hello"):
    return SimpleUploadedFile(name, content)


def test_a_file_is_attached_listed_downloaded_and_removed(api, card, ada):
    made = api.upload(FILES, named("notes.txt"))

    assert made.status_code == 201
    file = made.json()
    assert set(file) == {"id", "name", "size", "media_type", "by", "at", "url"}
    assert (file["name"], file["size"], file["by"]) == ("notes.txt", 5, ada.email)
    assert api.get(FILES).json()["items"] == [file]
    got = api.get(file["url"].removeprefix("/api/v1"))
    assert b"".join(got) == b"Hello"
    assert api.delete(f"{FILES}/{file['id']}").status_code == 204
    assert api.get(f"{FILES}/{file['id']}").status_code == 404
    assert api.delete(f"{FILES}/{file['id']}").status_code == 404


@pytest.mark.parametrize("name", ["x.png", "x.html", "x.svg"])
def test_a_download_runs_nothing(api, card, browser_of, vera, name):
    file = api.upload(FILES, named(name, HTML)).json()
    for answer in (
        api.get(f"{FILES}/{file['id']}"),
        browser_of(vera).get(f"/boards/SLU/cards/1/files/{file['id']}/"),
    ):
        assert answer.status_code == 200
        assert answer["Content-Type"] == "text/plain"
        assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert answer["Cache-Control"] == "no-store"
        assert b"".join(answer) == HTML


def test_a_name_cannot_break_out_of_its_header(api, card):
    file = api.upload(FILES, named('a"; filename="b.exe')).json()
    answer = api.get(f"{FILES}/{file['id']}")
    assert "\n" not in answer["Content-Disposition"]
    assert answer["Content-Disposition"].count("filename") <= 2
    assert answer["Content-Disposition"].startswith("attachment;")


def test_a_retry_attaches_once_and_another_file_with_the_same_key_is_refused(api, card):
    first = api.upload(FILES, named("a.txt"), **{"Idempotency-Key": "k"})
    again = api.upload(FILES, named("a.txt"), **{"Idempotency-Key": "k"})
    other = api.upload(FILES, named("a.txt", b"Other"), **{"Idempotency-Key": "k"})
    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 422)
    assert again.json() == first.json()
    assert Attachment.objects.count() == 1


def test_what_is_no_file_is_refused_in_words(api, card):
    empty = api.upload(FILES, named("a.txt", b""))
    assert (empty.status_code, empty.json()["errors"][0]["field"]) == (422, "file")
    missing = api.upload(FILES, None)
    assert (missing.status_code, missing.json()["errors"][0]["field"]) == (422, "file")
    assert api.post(FILES, file="Hello").status_code == 422
    assert api.get(f"{FILES}/7").status_code == 404


def test_26_megabytes_are_refused_before_they_are_stored(api, card, kept_apart):
    answer = api.upload(FILES, named("a.bin", bytes(26 * 2**20)))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    a_little = api.upload(FILES, named("a.bin", bytes(25 * 2**20 + 1)))
    assert (a_little.status_code, a_little.json()["errors"][0]["field"]) == (422, "file")
    assert api.upload(FILES, named("a.bin", bytes(25 * 2**20))).status_code == 201


def test_a_file_is_found_only_at_its_card_and_by_those_who_see_it(
    api, card, card_in, build, browser_of, sam, ada, calls
):
    file = api.upload(FILES, named("a.txt")).json()
    card_in(build)
    other = Board.make("Quay", key="QUA", by=ada, columns=COLUMNS)
    other.create_card("Crane", by=ada, column=other.columns.first())
    for where in ("/boards/SLU/cards/2", "/boards/QUA/cards/1"):
        assert api.get(f"{where}/attachments/{file['id']}").status_code == 404
        assert browser_of(ada).get(f"{where}/files/{file['id']}/").status_code == 404
    assert calls(sam).get(f"{FILES}/{file['id']}").status_code == 404


def test_a_plain_form_attaches_and_removes(card, browser_of, grace, vera):
    see = browser_of(grace)
    answer = see.post("/boards/SLU/cards/1/files/", {"file": named("plan.txt")})
    assert answer.status_code == 302
    page = see.get("/boards/SLU/cards/1/").content.decode()
    assert "plan.txt" in page
    assert "Grace attached a file" in page.replace("\u2068", "").replace("\u2069", "")
    assert "Remove the file" not in browser_of(vera).get("/boards/SLU/cards/1/").content.decode()
    file = Attachment.objects.get()
    assert see.post(f"/boards/SLU/cards/1/files/{file.pk}/remove/").status_code == 302
    assert not Attachment.objects.exists()
    empty = see.post("/boards/SLU/cards/1/files/", {"file": named("a.txt", b"")})
    assert empty.status_code == 422
    assert "The file is empty." in empty.content.decode()


def test_files_cost_no_statement_each(api, card, query_count):
    api.upload(FILES, named("a.txt"))
    few = query_count(api.get, FILES)
    for _nth in range(5):
        api.upload(FILES, named("a.txt"))
    assert query_count(api.get, FILES) == few
