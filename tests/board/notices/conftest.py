"""A real mail server, which can be told to refuse, to be slow or to be away."""

import asyncio
import time
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller

from tests.board.notices.held_back import HeldBack
from tests.ports import free_port


class Mailbox:
    """What the server took, and how it answers."""

    def __init__(self, port):
        self.port = port
        self.controller = None
        self.mails = []
        self.answer = "250 taken"
        self.answer_to_recipient = "250 fine"
        self.wait = 0.0
        self.is_held = False  # whoever names a recipient waits for the answer
        self.has_been_asked = False
        self.refuses = set()  # recipients that it does not know
        self.keeps_waiting = False  # whoever has sent a mail, which it took, waits for the "250"
        self.at_recipient = self.at_mail = None  # what else it does to the connection then

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.has_been_asked = True
        while self.is_held:
            await asyncio.sleep(0.05)
        if self.at_recipient:
            await self.at_recipient(server.transport)
        if address in self.refuses:
            return "550 no such person"
        if self.answer_to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer_to_recipient

    async def handle_DATA(self, server, session, envelope):
        time.sleep(self.wait)
        if self.answer.startswith("250"):
            self.mails.append(message_from_bytes(envelope.content))
        while self.keeps_waiting:
            await asyncio.sleep(0.05)
        if self.at_mail:
            await self.at_mail(server.transport)
        return self.answer

    def go_away(self):
        self.controller.stop()
        self.controller = None

    def come(self, **how):
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, **how)
        self.controller.start()


async def drips(transport):
    """A line of an answer that does not end, again and again, each well in time."""
    for _ in range(600):
        if transport.is_closing():
            break
        transport.write(b"250-wait\r\n")
        await asyncio.sleep(0.05)


@pytest.fixture
def mailbox(settings):
    mailbox = Mailbox(port=free_port())
    mailbox.come()
    settings.EMAIL_BACKEND = "board.notices.backend.Outbox"
    settings.DELIVERY_BACKEND = "board.notices.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = mailbox.port
    settings.EMAIL_TIMEOUT = 2
    yield mailbox
    if mailbox.controller:
        mailbox.go_away()


@pytest.fixture
def short_life(monkeypatch):
    """Connections end soon, whatever they are at."""
    monkeypatch.setattr("board.notices.smtp.LIFE", 3)


@pytest.fixture
def held_back(transactional_db):
    held = HeldBack()
    yield held
    held.remove()
