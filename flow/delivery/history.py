"""Learn the log of git from a stream, all or nothing."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from flow.delivery.applying import learn
from flow.delivery.facts import ToldFacts
from flow.delivery.gitlog import changes_in, in_parts, text_of
from flow.delivery.models import Repository

PART = 8 * 1024 * 1024  # bytes of a log that are learned together


def learn_log(repository: Repository, blocks: Iterable[bytes]) -> int:
    """How many changes there were. Raises NotUnderstood for what is no log."""
    told = 0
    with transaction.atomic():
        held = Repository.objects.select_for_update(no_key=True).get(pk=repository.pk)
        for part in in_parts(blocks, size=PART):
            changes = list(changes_in(text_of(part).split("\n")))
            told += len(changes)
            learn(held, [ToldFacts(changes=changes)], received_at=timezone.now())
    return told
