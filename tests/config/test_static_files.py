"""Style sheets and scripts as a production set-up serves them."""

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from config import vendor


@pytest.mark.parametrize("name", vendor.FILES)
def test_a_library_of_the_browser_is_found_where_pages_ask_for_it(name):
    assert finders.find(f"vendor/{name}") == str(settings.BASE_DIR / "node_modules" / name)


@pytest.mark.parametrize(
    "name",
    ["htmx.org/dist/htmx.js", "htmx.org/package.json", "../package.json", ".package-lock.json"],
)
def test_nothing_else_of_node_modules_is_served(name):
    assert finders.find(f"vendor/{name}") is None


def test_collected_files_bear_their_content_in_their_name_and_miss_no_other(settings, tmp_path):
    """The manifest storage follows every reference in the style sheets and fails on a missing one."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    url = staticfiles_storage.url("vendor/htmx.org/dist/htmx.min.js")
    assert url.startswith("/static/vendor/htmx.org/dist/htmx.min.")
    assert (tmp_path / url.removeprefix("/static/")).is_file()
