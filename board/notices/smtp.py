"""The way to the mail server: Django's, with an end to every wait."""

import contextlib
import smtplib
import socket
import threading
from typing import Any

from django.core.mail.backends import smtp

ANSWER = 60  # seconds for the answer to a mail; EMAIL_TIMEOUT is for every other
LIFE = 130  # seconds after which a connection is cut, whatever it is at


class Connection(smtplib.SMTP):
    """A connection that ends in time: smtplib waits for each byte, and a server may send slowly.

    The answer to a mail has more time than others, since a server may check a mail before it
    says "250", and a client that has left by then sends it again (RFC 1047).
    """

    def __init__(self, *where: Any, **how: Any) -> None:
        self._end = threading.Timer(LIFE, self._cut)
        self._end.daemon = True
        self._end.start()
        try:
            super().__init__(*where, **how)
        except BaseException:
            self._end.cancel()
            raise

    def data(self, msg: Any) -> tuple[int, bytes]:
        if self.sock:
            self.sock.settimeout(ANSWER)
        try:
            return super().data(msg)
        finally:
            if self.sock:
                self.sock.settimeout(self.timeout)

    def close(self) -> None:
        self._end.cancel()
        super().close()

    def _cut(self) -> None:
        """Close the socket: a pending read or write, in TLS or not, then fails."""
        if self.sock:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


class ConnectionInTLS(Connection, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return ConnectionInTLS if self.use_ssl else Connection

    def close(self) -> None:
        """Say goodbye; what the server has to say to that is of no account."""
        with contextlib.suppress(smtplib.SMTPException, OSError):
            super().close()
