"""Whoever signed in with the last release stays signed in after an upgrade."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.core import signing
from django.utils import timezone

# What a session said of who recognised its person, release by release: the last is the newest.
RELEASES = ["allauth.account.auth_backends.AuthenticationBackend", "board.recognition.Backend"]


@pytest.fixture
def session_of(ada):
    """A session as a release wrote it: literally, since to write it by today's code proves nothing."""

    def kept(backend):
        said = {
            "account_authentication_methods": [{"method": "password", "at": 1764000000.0}],
            "_auth_user_id": str(ada.pk),
            "_auth_user_backend": backend,
            "_auth_user_hash": ada.get_session_auth_hash(),
        }
        data = signing.dumps(
            said,
            compress=True,
            salt="django.contrib.sessions.SessionStore",
            serializer=signing.JSONSerializer,
        )
        key = "k" * 32
        until = timezone.now() + timedelta(days=1)
        Session.objects.create(session_key=key, session_data=data, expire_date=until)
        return key

    return kept


@pytest.mark.parametrize("backend", RELEASES)
def test_a_session_of_a_release_still_signs_in(client, session_of, ada, backend):
    client.cookies["sessionid"] = session_of(backend)
    assert client.get("/").status_code == 200
    assert get_user(client) == ada


def test_the_backend_that_sessions_are_written_with_is_known_to_this_test():
    assert settings.AUTHENTICATION_BACKENDS[0] == RELEASES[-1]
