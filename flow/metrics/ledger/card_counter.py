"""From what cards have been through to the rows that flow keeps of them."""

from collections.abc import Sequence
from datetime import date, datetime

from board.calendar import Calendar
from board.models import Board
from flow.metrics.definitions.daily import days_before
from flow.metrics.definitions.history import CardPassage as Measured
from flow.metrics.definitions.history import options, passages, restated
from flow.metrics.definitions.workflow import Workflow
from flow.metrics.ledger.card_facts import CardFacts, histories, workflow_of
from flow.metrics.models import Option, Passage

Facts = tuple[list[Option], list[Passage]]


class CardCounter:
    """Counts cards of a board under the columns, the zone and the calendar that it has now."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.workflow: Workflow = workflow_of(board)
        self.calendar: Calendar = board.calendar
        self._zone = board.zone

    def facts(self, cards: Sequence[int]) -> Facts:
        """The options and the passages of these cards."""
        facts: Facts = ([], [])
        for card in histories(self.board, cards):
            measured = passages(card.history, self.workflow)
            is_finished = bool(measured and measured[-1].finished_at)
            facts[0].append(self._option(card, is_finished))
            facts[1].extend(
                self._passage(card, nth, each) for nth, each in enumerate(measured, start=1)
            )
        return facts

    def _option(self, card: CardFacts, is_finished: bool) -> Option:
        history = card.history
        gone_at = None if is_finished else history.archived_at
        spans = [
            (self._day(span.begin), self._day(span.end))
            for span in restated(history, self.workflow)
            if span.end
        ]
        spans = [(first, until) for first, until in spans if first < until]
        return Option(
            board_id=self.board.pk,
            card_id=card.card,
            service_class_id=card.service_class,
            lane_id=card.lane,
            settled=[at and self._day(at) for at in options(history, self.workflow)],
            gone_on=gone_at and self._day(gone_at),
            restated_from=[first for first, _until in spans],
            restated_until=[until for _first, until in spans],
        )

    def _passage(self, card: CardFacts, nth: int, measured: Measured) -> Passage:
        start = self._day(measured.started_at)
        finish = measured.finished_at and self._day(measured.finished_at)
        return Passage(
            board_id=self.board.pk,
            card_id=card.card,
            nth=nth,
            service_class_id=card.service_class,
            lane_id=card.lane,
            started_at=measured.started_at,
            finished_at=measured.finished_at,
            abandoned_at=measured.abandoned_at,
            started_on=start,
            finished_on=finish,
            abandoned_on=measured.abandoned_at and self._day(measured.abandoned_at),
            days=self.calendar.days(start, finish) if finish else None,
            blocked_for=measured.blocked,
            waited_for=measured.waited,
            idle_for=measured.idle,
            settled=[at and self._day(at) for at in measured.settled],
            left_at_age=[at and self.calendar.days(start, self._day(at)) for at in measured.left],
            days_before=days_before(self.calendar, start),
        )

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self._zone).date()
