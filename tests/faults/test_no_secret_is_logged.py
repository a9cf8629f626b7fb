"""Every credential is sent to real processes, and none of them stands in what these print."""

import re
from urllib.parse import urlencode, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from board.live import tickets
from board.models import Invitation, Notice
from config.signin_link import SigninLink
from flow.alerts import unsubscribe_link
from tests.patience import eventually
from tests.processes import procfile_process


@pytest.fixture
def live(transactional_db, tmp_path):
    with procfile_process("live", tmp_path / "live.log") as started:
        yield started


@pytest.fixture
def reset_link(settings, ada):
    """What a mail says to somebody who forgot the password."""
    settings.EMAIL_BACKEND = "board.notices.backend.Outbox"
    Client().post(reverse("account_reset_password"), {"email": ada.email})
    return urlsplit(re.search(r"http\S+", Notice.objects.get().text)[0]).path


@pytest.fixture
def secret_addresses(board, ada, reset_link):
    return [
        reverse("invitation", args=[Invitation.issue(board, by=ada)]),
        reset_link,
        SigninLink.path_for(ada),
        urlsplit(unsubscribe_link.link_for(board.pk, ada.pk)).path,
    ]


def secrets_in(address):
    return [part for part in re.split(r"[/:]", address) if len(part) > 15]


def test_no_process_prints_a_credential(web, live, secret_addresses, token, board, ada):
    form = urlencode({"login": ada.email, "password": "the secret pass phrase"})
    asked_as = {"Content_Type": "application/x-www-form-urlencoded"}
    for address in secret_addresses:
        web.ask("GET", address)
        web.ask("POST", address, form, **asked_as)
        web.ask("GET", f"{address}more")
    web.ask("POST", reverse("account_login"), form, **asked_as)
    ticket = tickets.issue(board.pk, ada.pk)
    for url in ("/live/", f"/live/?ticket={ticket}"):
        live.ask("GET", url, Authorization=f"Ticket {ticket}")
    session = Client()
    session.force_login(ada)
    cookie = session.cookies["sessionid"].value
    web.ask("GET", "/boards/SLU/", Cookie=f"sessionid={cookie}", Authorization=f"Bearer {token}")
    web.ask("GET", "/api/v1/boards/SLU", Authorization=f"Bearer {token}")
    eventually(lambda: "GET /api/v1/boards/SLU" in web.log.read_text())
    printed = web.log.read_text() + live.log.read_text()
    parts = [part for address in secret_addresses for part in secrets_in(address)]
    assert len(parts) > len(secret_addresses) - 1
    for secret in (*parts, "secret+pass", "secret pass", ticket, cookie, token):
        assert secret not in printed
