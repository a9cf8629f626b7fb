from celery import shared_task
from django.utils import timezone

from board import orphaned_files
from board.deletion import forget
from board.each_apart import each_apart
from board.models import (
    AnsweredKey,
    AuditEntry,
    Board,
    Card,
    CardLink,
    ChecklistItem,
    Person,
    Recurrence,
)
from board.models.card.archive import REGRET
from board.models.card.waits import settle


@shared_task(ignore_result=True)
def wipe_deleted_cards() -> None:
    """Forget the words of cards that were deleted a day ago."""
    each_apart(Card.objects.to_wipe(timezone.now() - REGRET).select_related("board"), Card.wipe)


@shared_task(ignore_result=True)
def delete_withdrawn_boards() -> None:
    """Delete what is left of boards that were erased."""
    each_apart(Board.objects.withdrawn(), Board.delete_all)


@shared_task(ignore_result=True, soft_time_limit=100, time_limit=120)
def settle_waits() -> None:
    """End the waits for cards that are finished, where the process that finished them could not."""
    settle(CardLink.objects.unsettled())


@shared_task(ignore_result=True)
def sweep_orphaned_files() -> None:
    """Delete the contents of files that belong to no card: what a process left that died."""
    orphaned_files.sweep(timezone.now())


@shared_task(ignore_result=True, soft_time_limit=100, time_limit=120)
def make_recurring_cards() -> None:
    """Make the recurring cards whose time has come, where their queues have room."""
    due = Recurrence.objects.due(timezone.now()).select_related("board")
    each_apart(due, lambda each: each.board.make_recurring_card(each))


@shared_task(ignore_result=True, soft_time_limit=100, time_limit=120)
def forget_answered_keys() -> None:
    """Delete the keys of requests that changed nothing a week ago, and what is too many of them."""
    forget(AnsweredKey.objects.to_forget(timezone.now()))


@shared_task(ignore_result=True, soft_time_limit=100, time_limit=120)
def forget_removed_lines() -> None:
    """Delete the scenarios and steps that were removed from their cards a day ago."""
    forget(ChecklistItem.objects.to_forget(timezone.now()))


@shared_task(ignore_result=True)
def forget_unproved_accounts() -> None:
    """Forget accounts that somebody asked for and whose address was not proved in time."""
    Person.objects.forget_unproved()


@shared_task(ignore_result=True, soft_time_limit=100, time_limit=120)
def forget_audit_entries() -> None:
    """Delete what is a year old of the audit trail, and what is too much of it."""
    forget(AuditEntry.objects.to_forget(timezone.now()))
