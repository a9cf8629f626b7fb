"""Alarm clocks: a ring that need not be rings for nothing."""

from celery import shared_task

from flow.flags import looking


@shared_task(ignore_result=True)
def look() -> None:
    """Look after the flags: lost owners, lost removal cards, and what is to be removed."""
    looking.look()


@shared_task(ignore_result=True)
def sweep() -> None:
    """Tell boards what happened to their flags."""
    looking.tell()
