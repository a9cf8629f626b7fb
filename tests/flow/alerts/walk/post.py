"""The mails that the server took, read as a person reads them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import Message

from django.test import override_settings

from flow.alerts.models import Alert, Letter
from tests.board.notices.conftest import Mailbox
from tests.flow.alerts.walk.promises import Line
from tests.ports import free_port

NAMED = re.compile(r"SLU-(\d+) ")
AGED = re.compile(r"^SLU-(\d+) .*\n +(\d+) days? old", re.MULTILINE)


@dataclass(frozen=True)
class Mail:
    """What somebody got, and when the server took it."""

    at: datetime
    to: str
    subject: str
    text: str
    id: str
    off: str

    @classmethod
    def taken(cls, message: Message, at: datetime) -> "Mail":
        [text] = [part for part in message.walk() if part.get_content_type() == "text/plain"]
        return cls(
            at=at,
            to=message["To"],
            subject=" ".join(message["Subject"].split()),
            text=text.get_payload(decode=True).decode(),
            id=message["Message-ID"],
            off="".join(message["List-Unsubscribe"].split()).strip("<>"),
        )

    @property
    def cards(self) -> set[int]:
        """The numbers of the cards that it names, without those that are to be pulled next."""
        lines = [line for line in self.text.splitlines() if ": pull SLU-" not in line]
        return {int(number) for number in NAMED.findall("\n".join(lines))}

    @property
    def ages(self) -> dict[int, int]:
        """How old it says that cards are, in days."""
        return {int(number): int(days) for number, days in AGED.findall(self.text)}


def told() -> dict[str, set[Line] | None]:
    """What each mail was about, by its Message-ID: these alerts, or None for a digest."""
    found: dict[str, set[Line] | None] = {}
    letters = Letter.objects.select_related("notice", "alert__card", "alert__limit")
    for letter in letters:
        if letter.alert is None:
            found[letter.notice.message_id] = None
        else:
            about = found.setdefault(letter.notice.message_id, set())
            about.add((letter.alert.kind, _about(letter.alert)))
    return found


def _about(alert: Alert) -> int | str:
    if alert.card:
        return alert.card.number
    column = alert.limit.columns.order_by("position")[0]
    return column.group or column.name


@contextmanager
def a_mailbox() -> Iterator[Mailbox]:
    """A mail server for as long as the block lasts; all mail goes to it."""
    mailbox = Mailbox(port=free_port())
    mailbox.come()
    backends = {
        "EMAIL_BACKEND": "board.notices.backend.Outbox",
        "DELIVERY_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_TIMEOUT": 300,  # a machine may stand still; on the clock of the test no time passes
    }
    try:
        with override_settings(**backends, EMAIL_HOST="127.0.0.1", EMAIL_PORT=mailbox.port):
            yield mailbox
    finally:
        mailbox.go_away()
