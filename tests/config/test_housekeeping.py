"""What has to be cleared away now and then."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from config.celery import app
from config.housekeeping import forget_old_sessions


def test_old_sessions_are_forgotten_and_others_kept(db):
    for key, days in [("old", -1), ("new", 1)]:
        expires = timezone.now() + timedelta(days=days)
        Session.objects.create(session_key=key, session_data="", expire_date=expires)
    forget_old_sessions()
    assert [session.pk for session in Session.objects.all()] == ["new"]


def test_every_task_on_the_schedule_is_one_that_a_worker_knows(settings):
    app.loader.import_default_modules()
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        assert entry["task"] in app.tasks
