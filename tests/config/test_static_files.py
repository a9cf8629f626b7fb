"""Style sheets and scripts as a production set-up serves them."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from config import vega, vendor


@pytest.mark.parametrize("name", vendor.FILES)
def test_a_library_of_the_browser_is_found_where_pages_ask_for_it(name):
    assert finders.find(f"vendor/{name}") == str(settings.BASE_DIR / "node_modules" / name)


@pytest.mark.parametrize(
    "name",
    ["htmx.org/dist/htmx.js", "htmx.org/package.json", "../package.json", ".package-lock.json"],
)
def test_nothing_else_of_node_modules_is_served(name):
    assert finders.find(f"vendor/{name}") is None


def test_the_library_of_the_charts_is_made_where_it_is_first_asked_for(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    made = vega.VegaBundle().find("vendor/vega-embed.js")
    assert made.startswith(str(tmp_path))
    text = Path(made).read_text()
    assert text.startswith("/* Vega")
    assert "vegaEmbed" in text[-100:]


def test_nothing_else_is_found_beside_it():
    assert vega.VegaBundle().find("vendor/vega.js") == []


def test_collected_files_bear_their_content_in_their_name_and_miss_no_other(settings, tmp_path):
    """The manifest storage follows every reference in the style sheets and fails on a missing one."""
    settings.STATIC_ROOT = tmp_path
    ours = {"staticfiles": {"BACKEND": "config.static_files.StaticFiles"}}
    settings.STORAGES = settings.STORAGES | ours
    call_command("collectstatic", interactive=False, verbosity=0)
    url = staticfiles_storage.url("vendor/htmx.org/dist/htmx.min.js")
    assert url.startswith("/static/vendor/htmx.org/dist/htmx.min.")
    assert (tmp_path / url.removeprefix("/static/")).is_file()
    assert staticfiles_storage.url("vendor/vega-embed.js").startswith("/static/vendor/vega-embed.")
