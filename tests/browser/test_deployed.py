"""The files of deploy/ make a site: sign-in, a drag, the stream and the link of a mail, behind nginx."""

import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import expect

from board.models import Board, Person
from config.environment import VARIABLES
from tests import deployed
from tests.cast import COLUMNS
from tests.patience import eventually

PASSWORD = "a long word for the harbour"


@pytest.fixture
def site(tmp_path, transactional_db):
    if not deployed.NGINX:
        pytest.skip("there is no nginx on this machine")
    name = connection.settings_dict["NAME"]
    database = urlsplit(settings.DATABASE_URL)._replace(path=f"/{name}").geturl()
    site = deployed.Site(tmp_path / "site", database, settings.BROKER_URL, settings.CACHE_URL)
    site.manage("migrate", "--check")
    site.manage("collectstatic", "--no-input")
    site.manage(
        *("createsuperuser", "--no-input", "--email", "ada@example.org"),
        DJANGO_SUPERUSER_PASSWORD=PASSWORD,
    )
    site.start()
    yield site
    site.stop()


@pytest.fixture
def open_window(browser, site):
    """A window of a browser of its own, which takes the certificate that nobody vouches for."""
    contexts = []

    def window():
        contexts.append(browser.new_context(ignore_https_errors=True, base_url=site.url))
        page = contexts[-1].new_page()
        page.set_default_timeout(30_000)
        return page

    yield window
    for context in contexts:
        context.close()


def sign_in(page) -> None:
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill("ada@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button.button--primary").click()
    page.wait_for_url("**/")


def test_a_site_made_of_these_files_works(site, open_window):
    ada = Person.objects.get(email="ada@example.org")
    board = Board.make("Harbour", key="SLU", by=ada, columns=COLUMNS)
    build, review = (board.columns.get(name=name) for name in ("Build", "Review"))
    card = board.create_card("Dredge the basin", column=build, by=ada)

    hand, other = open_window(), open_window()
    for page in (hand, other):
        sign_in(page)
        page.goto("/boards/SLU/")
        expect(page.locator("#live-state")).to_have_text("Live", timeout=30_000)

    held = hand.locator(f"#card-{card.number}").bounding_box()
    goal = hand.locator(f"#column-{review.pk} .cards").first.bounding_box()
    hand.mouse.move(held["x"] + held["width"] / 2, held["y"] + held["height"] / 2)
    hand.mouse.down()
    hand.mouse.move(held["x"] + held["width"] / 2 + 12, held["y"] + 12, steps=4)
    hand.mouse.move(goal["x"] + goal["width"] / 2, goal["y"] + goal["height"] - 8, steps=12)
    hand.mouse.up()
    expect(hand.locator(f"#column-{review.pk} #card-{card.number}")).to_be_visible()
    expect(other.locator(f"#column-{review.pk} #card-{card.number}")).to_be_visible(timeout=30_000)

    stranger = open_window()
    stranger.goto("/accounts/password/reset/")
    stranger.locator("[name=email]").fill("ada@example.org")
    stranger.locator("main form button").first.click()
    link = eventually(lambda: re.search(rf"{site.url}/accounts/\S+", site.letters()), 120)[0]
    stranger.goto(link)
    expect(stranger.get_by_role("heading", level=1)).to_be_visible()
    assert stranger.locator("input[type=password]").count() >= 1

    secret = link.rstrip("/").rpartition("/")[2]
    assert secret not in site.logs()


def test_plain_http_leads_to_https_and_stays_there(site):
    assert site.get("/accounts/login/") == 200  # and is not redirected to itself for ever
    assert site.get("/metrics") == 404


def test_every_variable_of_the_sample_is_one_of_sluice():
    assert deployed.variables().keys() <= VARIABLES.keys()


def test_the_units_run_what_the_procfile_runs():
    """Word by word, on the ports that nginx asks."""
    ports = {"$PORT": "8000", "$LIVE_PORT": "8001", "$FLAGS_PORT": "8002"}
    for line in (settings.BASE_DIR / "Procfile").read_text().splitlines():
        name, _, words = line.partition(": ")
        program, *rest = deployed.command(name)
        assert program.startswith("/opt/sluice/.venv/bin/")
        theirs = [ports.get(word, word) for word in words.split()]
        assert [program.rpartition("/")[2], *rest] == theirs
