"""The environment is read strictly: what is unknown, wrong or missing stops the start."""

import re
import subprocess
import sys

import pytest
from django.conf import settings

from config import environment
from config.addresses import storage

REAL = {
    "DATABASE_URL": "postgresql://sluice@db.example/sluice",
    "BROKER_URL": "redis://broker.example/0",
    "EMAIL_URL": "smtp://mail.example",
    "ALLOWED_HOSTS": "sluice.example",
    "SECRET_KEY": "k" * 50,
}


def test_an_empty_environment_is_enough():
    values = environment.read({})
    assert values["DATABASE_URL"] is None
    assert (values["SIGNUP"], values["BOARDS_BY"], values["PORT"]) == ("invitation", "anyone", 8000)


def test_values_are_read_as_what_they_mean():
    values = environment.read(REAL | {"PORT": "8123", "TRUSTED_PROXIES": "10.0.0.0/8, 127.0.0.1"})
    assert environment.read({"DEBUG": "yes"})["DEBUG"] is True
    assert values["PORT"] == 8123
    assert values["TRUSTED_PROXIES"] == ["10.0.0.0/8", "127.0.0.1"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://db.example/sluice"),
        ("BROKER_URL", "kafka://broker.example"),
        ("CACHE_URL", "memcached://cache.example"),
        ("EMAIL_URL", "mail.example"),
        ("SECRET_KEY", "short"),
        ("TRUSTED_PROXIES", "everybody"),
        ("HTTPS", "perhaps"),
        ("SIGNUP", "closed"),
        ("BOARDS_BY", "me"),
        ("PORT", "99999"),
        ("DEBUG", "a bit"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "sluice.example, *"),
        ("HSTS_SECONDS", "a year"),
        ("HSTS_SECONDS", "-1"),
        ("API_RATE", "often"),
        ("API_RATE", "50/0"),
        ("API_RATE", "9999999999"),
    ],
)
def test_a_wrong_value_is_named(name, value):
    with pytest.raises(environment.WrongEnvironment, match=rf"^{name} is wrong: .+\.$"):
        environment.read(REAL | {name: value})


@pytest.mark.parametrize(
    "url",
    [
        "smtps://mail.example",  # which some read as TLS from the first byte, others as STARTTLS
        "smtp+tls://",
        "smtp+tls://mail.example:many",
        "smtp+tls://mail.example:0",
        "smtp+tls://harbour@mail.example",
        "smtp+tls://harbour:p#ss@mail.example",
        "smtp+tls://harbour:p/ss@mail.example",
        "smtp+tls://harbour:p?ss@mail.example",
        "smtp+tls://harbour:p%C3%A4ss@mail.example",
        "smtp+tls://mail.example/?timeout=5",
    ],
)
def test_a_mail_server_that_would_be_misread_is_refused_without_showing_its_password(url):
    with pytest.raises(environment.WrongEnvironment, match="^EMAIL_URL is wrong: ") as refused:
        environment.read(REAL | {"EMAIL_URL": url})
    assert "ss@" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "smtp://127.0.0.1",
        "smtp://[::1]:2525",
        "smtp+tls://harbour%40example.org:p%40ss%2F%23@mail.example:587",
        "smtp+ssl://harbour:p@ss@mail.example/",
        "filemail:///var/mail",
        "consolemail://",
    ],
)
def test_each_form_of_a_mail_server_is_known(url):
    assert environment.read(REAL | {"EMAIL_URL": url})["EMAIL_URL"] == url


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("SLUICE_SIGNUP", "SIGNUP"),
        ("DATABASE_URI", "DATABASE_URL"),
        ("ALLOWED_HOST", "ALLOWED_HOSTS"),
        ("SIGNUPS", "SIGNUP"),
    ],
)
def test_a_slip_of_the_pen_is_told_what_was_meant(slip, meant):
    with pytest.raises(environment.WrongEnvironment, match=f"^{slip} is not .+; {meant} is.$"):
        environment.read({slip: "anything"})


def test_a_variable_with_our_prefix_that_means_nothing_is_named():
    with pytest.raises(environment.WrongEnvironment, match="SLUICE_COLOUR is not a variable"):
        environment.read({"SLUICE_COLOUR": "green"})


def test_the_variables_of_other_programs_are_left_alone():
    environment.read({"SHELL": "sh", "PORTS": "1", "DEBUGGER": "x", "XDG_CACHE_HOME": "y"})


@pytest.mark.parametrize("name", REAL)
def test_services_of_ones_own_need_all_that_belongs_to_them(name):
    with pytest.raises(environment.WrongEnvironment, match=f"^{name} is missing: "):
        environment.read({key: value for key, value in REAL.items() if key != name})


def test_a_broker_that_cannot_cache_needs_a_cache_beside_it():
    with pytest.raises(environment.WrongEnvironment, match="^CACHE_URL is missing: "):
        environment.read(REAL | {"BROKER_URL": "amqp://guest@broker.example//"})


def test_error_pages_for_developers_stop_the_start_of_a_production_set_up():
    with pytest.raises(environment.WrongEnvironment, match="^DEBUG is true: "):
        environment.read(REAL | {"DEBUG": "true"})


@pytest.mark.parametrize(
    ("said", "meant"), [("50/500", (50, 500)), ("20", (20, 200)), ("none", (0, 0))]
)
def test_a_rate_is_requests_a_second_and_at_once(said, meant):
    assert environment.read({"API_RATE": said})["API_RATE"] == meant


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(environment.WrongEnvironment, match="PORT.+SIGNUP|SIGNUP.+PORT"):
        environment.read({"PORT": "none", "SIGNUP": "none"})


def test_a_wrong_environment_stops_every_command_with_one_sentence():
    ended = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env={"SIGNUP": "everyone"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr == ("Sluice cannot start. SIGNUP is wrong: say invitation or open.\n")


def test_the_docs_list_every_variable_with_its_meaning_and_default():
    page = (settings.BASE_DIR / "docs/configuration.md").read_text()
    table = re.findall(r"^\| `([A-Z_]+)` \| (.+) \| (.*) \|$", page, re.MULTILINE)
    assert table == [
        (name, variable.meaning, shown(variable.default))
        for name, variable in environment.VARIABLES.items()
    ]


def shown(default):
    """A default as the page writes it: in the letters that the environment would hold."""
    text = str(default).lower() if isinstance(default, bool) else str(default or "")
    return f"`{text}`" if text and default != () else ""


@pytest.mark.parametrize(
    "url",
    [
        *("x", "file:///var", "s3://bucket", "s3://KEY@host/files", "s3://:b@host/files"),
        *("s3://a:b@host", "s3://a:b@host/Files", "s3://a:b@host/a/b", "s3://a:b@host:x/files"),
        *("s3://a:b@host:99999/files", "https://a:b@host/files"),
    ],
)
def test_a_place_for_files_that_would_be_misread_is_refused_without_showing_its_secret(url):
    with pytest.raises(environment.WrongEnvironment, match="^STORAGE_URL is wrong: ") as refused:
        environment.read(REAL | {"STORAGE_URL": url})
    assert "a:b" not in str(refused.value)


def test_a_place_for_files_says_server_bucket_and_region():
    url = "s3://KEY:a%2Fb@files.example.org:9000/sluice?region=eu-1"
    said = storage(environment.read(REAL | {"STORAGE_URL": url})["STORAGE_URL"])["OPTIONS"]
    assert (said["access_key"], said["secret_key"]) == ("KEY", "a/b")
    assert said["endpoint_url"] == "https://files.example.org:9000"
    assert (said["bucket_name"], said["region_name"]) == ("sluice", "eu-1")
    assert storage("s3+http://a:b@host/files")["OPTIONS"]["endpoint_url"] == "http://host"
