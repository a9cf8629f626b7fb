"""Alarm clocks: a ring that need not be rings for nothing."""

from celery import shared_task

from flow.experiments import mail, observer


@shared_task(ignore_result=True)
def observe() -> None:
    """Observe what runs with a metric that Sluice knows."""
    observer.observe_running()


@shared_task(ignore_result=True)
def notify_owners() -> None:
    """Notify owners that the time of their experiments has ended."""
    mail.mail_ended()
