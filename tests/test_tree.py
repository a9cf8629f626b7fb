"""What the files of the project may say. Needs no service; `make check` runs it too."""

import ast
import json
import re
import tomllib

import pytest
from packaging.requirements import Requirement

from tests.tree import ROOT, files, lines_with

REGISTRIES = [
    re.escape(".".join(name))  # put together here, so that this file passes its own test
    for name in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"))
]


def test_no_file_names_the_host_of_a_package_registry():
    assert not lines_with("|".join(REGISTRIES), files())


def test_no_file_names_a_place_on_somebodys_machine():
    assert not lines_with(r"(^|[^\w./-])/(work|root|home|Users)/", files())


def test_no_file_cites_a_document_that_is_not_here():
    assert not lines_with(
        r"\b(DES[I]GN|ST[Y]LE|PR[A]CTICES)\b", files(".py", ".md", ".html", ".js")
    )
    cited = re.compile(r"\bdocs/[\w./-]+\.\w+")
    for path in files(".py", ".md", ".toml", ".html"):
        for name in cited.findall(path.read_text()):
            assert (ROOT / name).exists(), f"{path.relative_to(ROOT)} cites {name}"


def test_every_file_that_the_papers_name_is_there():
    named = re.compile(r"`((?:board|config|flow|local|templates|tests)/[\w./-]+\.\w+)`")
    for path in files(".md"):
        for name in named.findall(path.read_text()):
            assert (ROOT / name).exists(), f"{path.relative_to(ROOT)} names {name}"


def test_every_short_name_of_a_file_in_the_papers_is_that_of_a_file():
    """A table about a folder names a file by the end of its path: `count.py`, `gate.py`."""
    named = re.compile(r"`([\w/-]+\.(?:py|html|js|css))`")
    here = [
        f"/{path.relative_to(ROOT).as_posix()}" for path in files(".py", ".html", ".js", ".css")
    ]
    for path in files(".md"):
        for name in named.findall(path.read_text()):
            is_here = any(each.endswith(f"/{name}") for each in here)
            assert is_here, f"{path.relative_to(ROOT)} names {name}"


NOUNS = {  # in spite of their end
    *("coordination_setting", "coupling", "decoupling", "housekeeping", "mailing", "mapping"),
    *("meeting", "waiting"),
}


@pytest.mark.parametrize("folder", ["board", "config", "flow", "local"])
def test_a_module_is_named_by_what_it_holds(folder):
    """A newcomer looks for a noun: members, moves, lookup; not for a verb such as trying."""
    for path in files(".py", under=folder):
        if path.stem.endswith("ing") and "migrations" not in path.parts:
            assert path.stem in NOUNS, f"{path.relative_to(ROOT)} is named by a verb"


def test_no_lock_says_where_packages_come_from():
    locks = [*ROOT.glob("requirements*.txt"), ROOT / "package-lock.json"]
    assert not lines_with(r"https?:|\"resolved\"|-index-url|--find-links", iter(locks))


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_the_lock_holds_every_dependency_that_the_project_names(lock):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    named = project["project"]["dependencies"]
    if lock == "requirements-dev.txt":
        named = named + project["dependency-groups"]["dev"]
    locked = dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE))
    for requirement in map(Requirement, named):
        assert requirement.specifier.contains(locked[requirement.name]), requirement


def test_what_a_storage_needs_is_locked_at_the_versions_of_the_other_lock():
    locks = [
        dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / name).read_text(), re.MULTILINE))
        for name in ("requirements.txt", "requirements-s3.txt")
    ]
    assert "django-storages" in locks[1]
    both = locks[0].keys() & locks[1].keys()
    assert {name: locks[0][name] for name in both} == {name: locks[1][name] for name in both}


def test_the_browsers_libraries_are_locked_at_the_very_version_that_is_named():
    named = json.loads((ROOT / "package.json").read_text())["dependencies"]
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert named == {name: lock[f"node_modules/{name}"]["version"] for name in named}


def test_a_page_has_no_inline_style_script_or_handler():
    """The content security policy would refuse them; mail is no page, and JSON no script."""
    pages = (page for page in files(".html") if "email" not in page.parts)
    script = r"<script(?![^>]*\b(?:src=|type=.application/json))"
    assert not lines_with(rf"\sstyle=|<style|{script}|\son[a-z]+=|javascript:", pages)


def test_a_stylesheet_is_never_important():
    assert not lines_with("!important", files(".css"))


def test_no_class_is_drawn_by_the_board_and_by_flow():
    """A part of a card, or the standup, stands on a page with the stylesheets of both."""
    drawn = {
        app: set(re.findall(r"^  \.([a-z-]+)(?:,| \{)", said, re.MULTILINE))
        for app in ("board", "flow")
        if (said := "".join(each.read_text() for each in files(".css", under=app)))
    }
    assert len(drawn["flow"]) > 20
    assert not drawn["board"] & drawn["flow"]


SAME_EVERYWHERE = {"Command", "Config", "Meta", "Migration"}  # Django looks for these names


def test_a_class_name_has_one_meaning():
    places: dict[str, list[str]] = {}
    for path in files(".py"):
        part = path.relative_to(ROOT)
        if part.parts[0] in ("board", "flow", "config", "local"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.ClassDef):
                    places.setdefault(node.name, []).append(str(part))
    twice = {name: where for name, where in places.items() if len(where) > 1}
    assert not {name: where for name, where in twice.items() if name not in SAME_EVERYWHERE}


def test_what_is_installed_is_no_part_of_the_project():
    """Neither as a folder nor as a link to one: a checkout would replace what is installed there."""
    ignored = (ROOT / ".gitignore").read_text().splitlines()
    assert {"/.venv", "/node_modules"} <= {*ignored}
