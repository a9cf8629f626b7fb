"""CODEOWNERS as a forge reads it: which line a path belongs to, and whose it is."""

import random
import subprocess
import time
from urllib.parse import urlencode

import pytest

from flow.delivery.models import Team
from flow.ownership.codeowners import OwnersLine, read

# Pattern, the paths that it matches, and paths that it does not match
CASES = [
    ("*", "a guide/b.md a/b/c", ""),
    ("**", "a a/b/c", ""),
    ("*.js", "app.js src/app.js a/b/c.js", "app.jsx js app.js.map"),
    ("file.txt", "file.txt a/file.txt file.txt/inside a/file.txt/b", "file.txtx xfile.txt"),
    ("/file.txt", "file.txt", "a/file.txt"),
    ("guide/", "guide/a guide/a/b x/guide/a", "guide guidex/a x/guide"),
    ("/guide/", "guide/a guide/a/b", "guide x/guide/a"),
    ("guide/*", "guide/a guide/.hidden", "guide guide/a/b x/guide/a"),
    ("guide/*.md", "guide/a.md", "guide/a/b.md x/guide/a.md"),
    ("guide/**", "guide/a guide/a/b", "guide x/guide/a"),
    ("/guide/**/", "guide/a/b", "guide"),
    ("apps/web", "apps/web apps/web/a", "x/apps/web apps/webx"),
    ("/build/logs/", "build/logs/a build/logs/a/b", "build/logs x/build/logs/a build/a"),
    ("**/logs", "logs logs/a build/logs build/logs/a deeply/nested/logs/a", "logsx"),
    ("**/logs/", "logs/a build/logs/a", "logs build/logs"),
    ("a/**/z", "a/z a/b/z a/b/c/z a/z/inside", "a/zz z x/a/z"),
    ("a/**/b/**/c", "a/b/c a/x/b/y/z/c", "a/c b/c"),
    ("a*", "a ab ab/inside x/ab", "ba"),
    ("a/*/c", "a/b/c a/b/c/d", "a/c a/b/b/c"),
    ("a/**b", "a/b a/xxb", "a/x/b"),
    ("*/c", "a/c a/c/d", "c a/b/c"),
    ("f?o.py", "foo.py a/fxo.py", "fo.py fooo.py f/o.py"),
    (r"two\ words.md", "two words.md|a/two words.md", "two words"),
    (r"star\*.md", "star*.md", "starx.md"),
    ("/", "", "a a/b"),
    ("*.JS", "a.JS", "a.js"),
    ("a.b", "a.b", "axb"),
    ("(x|y)+{z}", "(x|y)+{z}", "x"),
]


def paths(said: str) -> list[str]:
    return said.split("|") if "|a/" in said else said.split()


@pytest.mark.parametrize(("pattern", "matched", "others"), CASES)
def test_a_pattern_matches_these_paths_and_no_others(pattern, matched, others):
    line = OwnersLine(1, pattern, ("@acme/harbour",))
    assert [path for path in paths(matched) if not line.matches(path)] == []
    assert [path for path in paths(others) if line.matches(path)] == []


def test_git_finds_the_same_where_the_two_are_to_agree(tmp_path):
    """To git, a last star means folders, too, and `**/` no file; those and `/` differ."""
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    known = sorted({path for _p, one, two in CASES for path in [*paths(one), *paths(two)]})
    differ = {"guide/*", "/guide/**/", "/"}
    for pattern, _matched, _others in CASES:
        if pattern in differ:
            continue
        (tmp_path / ".gitignore").write_text(pattern + "\n")
        asked = subprocess.run(
            ["git", "-C", tmp_path, "check-ignore", "--no-index", "--stdin"],
            input="\n".join(known),
            capture_output=True,
            text=True,
            check=False,
        )
        line = OwnersLine(1, pattern, ())
        assert asked.stdout.split("\n")[:-1] == [p for p in known if line.matches(p)], pattern


def test_the_last_line_that_matches_wins_and_one_without_owners_clears():
    said = read(
        "* @acme/all\n/web/ @acme/web ada@example.org\n/web/vendor/\n*.md @acme/guide # words"
    )
    assert said.line_of("a.py").owners == ("@acme/all",)
    assert said.line_of("web/a.py").owners == ("@acme/web", "ada@example.org")
    assert (said.line_of("web/vendor/a.py").number, said.line_of("web/vendor/a.py").owners) == (
        3,
        (),
    )
    assert said.line_of("web/vendor/a.md").owners == ("@acme/guide",)


def test_what_a_forge_does_not_read_is_passed_over_and_told():
    said = read("*.md @a\n!x.md @b\n[ab].md @c\n\\#a.md @d\na***b @e\n*.md nobody\n\n# words\n")
    assert [(each.number, each.why) for each in said.not_read] == [
        *[(2, "negation"), (3, "range"), (4, "escaped_comment"), (5, "three_stars"), (6, "owner")]
    ]
    assert [line.owners for line in said.lines] == [("@a",)]


def test_no_pattern_takes_long():
    began = time.monotonic()
    line = OwnersLine(1, "/".join(["**", "*a*a*a*a*b"] * 40), ())
    assert not line.matches("/".join(["a" * 200] * 200))
    assert time.monotonic() - began < 2


def test_the_same_text_in_any_other_order_of_lines_is_another_file():
    lines = ["* @a", "/b @b", "/b/c @c"]
    random.Random(1).shuffle(lines)
    assert read("\n".join(lines)).line_of("b/c").number == 3


@pytest.fixture
def tell(api, repository):
    def tell(text: str, **said):
        body = text.encode() if isinstance(text, str) else text
        kind = said.pop("content_type", "text/plain")
        path = f"/repositories/{repository.pk}/codeowners"
        return api.send("PUT", path, body, content_type=kind)

    return tell


def owners(api, repository, path):
    answer = api.get(f"/repositories/{repository.pk}/owners?{urlencode({'path': path})}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_path_has_the_owners_that_the_file_says_and_the_team_that_is_known(
    api, board, repository, team, tell
):
    Team.make(board, "Dock office", addresses=["dock@example.org"])
    answer = tell(
        "* @acme/harbour\n/billing/ @acme/dock-office\n/guide/ Dock@example.org\n/x/ @nobody"
    )
    assert answer.json() == {"repository": repository.pk, "lines": 4, "not_read": []}
    assert owners(api, repository, "a.py") == {
        "path": "a.py",
        "owners": ["@acme/harbour"],
        "line": 1,
        "team": "Harbour",
    }
    assert owners(api, repository, "billing/a.py")["team"] == "Dock office"
    assert owners(api, repository, "guide/a.md")["team"] == "Dock office"
    assert "team" not in owners(api, repository, "x/a.py")


def test_without_a_file_or_a_line_a_path_has_no_owners(api, repository, tell):
    nobody = {"path": "a.py", "owners": [], "line": None}
    assert owners(api, repository, "a.py") == nobody
    tell("/b.py @acme/harbour")
    assert owners(api, repository, "a.py") == nobody


def test_another_text_takes_the_place_of_the_first_and_json_will_do(api, repository, tell):
    tell("* @one")
    assert tell(b'{"text": "* @two"}', content_type="application/json").status_code == 200
    assert owners(api, repository, "a.py")["owners"] == ["@two"]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"\xff\xfe", "text/plain", 422),
        (b"* @a\x00", "text/plain", 422),
        (b"{", "application/json", 422),
        (b"[]", "application/json", 422),
        (b'{"text": 1}', "application/json", 422),
        (b'{"text": "\\ud800"}', "application/json", 422),
        (b"[" * 100_000, "application/json", 422),
        (b"*\n" * 20_001, "text/plain", 422),
        (b"*" * (3 * 1024 * 1024 + 1), "text/plain", 413),
    ],
)
def test_what_is_no_text_is_refused_and_the_file_stays(api, repository, tell, body, kind, status):
    tell("* @one")
    answer = tell(body, content_type=kind)
    assert (answer.status_code, answer.headers["Content-Type"]) == (
        status,
        "application/problem+json",
    )
    assert owners(api, repository, "a.py")["owners"] == ["@one"]


@pytest.mark.parametrize("path", ["", " ", "a\x00b", "a" * 4097])
def test_a_path_that_cannot_be_is_refused(api, repository, path):
    asked = f"/repositories/{repository.pk}/owners?{urlencode({'path': path})}"
    assert api.get(asked).status_code == 422
