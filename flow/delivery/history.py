"""Learn the log of git from a stream, all or nothing."""

from collections.abc import Iterable

from django.db import transaction

from flow.delivery.gitlog import changes_in, in_parts, text_of
from flow.delivery.learn import learn_history
from flow.delivery.models import Repository


def learn_log(repository: Repository, blocks: Iterable[bytes]) -> int:
    """How many changes there were. Raises NotUnderstood for what is no log."""
    with transaction.atomic():
        held = Repository.objects.select_for_update(no_key=True).get(pk=repository.pk)
        parts = (list(changes_in(text_of(part).split("\n"))) for part in in_parts(blocks))
        return learn_history(held, parts)
