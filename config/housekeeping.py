"""The rows and files to delete now and then."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def forget_old_sessions() -> None:
    """Sessions whose time is up; nobody can use them any more."""
    call_command("clearsessions")
