from django.db import models

from flow.metrics.models.parts import about


class Delta(models.Model):
    """The change of a day in one line of the cumulative flow diagram, by class and lane.

    `joined` and `gone` cards: their difference, summed up to a day, is the line on that day. So WIP
    is the line of the commitment point less that of the first done column, what joined the one has
    arrived, what left it was abandoned, and what joined the other is throughput. `days_before` is
    the sum of that of the passages (with the sign of joining and going), from which total age
    follows. `restated` is one more where a restated time begins, one less where it ends; it is
    kept at the first done column.
    """

    board = about("board.Board")
    day = models.DateField()
    column = about("board.Column")
    service_class = about("board.ServiceClass")
    lane = about("board.Lane")
    joined = models.IntegerField(default=0)
    gone = models.IntegerField(default=0)
    days_before = models.BigIntegerField(default=0)
    restated = models.IntegerField(default=0)

    class Meta:
        ordering = ["board_id", "day", "column_id", "service_class_id", "lane_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "column", "service_class", "lane", "day"],
                name="a_day_is_summed_once_in_each_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: +{self.joined} -{self.gone} at {self.column_id}"
