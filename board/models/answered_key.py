"""The idempotency keys that were answered, by an event or by a request that changed nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from board.models.refusals import KeyUsedBefore
from board.sql.prepared import prepared

if TYPE_CHECKING:
    from board.models.people.person import Person

KEPT = timedelta(days=7)
MOST = 10_000  # of one person
ANSWERS = """
    SELECT fingerprint, card_id, (data->>'comment')::bigint FROM board_event
    WHERE by_id = %(by)s AND key = %(key)s AND key <> ''
    UNION ALL
    SELECT fingerprint, NULL, NULL FROM board_answeredkey WHERE by_id = %(by)s AND key = %(key)s
"""
KEEP = """
    INSERT INTO board_answeredkey (by_id, key, fingerprint, at)
    VALUES (%(by)s, %(key)s, %(fingerprint)s, %(at)s) ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True)
class FormerAnswer:
    """The result of the first request with a key: the card and comment of its event, if it created
    one.
    """

    fingerprint: str
    card_id: int | None
    comment_id: int | None


class AnsweredKeyQuerySet(models.QuerySet["AnsweredKey"]):
    def to_forget(self, now: datetime) -> "AnsweredKeyQuerySet":
        """Return the keys older than a week, and those beyond the latest 10,000 of one person."""
        numbered = self.annotate(
            nth=Window(RowNumber(), partition_by=F("by"), order_by=F("pk").desc())
        )
        beyond = numbered.filter(nth__gt=MOST).values("pk")
        return self.filter(Q(at__lt=now - KEPT) | Q(pk__in=beyond))


class AnsweredKey(models.Model):
    """The key of a request that was answered and changed nothing, so that no event holds it.

    A retry of it changes nothing either, whatever has happened in between. The table is bounded:
    a sweep each hour deletes what is `to_forget`.
    """

    by = models.ForeignKey("board.Person", models.CASCADE, db_index=False, related_name="+")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = AnsweredKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["by", "key"], name="an_answered_key_is_kept_once_for_a_person"
            )
        ]
        indexes = [models.Index(fields=["at"], name="answered_keys_by_age")]

    def __str__(self) -> str:
        return self.key


def former_answer(by: "Person", key: str, fingerprint: str) -> FormerAnswer | None:
    """Return what this person's request with this key did; raise KeyUsedBefore if it differed."""
    with prepared() as cursor:
        cursor.execute(ANSWERS, {"by": by.pk, "key": key})
        answers = [FormerAnswer(*row) for row in cursor.fetchall()]
    for answer in answers:
        if answer.fingerprint == fingerprint:
            return answer
    if answers:
        raise KeyUsedBefore
    return None


def keep(by: "Person", key: str, fingerprint: str, at: datetime) -> None:
    """Keep the key of a request that changed nothing; raise KeyUsedBefore if it was just used."""
    facts: dict[str, Any] = {"by": by.pk, "key": key, "fingerprint": fingerprint, "at": at}
    with prepared() as cursor:
        cursor.execute(KEEP, facts)
        if not cursor.rowcount:
            raise KeyUsedBefore
