from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import F, Q

from flow.metrics.models.parts import about

AGES_LEFT = """
    SELECT place - 1, age, sum(cards)::int
    FROM (SELECT left_at_age, count(*) AS cards FROM ({exits}) AS passage GROUP BY 1) AS alike,
        unnest(left_at_age) WITH ORDINALITY AS exit (age, place)
    WHERE age IS NOT NULL GROUP BY place, age
"""
ENDS = Q(finished_on=None) | Q(abandoned_on=None)


class PassageQuerySet(models.QuerySet["Passage"]):
    def finished(self, first: date, last: date) -> "PassageQuerySet":
        """Return the passages that finished from the first day to the last, both included."""
        return self.filter(finished_on__range=(first, last))

    def in_progress(self) -> "PassageQuerySet":
        return self.filter(finished_on=None, abandoned_on=None)

    def in_progress_within(self, first: date, last: date) -> "PassageQuerySet":
        """Return the passages that were in progress at the end of any of these days."""
        not_finished = Q(finished_on=None) | Q(finished_on__gt=first)
        not_abandoned = Q(abandoned_on=None) | Q(abandoned_on__gt=first)
        return self.filter(not_finished, not_abandoned, started_on__lte=last)

    def latest_first(self) -> "PassageQuerySet":
        """Return the passages with the last finish first, with their cards."""
        return self.order_by("-finished_on", "-finished_at", "-card_id").select_related("card")

    def ages_left(self) -> list[tuple[int, int, int]]:
        """For each column in progress, by its place from 0 on, the ages at which cards left it for
        the last time, and how many cards."""
        exits, values = self.order_by().values("left_at_age").query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(AGES_LEFT.format(exits=exits), values)
            return cursor.fetchall()


class Passage(models.Model):
    """A card's way from the commitment point to done, or until it was abandoned.

    It follows from the stays and blocks of the card by `flow.metrics.definitions`, under today's
    columns and calendar of the board. Days are those of the board's zone; the service class and
    lane are today's.
    """

    board = about("board.Board")
    card = about("board.Card", related_name="passages")
    nth = models.PositiveSmallIntegerField()  # of its card, from 1 on
    service_class = about("board.ServiceClass")
    lane = about("board.Lane")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    abandoned_at = models.DateTimeField(null=True)
    started_on = models.DateField()
    finished_on = models.DateField(null=True)
    abandoned_on = models.DateField(null=True)
    days = models.PositiveIntegerField(null=True)  # cycle time
    blocked_for = models.DurationField(null=True)  # up to its end; None while it goes on
    waited_for = models.DurationField(null=True)
    idle_for = models.DurationField(null=True)  # blocked, waiting or both
    # For each column from the commitment point on, since which day the card counts there.
    settled = ArrayField(models.DateField(null=True))
    # For each column in progress, the age in days on which the card left it for the last time.
    left_at_age = ArrayField(models.PositiveIntegerField(null=True))
    days_before = (
        models.PositiveIntegerField()
    )  # how many days of the calendar its start had before it

    objects = PassageQuerySet.as_manager()

    class Meta:
        ordering = ["card_id", "nth"]
        constraints = [
            models.UniqueConstraint(
                fields=["card", "nth"], name="the_passages_of_a_card_are_numbered"
            ),
            models.UniqueConstraint(
                fields=["card"],
                condition=Q(finished_on=None, abandoned_on=None),
                name="a_card_is_in_progress_once",
            ),
            models.CheckConstraint(condition=ENDS, name="what_is_finished_was_not_abandoned"),
            models.CheckConstraint(
                condition=Q(finished_on=None) | Q(finished_on__gte=F("started_on"), days__gte=1),
                name="nothing_is_finished_before_it_started",
            ),
        ]
        indexes = [
            models.Index(
                fields=["board", "finished_on"],
                include=["days"],
                condition=Q(finished_on__isnull=False),
                name="passages_by_their_finish",
            ),
            models.Index(fields=["board", "started_on"], name="passages_by_their_start"),
            models.Index(
                fields=["board"],
                condition=Q(finished_on=None, abandoned_on=None),
                name="passages_that_go_on",
            ),
        ]

    def __str__(self) -> str:
        return f"passage {self.nth} of card {self.card_id}"
