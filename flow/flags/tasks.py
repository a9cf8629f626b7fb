"""Alarm clocks: a ring that need not be rings for nothing."""

from celery import shared_task

from flow.flags import board_news, daily_look


@shared_task(ignore_result=True)
def look() -> None:
    """Look after the flags: lost owners, lost removal cards, and what is to be removed."""
    daily_look.look()


@shared_task(ignore_result=True)
def sweep() -> None:
    """Make events of what happened to flags, on their boards."""
    board_news.record_entries()
