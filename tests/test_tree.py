"""What the files of the project may say. Needs no service; `make check` runs it too."""

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


def test_the_browsers_libraries_are_locked_at_the_very_version_that_is_named():
    named = json.loads((ROOT / "package.json").read_text())["dependencies"]
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert named == {name: lock[f"node_modules/{name}"]["version"] for name in named}


def test_a_page_has_no_inline_style_script_or_handler():
    """The content security policy would refuse them; mail is no page."""
    pages = (page for page in files(".html") if "email" not in page.parts)
    assert not lines_with(r"\sstyle=|<style|<script(?![^>]*\bsrc=)|\son[a-z]+=|javascript:", pages)


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
