"""A real mail server that remembers which mails it took."""

from collections import Counter
from email import message_from_bytes

from aiosmtpd.controller import Controller

from tests.ports import free_port


class Letterbox:
    """Mails by Message-ID, and their recipients."""

    def __init__(self) -> None:
        self.port = free_port()
        self.taken: Counter[str] = Counter()
        self.recipients: set[str] = set()
        self._controller: Controller | None = None

    def start(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        if self._controller:
            self._controller.stop()
            self._controller = None

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        self.taken[message_from_bytes(envelope.content)["Message-ID"]] += 1
        self.recipients.update(envelope.rcpt_tos)
        return "250 taken"
