import select

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

GOES_ON = (TransactionStatus.IDLE, TransactionStatus.INTRANS)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to a server without a pooler between.

    Before its first statement, each request checks the connection that an earlier one has left. Django
    asks the server then. But what the server sends unasked, the end of the connection above all, is
    there already: only then, and in a transaction that has failed, the server is asked. A pooler keeps
    its end of the connection open when the server is gone, so that behind one Django's own backend is
    right.
    """

    def is_usable(self) -> bool:
        if self.connection is None or self.connection.closed:
            return False
        goes_on = self.connection.pgconn.transaction_status in GOES_ON
        return (goes_on and not self._has_news()) or super().is_usable()

    def _has_news(self) -> bool:
        """Whether there is something to read from the server, or its end of the connection is closed."""
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN)
        return bool(poll.poll(0))
