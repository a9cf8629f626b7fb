"""What is over is deleted by night: mail that went out, and the pictures that nothing shows."""

import threading
from datetime import timedelta
from email.mime.image import MIMEImage

import pytest
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import connection, transaction
from django.utils import timezone

from board.models import Illustration, Notice
from board.models.notice import KEPT
from board.notices.tasks import forget

LONG_AGO = KEPT + timedelta(days=1)


@pytest.fixture(autouse=True)
def outbox(settings, monkeypatch):
    settings.EMAIL_BACKEND = "board.notices.backend.Outbox"
    monkeypatch.setattr("board.notices.tasks.deliver.apply_async", lambda **_: None)


def write(to="ada@example.org"):
    send_mail("Hello", "How are you?", "sluice@example.org", [to])
    return Notice.objects.get(to=to)


def show(picture="chart@sluice"):
    """A mail that shows a picture."""
    mail = EmailMultiAlternatives("Hello", "plain", "s@example.org", ["ada@example.org"])
    mail.attach_alternative(f'<img src="cid:{picture}" alt="a chart">', "text/html")
    image = MIMEImage(b"\x89PNG of a chart", "png")
    image.add_header("Content-ID", f"<{picture}>")
    mail.attach(image)
    mail.send()
    return Notice.objects.first()


def age(notice):
    Notice.objects.filter(pk=notice.pk).update(made_at=timezone.now() - LONG_AGO)


def pictures():
    return sorted(Illustration.objects.values_list("name", flat=True))


def test_old_mail_is_forgotten_once_it_has_gone_out_or_was_given_up(db):
    old = [write(f"{name}@example.org") for name in ("sent", "refused", "waiting")]
    write("new@example.org").was_sent()
    old[0].was_sent(), old[1].was_refused("550 no such person")
    for notice in old:
        age(notice)
    forget()
    left = Notice.objects.values_list("to", flat=True)
    assert sorted(left) == ["new@example.org", "waiting@example.org"]


def test_a_picture_goes_with_the_last_mail_that_shows_it(db):
    first, second = show(), show()
    show("other@sluice")
    for notice in (first, second):
        notice.was_sent()
    age(first)
    forget()
    assert pictures() == ["chart@sluice", "other@sluice"]
    age(second)
    forget()
    assert pictures() == ["other@sluice"]


def test_more_than_a_batch_is_forgotten_in_one_night(db, monkeypatch):
    monkeypatch.setattr("board.deletion.A_BATCH", 2)
    for number in range(5):
        notice = write(f"person{number}@example.org")
        notice.was_sent(), age(notice)
    forget()
    assert not Notice.objects.exists()


def test_a_night_ends_and_leaves_the_rest_to_the_next(db, monkeypatch):
    notice = write()
    notice.was_sent(), age(notice)
    monkeypatch.setattr("board.deletion.A_NIGHT", 0)
    forget()
    assert Notice.objects.exists()


def test_mail_that_somebody_tries_again_at_this_moment_is_not_forgotten(transactional_db):
    notice = write()
    notice.was_refused("550 no such person"), age(notice)
    held, is_forgotten = threading.Event(), threading.Event()

    def try_again():
        try:
            with transaction.atomic():
                notice.try_again()
                held.set()
                is_forgotten.wait(30)
        finally:
            connection.close()

    person = threading.Thread(target=try_again)
    person.start()
    assert held.wait(30)
    forget()
    is_forgotten.set()
    person.join(30)
    assert Notice.objects.get().state == "pending"


def test_a_picture_that_a_mail_is_about_to_show_again_is_not_forgotten(transactional_db):
    old = show()
    old.was_sent(), age(old)
    shown, is_forgotten = threading.Event(), threading.Event()

    def show_again():
        try:
            with transaction.atomic():
                show()
                shown.set()
                is_forgotten.wait(30)
        finally:
            connection.close()

    writer = threading.Thread(target=show_again)
    writer.start()
    assert shown.wait(30)
    forget()
    is_forgotten.set()
    writer.join(30)
    [left] = Notice.objects.all()
    assert left != old
    assert [each.name for each in left.illustrations.all()] == ["chart@sluice"]
