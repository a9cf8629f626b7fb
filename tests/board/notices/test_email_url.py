"""EMAIL_URL: mail goes only through TLS where it says so, and only to who is to be trusted."""

import ssl
import subprocess
from shutil import which
from urllib.parse import quote

import pytest
from aiosmtpd.smtp import AuthResult
from django.core.mail import send_mail
from django.utils import timezone

from board.models import Notice
from board.notices.delivery import deliver_due
from config.addresses import mail
from tests.board.notices.conftest import drips
from tests.patience import eventually
from tests.workers import a_worker

USER, PASSWORD = "harbour@example.org", "p@ss/word:+ 100%#?"
SELF_SIGNED = [
    *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
    *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
    *("-addext", "keyUsage=critical,digitalSignature,keyCertSign"),
]

pytestmark = [
    pytest.mark.skipif(which("openssl") is None, reason="openssl makes the certificate"),
    pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS"),
]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Of localhost, by itself: its files, and the server's part of TLS."""
    folder = tmp_path_factory.mktemp("certificate")
    key, file = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        [*SELF_SIGNED, "-keyout", key, "-out", file], check=True, capture_output=True, timeout=60
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)
    return file, context


@pytest.fixture(params=["smtp+tls", "smtp+ssl"])
def strict(request, mailbox, certificate):
    """The mailbox takes mail by TLS alone, and from Harbour alone: gives the scheme for it."""

    def knows(server, session, envelope, mechanism, said):
        is_harbour = (said.login, said.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=is_harbour, handled=False)

    mailbox.go_away()
    _file, context = certificate
    if request.param == "smtp+tls":
        tls = {"tls_context": context, "require_starttls": True}
    else:
        tls = {"ssl_context": context, "auth_require_tls": False}
    mailbox.come(authenticator=knows, auth_required=True, **tls)
    return request.param


@pytest.fixture
def trusted(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))


@pytest.fixture
def deliver(db, mailbox, settings):
    """Send what is due as settings do for an EMAIL_URL."""

    def by(url):
        for name, value in mail(url).items():
            setattr(settings, name, value)
        settings.DELIVERY_BACKEND = settings.EMAIL_BACKEND
        settings.EMAIL_BACKEND = "board.notices.backend.Outbox"
        Notice.objects.update(due_at=timezone.now())
        return deliver_due(seconds=20)

    return by


def url(scheme, mailbox, password=PASSWORD, host="localhost"):
    return f"{scheme}://{quote(USER, safe='')}:{quote(password, safe='')}@{host}:{mailbox.port}"


def write():
    send_mail("Hello", "How are you?", "sluice@example.org", ["ada@example.org"])
    return Notice.objects.get()


def test_with_the_right_password_mail_goes_through_tls(strict, trusted, mailbox, deliver):
    write()
    assert deliver(url(strict, mailbox)) == 1
    assert [mail["To"] for mail in mailbox.mails] == ["ada@example.org"]


def test_a_real_worker_signs_in_as_its_environment_says(
    transactional_db, strict, certificate, mailbox, tmp_path
):
    env = {"EMAIL_URL": url(strict, mailbox), "SSL_CERT_FILE": str(certificate[0])}
    with a_worker(tmp_path / "worker.log", **env):
        write()
        eventually(lambda: Notice.objects.get().state == "sent")
    assert len(mailbox.mails) == 1


def test_a_wrong_password_is_said_and_waits_to_be_put_right(strict, trusted, mailbox, deliver):
    notice = write()
    assert deliver(url(strict, mailbox, password="wrong")) == 0
    notice.refresh_from_db()
    assert (notice.state, notice.attempts) == ("pending", 1)
    assert notice.answer == "535 5.7.8 Authentication credentials invalid"
    assert deliver(url(strict, mailbox)) == 1


def test_a_server_that_never_ends_its_answer_is_left_in_tls_too(
    strict, trusted, mailbox, deliver, short_life
):
    notice = write()
    mailbox.at_recipient = drips
    assert deliver(url(strict, mailbox)) == 0
    notice.refresh_from_db()
    assert (notice.state, notice.attempts) == ("pending", 1)
    mailbox.at_recipient = None
    assert deliver(url(strict, mailbox)) == 1


def test_no_password_is_said_and_waits_to_be_put_right(strict, trusted, mailbox, deliver):
    notice = write()
    assert deliver(f"{strict}://localhost:{mailbox.port}") == 0
    notice.refresh_from_db()
    assert (notice.state, notice.answer) == ("pending", "530 5.7.0 Authentication required")
    assert deliver(url(strict, mailbox)) == 1


def test_a_certificate_that_nobody_vouches_for_gets_neither_password_nor_mail(
    strict, mailbox, deliver
):
    notice = write()
    assert deliver(url(strict, mailbox)) == 0
    notice.refresh_from_db()
    assert notice.state == "pending"
    assert notice.answer == (
        "The certificate of the mail server is not to be trusted: self-signed certificate."
    )
    assert mailbox.mails == []


def test_a_certificate_of_another_host_gets_neither_password_nor_mail(
    strict, trusted, mailbox, deliver
):
    notice = write()
    assert deliver(url(strict, mailbox, host="127.0.0.1")) == 0
    notice.refresh_from_db()
    assert "not valid for '127.0.0.1'" in notice.answer
    assert mailbox.mails == []


def test_a_server_without_tls_gets_neither_password_nor_mail(mailbox, deliver):
    notice = write()
    assert deliver(url("smtp+tls", mailbox)) == 0
    notice.refresh_from_db()
    assert (notice.state, mailbox.mails) == ("pending", [])
    assert "STARTTLS extension not supported" in notice.answer


@pytest.mark.parametrize(("scheme", "port"), {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}.items())
def test_each_form_has_its_usual_port(scheme, port):
    assert mail(f"{scheme}://mail.example")["EMAIL_PORT"] == port
    assert mail(f"{scheme}://mail.example:2525")["EMAIL_PORT"] == 2525
