"""The link in a mail about alerts that ends such mail."""

from board.notices.unsubscribing import Unsubscribing

_no_more = Unsubscribing("no-more-alerts", salt="no more alerts")
link_for, read = _no_more.link_for, _no_more.read
