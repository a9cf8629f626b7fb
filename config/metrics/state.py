"""The state to collect when Prometheus reads: the files of all processes, the tables, the broker."""

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils import timezone
from kombu.exceptions import ChannelError
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from board.models import Notice
from config.celery import app
from config.metrics import place

log = logging.getLogger(__name__)

BRIEFLY = {"socket_connect_timeout": 1, "socket_timeout": 1}


class Processes:
    """The counts of every process of this host, added up."""

    def collect(self) -> Iterable[Metric]:
        return MultiProcessCollector.merge(place.files())


class SiteState:
    """The current state of the whole site, the same on every host."""

    def collect(self) -> Iterator[Metric]:
        for name, ask in QUESTIONS.items():
            answers: list[Metric] = []
            try:
                answers = ask()
            except Exception as error:  # one that cannot be asked must not hide the others
                log.warning("metrics: %s: %s: %s", name, type(error).__name__, error)
            up = GaugeMetricFamily(f"sluice_{name}_up", f"Whether the {name} could be asked.")
            up.add_metric([], float(bool(answers)))
            yield up
            yield from answers


def _database() -> list[Metric]:
    mail = GaugeMetricFamily(
        "sluice_outbox_notices", "Mail that has not gone out.", labels=["state"]
    )
    age = GaugeMetricFamily(
        "sluice_outbox_oldest_seconds",
        "How long the oldest of it has been there.",
        labels=["state"],
    )
    for state, number, oldest in Notice.objects.not_gone_out():
        mail.add_metric([state], number)
        age.add_metric([state], _seconds_since(oldest))
    return [mail, age, *(_digest_lag() if apps.is_installed("flow.metrics") else [])]


def _digest_lag() -> list[Metric]:
    from flow.metrics.models.cursor import digest_lag  # noqa: PLC0415  # an app that may be away

    behind, since = digest_lag()
    boards = GaugeMetricFamily("sluice_digest_boards_behind", "Boards with news to be digested.")
    boards.add_metric([], behind)
    lag = GaugeMetricFamily("sluice_digest_lag_seconds", "How old the oldest such news is.")
    lag.add_metric([], _seconds_since(since))
    return [boards, lag]


def _broker() -> list[Metric]:
    name = app.conf.task_default_queue
    options = app.conf.broker_transport_options | BRIEFLY
    with app.connection_for_read(connect_timeout=1, transport_options=options) as connection:
        channel: Any = connection.default_channel
        try:
            waiting = channel.queue_declare(queue=name, passive=True).message_count
        except ChannelError:  # nobody has worked or asked here yet
            waiting = 0
    queue = GaugeMetricFamily("sluice_queue_tasks", "Tasks that no worker has taken yet.")
    queue.add_metric([], waiting)
    return [queue]


def _seconds_since(moment: datetime | None) -> float:
    return max(0.0, (timezone.now() - moment).total_seconds()) if moment else 0.0


QUESTIONS: dict[str, Callable[[], list[Metric]]] = {"database": _database, "broker": _broker}
