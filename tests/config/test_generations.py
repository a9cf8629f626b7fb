"""The files of the last release stay, for pages that were loaded before an upgrade."""

import pytest
from django.core.management import call_command

from config.static_files import StaticFiles


@pytest.fixture
def release(settings, tmp_path):
    """`release("words")`: collect the files of a release; the name of its stylesheet."""
    sources, root = tmp_path / "sources", tmp_path / "static"
    sources.mkdir()
    settings.STATIC_ROOT = str(root)
    settings.STATICFILES_DIRS = [sources]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "config.static_files.StaticFiles"}
    }

    def collect(words):
        (sources / "one.css").write_text(f"/* {words} */ body {{ color: red }}" * 20)
        (sources / "same.css").write_text("body { margin: 0 }")
        call_command("collectstatic", interactive=False, verbosity=0)
        return StaticFiles().url("one.css").removeprefix("/static/")

    collect.root = root
    return collect


def names(release):
    return {path.name for path in release.root.iterdir()}


def test_two_generations_stay_and_the_third_goes(release):
    first, second = release("first"), release("second")
    assert {first, second, f"{first}.gz"} <= names(release)
    third = release("third")
    assert {second, third} <= names(release)
    assert not {first, f"{first}.gz"} & names(release)


def test_to_collect_the_same_again_begins_no_generation(release):
    first, second = release("first"), release("second")
    release("second")
    release("second")
    assert {first, second} <= names(release)


def test_a_file_that_comes_back_stays(release):
    first = release("first")
    release("second")
    assert release("first") == first
    release("third")
    assert first in names(release)


def test_what_did_not_change_stays(release):
    for words in ("first", "second", "third", "fourth"):
        release(words)
        same = StaticFiles().url("same.css").removeprefix("/static/")
        assert same in names(release)
