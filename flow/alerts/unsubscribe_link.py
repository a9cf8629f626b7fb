"""The link in a mail about alerts that ends such mail."""

from board.notices.unsubscribe_link import UnsubscribeLink

_no_more = UnsubscribeLink("no-more-alerts", salt="no more alerts")
link_for, read = _no_more.link_for, _no_more.read
