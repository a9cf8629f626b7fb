"""What leaves the house: strict by policy, and stricter in production."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

PRODUCTION = {
    "DATABASE_URL": "postgresql://sluice@127.0.0.1:1/sluice",
    "BROKER_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp://127.0.0.1:1",
    "ALLOWED_HOSTS": "sluice.example",
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLM",
}


def in_production(code: str, **environment: str):
    """What a fresh process in a production set-up prints as JSON."""
    program = (
        "import django, json; from django.conf import settings; django.setup();"
        "settings.STORAGES['staticfiles']['BACKEND'] = "  # nothing need be collected first
        "'django.contrib.staticfiles.storage.StaticFilesStorage';"
        f"{code}"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings"}
        | PRODUCTION
        | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return json.loads(ended.stdout.splitlines()[-1])


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere(client):
    policy = client.get("/healthz")["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == "'self'"
    assert "unsafe" not in policy
    assert "*" not in policy


def test_no_page_may_be_framed_or_sniffed(client):
    answer = client.get("/healthz")
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


def test_production_never_imports_the_embedded_servers():
    code = (
        "import sys; from django.conf import settings; settings.DEBUG;"
        "print(json.dumps([m for m in sys.modules if 'embedded' in m or 'pgserver' in m]))"
    )
    assert in_production(code) == []


ASK = (
    "from django.test import Client; answer = Client().get({path!r}, headers={{'Host': {host!r}}},"
    " REMOTE_ADDR='10.0.0.9', HTTP_X_FORWARDED_FOR='192.0.2.1', HTTP_X_FORWARDED_PROTO='https');"
    "print(json.dumps([answer.status_code, dict(answer.headers)]))"
)


def test_production_sends_plain_http_to_https():
    status, headers = in_production(ASK.format(path="/accounts/login/", host="sluice.example"))
    assert (status, headers["Location"]) == (301, "https://sluice.example/accounts/login/")


def test_a_health_check_is_answered_over_plain_http():
    status, _ = in_production(ASK.format(path="/healthz", host="sluice.example"))
    assert status == 200


def test_a_host_that_is_not_ours_is_refused():
    status, _ = in_production(ASK.format(path="/healthz", host="evil.example"))
    assert status == 400


@pytest.mark.parametrize(("trusted", "scheme"), [("", "http"), ("10.0.0.0/8", "https")])
def test_proxy_headers_are_believed_from_named_proxies_only(trusted, scheme):
    code = (
        "from config import wsgi; "
        "from django.test import RequestFactory; environ = RequestFactory()._base_environ("
        "REMOTE_ADDR='10.0.0.9', HTTP_HOST='sluice.example', PATH_INFO='/healthz',"
        "HTTP_X_FORWARDED_FOR='192.0.2.1', HTTP_X_FORWARDED_PROTO='https');"
        "wsgi.application(environ, lambda *_: None);"
        "print(json.dumps([environ['wsgi.url_scheme'], environ['REMOTE_ADDR']]))"
    )
    told = in_production(code, TRUSTED_PROXIES=trusted)
    assert told == [scheme, "192.0.2.1" if trusted else "10.0.0.9"]


def test_the_cookies_of_production_travel_over_https_only():
    names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "EMBEDDED"]
    code = f"from django.conf import settings as s; print(json.dumps([getattr(s, n) for n in {names}]))"
    assert in_production(code) == [True, True, True, False]
