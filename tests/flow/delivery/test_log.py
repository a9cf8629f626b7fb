"""The log of git, in the formats that git has, from git itself."""

import subprocess

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from board.models import Person
from flow.delivery.facts import NotUnderstood
from flow.delivery.forges.moments import moment
from flow.delivery.gitlog import LINE, LogTooLarge, changes_in, in_parts
from flow.delivery.globs import Globs
from flow.delivery.models import Change, Repository
from tests.flow.delivery.forges import logged, sha


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A repository with a merge, a rename, a binary file, a name that git quotes and a squash."""
    place = tmp_path_factory.mktemp("checkout")
    clock = {"GIT_AUTHOR_DATE": "2026-11-02T09:00:00+01:00", "HOME": str(place)}
    clock["GIT_COMMITTER_DATE"] = "2026-11-02T10:00:00+01:00"

    def git(*said: str) -> str:
        who = ["-c", "user.name=Grace", "-c", "user.email=grace@example.org"]
        command = ["git", *who, "-c", "init.defaultBranch=main", *said]
        done = subprocess.run(command, cwd=place, env=clock, capture_output=True, check=True)
        return done.stdout.decode()

    git("init")
    (place / "old.py").write_text("a\n" * 30)
    (place / "käse.bin").write_bytes(b"\x00\xff" * 10)
    git("add", "."), git("commit", "-m", "First")
    git("checkout", "-b", "slu-1")
    (place / "part.py").write_text("a\nb\n")
    git("add", "."), git("commit", "-m", "Part one")
    (place / "part.py").write_text("a\nc\n")
    git("add", "."), git("commit", "-m", "Part two")
    git("checkout", "main")
    (place / "lib").mkdir()
    git("mv", "old.py", "lib/new.py"), git("commit", "-m", "Move\n\ncommit to a name\n\tand a tab")
    git("merge", "--no-ff", "slu-1", "-m", "Merge branch 'slu-1'")
    return git


@pytest.mark.parametrize(
    "how",
    [
        LINE.removeprefix("git ").split(),
        *(
            ["log", "--first-parent", "-m", "--numstat", *more]
            for more in (
                [],
                ["--pretty=fuller"],
                ["--pretty=raw"],
                ["--date=iso"],
                ["--date=rfc"],
                ["--date=unix"],
                ["--date=raw"],
                ["--parents"],
                ["--decorate=full"],
            )
        ),
    ],
)
def test_every_usual_format_of_a_log_is_understood(checkout, how):
    merge, moved, first = changes_in(checkout(*how).split("\n"))
    assert (merge.title, moved.title, first.title) == ("Merge branch 'slu-1'", "Move", "First")
    assert (merge.paths, merge.added_by_path, merge.removed_by_path) == (["part.py"], [2], [0])
    assert moved.paths == ["lib/new.py"]
    assert first.paths == ["käse.bin", "old.py"]
    assert first.added_by_path == [0, 30]
    assert first.author == "grace@example.org"
    assert merge.committed_at.date().isoformat() == "2026-11-02"
    assert (merge.parent, moved.parent, first.parent) == (moved.sha, first.sha, "")


def test_a_merge_of_the_log_makes_parts_of_what_was_pushed_with_it(
    checkout, repository, forge, applied, log, component
):
    from tests.flow.delivery.forges import commit  # noqa: PLC0415

    shas = checkout("log", "--topo-order", "--reverse", "--format=%H").split()
    forge.push(*[commit("", "2026-11-02T09:00:00Z", "A change") | {"id": each} for each in shas])
    applied()
    assert Change.objects.on_the_trunk().count() == 5
    log(checkout(*LINE.removeprefix("git ").split()))
    titles = Change.objects.on_the_trunk().order_by("place").values_list("title", flat=True)
    assert list(titles) == ["First", "Move", "Merge branch 'slu-1'"]


def test_a_log_of_its_own_is_imported(checkout, repository, component, tmp_path, capsys):
    file = tmp_path / "log"
    file.write_text(checkout(*LINE.removeprefix("git ").split()))
    for _ in range(2):
        call_command("import_git", "acme/harbour", str(file))
    assert "3 changes of github:acme/harbour were read." in capsys.readouterr().out
    assert Change.objects.count() == 3
    assert component.component_changes.count() == 3


def test_the_history_of_the_checkout_is_read_on_a_board_of_its_own(
    checkout, board, settings, capsys
):
    Person.objects.create_superuser("owner@sluice.example")
    settings.BASE_DIR = checkout("rev-parse", "--show-toplevel").strip()
    for _ in range(2):
        call_command("own_history")
    told = capsys.readouterr().out
    assert "3 changes of other:sluice were read: /boards/SLUICE/delivery/" in told
    repository = Repository.objects.get()
    assert repository.board.name == "Sluice"
    folder = repository.components.get()
    assert (folder.name, folder.paths, folder.component_changes.count()) == ("lib", ["lib/**"], 1)
    assert Change.objects.count() == 3


def test_a_checkout_without_history_makes_nothing(db, settings, tmp_path):
    Person.objects.create_superuser("owner@sluice.example")
    settings.BASE_DIR = tmp_path
    with pytest.raises(CommandError, match=r"There is no history of git here\."):
        call_command("own_history")
    (tmp_path / ".git").mkdir()
    with pytest.raises(CommandError, match="The history cannot be read: .*not a git repository"):
        call_command("own_history")
    assert not Repository.objects.exists()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (("acme/nothing", "-"), "There is no repository"),
        (("acme/harbour", "no such file"), "No such file"),
    ],
)
def test_an_import_says_what_is_wrong(repository, said, why):
    with pytest.raises(CommandError, match=why):
        call_command("import_git", *said)


def test_what_is_no_log_says_so(repository, tmp_path):
    file = tmp_path / "log"
    file.write_text("Dear Sirs,\n")
    with pytest.raises(CommandError, match="no log of git"):
        call_command("import_git", str(repository.pk), str(file))


def test_what_is_not_utf_8_is_marked_and_taken(log, component):
    log(
        "commit "
        + sha("a")
        + "\nDate: 2026-11-02 09:00:00 +0000\n\n    \udcff\n".encode("utf-8", "replace").decode()
        + "\n1\t1\ta\n"
    )
    assert Change.objects.get().files == 1


@given(st.lists(st.integers(1, 400), min_size=1, max_size=30), st.integers(1, 900))
def test_parts_are_whole_commits_however_the_blocks_fall(lengths, size):
    text = "".join(
        logged(str(n), "2026-11-02T09:00:00+00:00", "x" * length)
        for n, length in enumerate(lengths)
    ).encode()
    blocks = [text[at : at + size] for at in range(0, len(text), size)]
    parts = list(in_parts(blocks, size=700))
    assert b"".join(parts) == text
    assert all(part.startswith(b"commit ") for part in parts)


def test_no_byte_of_a_long_commit_is_looked_at_twice():
    """Looked at again with each block, this would take many minutes."""
    blocks = [b"commit " + b"a" * 40, *[b"x" * 100] * 200_000, b"\ncommit ", b"b" * 40]
    first, second = in_parts(blocks)
    assert len(first) == 47 + 200_000 * 100 + 1
    assert second == b"commit " + b"b" * 40


def test_a_commit_without_end_is_not_held():
    with pytest.raises(LogTooLarge):
        list(in_parts(b"x" * 1024 * 1024 for _ in range(60)))


@pytest.mark.parametrize("lines", [["1\t1\ta"], [f"commit {sha('a')}", "", "    No date"]])
def test_what_is_no_log_or_has_no_dates_says_so(lines):
    with pytest.raises(NotUnderstood, match="The line for it: git log --first-parent"):
        list(changes_in(lines))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2021-04-28 21:50:00 +0200", "2021-04-28T19:50:00+00:00"),
        ("2026-11-02T09:00:00Z", "2026-11-02T09:00:00+00:00"),
        ("2026-11-02 09:00:00 UTC", "2026-11-02T09:00:00+00:00"),
        ("Mon Nov 2 09:00:00 2026 +0100", "2026-11-02T08:00:00+00:00"),
        (1793610000, "2026-11-02T09:00:00+00:00"),
        (1793610000000, "2026-11-02T09:00:00+00:00"),
        ("2026-11-02T09:00:00", "2026-11-02T09:00:00+00:00"),
    ],
)
def test_moments_of_programs_are_understood(said, meant):
    assert moment(said).isoformat() == meant


@pytest.mark.parametrize(
    "said",
    [
        *(None, "", "yesterday", True, [], "0001-01-01T00:00:00Z", "9" * 30),
        *(-1, 1e400, float("nan"), 2**70, 10**400, 253_402_300_799_000),
    ],
)
def test_what_is_no_moment_is_none(said):
    assert moment(said) is None


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("api/**", "api/a/b.py", True),
        ("api/**", "apis/a.py", False),
        ("api", "api/a.py", True),
        ("*.md", "README.md", True),
        ("*.md", "notes/a.md", False),
        ("**/*.md", "notes/a.md", True),
        ("**/*.md", "a.md", True),
        ("web/*/index.html", "web/a/index.html", True),
        ("web/*/index.html", "web/a/b/index.html", False),
        ("**", "a", True),
        ("a?c", "abc", True),
        ("a.c", "abc", False),
        ("/api/", "api/a", True),
        ("a/**/b", "a/b", True),
        ("a/**/b", "a/x/y/b/c", True),
        ("a/**/b/*.c", "a/b/x/b/d.c", True),
        ("*a*b.c", "xaybab.c", True),
        ("*a*b.c", "xaybab.d", False),
        ("*ab*ab", "abab", True),
        ("*ab*ab", "ab", False),
        ("?a*?", "xay", True),
        ("?a*?", "xa", False),
        ("a[b]", "a[b]", True),
    ],
)
def test_a_pattern_names_files_and_folders(pattern, path, fits):
    assert Globs([pattern]).match(path) is fits


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 100, "a" * 100_000 + "b"),
        ("**/" * 99 + "x", "a/" * 5_000 + "b"),
        ("*/**/" * 50 + "x*y*z", "y/" * 5_000 + "xy" * 1_000),
        ("?*" * 100 + "x", "a" * 100_000),
    ],
)
def test_no_pattern_takes_for_ever(pattern, path):
    """With a regular expression that goes back, these would take longer than the sun shines."""
    assert not Globs([pattern]).match(path)
