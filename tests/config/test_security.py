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


START = (
    "import logging; heard = []; handler = logging.Handler();"
    "handler.emit = lambda record: heard.append(record.getMessage());"
    "logging.getLogger('sluice.start').addHandler(handler);"
    "from config import wsgi; print(json.dumps(heard))"
)


def test_web_says_at_its_start_that_no_proxy_is_trusted():
    [said] = in_production(START)
    assert said.startswith("TRUSTED_PROXIES is empty: ")
    assert "redirected to itself for ever" in said
    assert in_production(START, TRUSTED_PROXIES="127.0.0.1") == []


def test_the_cookies_of_production_travel_over_https_only():
    names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "EMBEDDED"]
    code = f"from django.conf import settings as s; print(json.dumps([getattr(s, n) for n in {names}]))"
    assert in_production(code) == [True, True, True, False]


def test_browsers_insist_on_https_for_as_long_as_was_said():
    sent = in_production(HSTS)
    assert sent == "max-age=31536000; includeSubDomains; preload"
    assert in_production(HSTS, HSTS_SECONDS="600", HSTS_SUBDOMAINS="false") == "max-age=600"
    assert in_production(HSTS, HSTS_SECONDS="0") is None


HSTS = (
    "from django.test import Client; answer = Client().get('/healthz', secure=True,"
    " headers={'Host': 'sluice.example'});"
    "print(json.dumps(answer.headers.get('Strict-Transport-Security')))"
)


@pytest.mark.parametrize("path", ["/healthz", "/accounts/login/", "/nothing", "/static/x.css"])
def test_every_answer_carries_the_headers_of_all(client, db, path):
    answer = client.get(path)
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_a_static_file_carries_them_too(tmp_path):
    """Served by WhiteNoise, which no page's middleware sees."""
    (tmp_path / "a.css").write_text("a{}")
    code = (
        f"from pathlib import Path; settings.STATIC_ROOT = {str(tmp_path)!r};"
        "from django.test import Client; answer = Client().get('/static/a.css', secure=True,"
        " headers={'Host': 'sluice.example'});"
        "print(json.dumps([answer.status_code, dict(answer.headers)]))"
    )
    status, headers = in_production(code)
    assert status == 200
    assert headers["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "no-store" not in headers["Cache-Control"]


def test_no_page_of_somebody_is_stored(board, ada, card_in, build, browser_of):
    card_in(build)
    browser = browser_of(ada)
    for page in ("/", "/boards/SLU/", "/boards/SLU/cards/1/", "/boards/SLU/settings/", "/you/"):
        assert "no-store" in browser.get(page)["Cache-Control"]


def test_what_is_polled_is_asked_again_and_answered_304(board, ada, browser_of):
    browser = browser_of(ada)
    first = browser.get("/boards/SLU/version/")
    assert first["Cache-Control"] == "private, no-cache"
    again = browser.get("/boards/SLU/version/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again["Cache-Control"]) == (304, "private, no-cache")


@pytest.mark.parametrize("address", ["/api/v1/boards", "/api/v1/openapi.json", "/boards/SLU/"])
@pytest.mark.parametrize("method", ["OPTIONS", "GET", "POST"])
def test_a_page_of_another_site_may_read_nothing(client, board, address, method):
    """Only the flags that programs ask for and the stream may be asked from elsewhere."""
    asked = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, content-type",
    }
    answer = client.generic(method, address, headers=asked)
    assert not [name for name in answer.headers if name.lower().startswith("access-control-")]
