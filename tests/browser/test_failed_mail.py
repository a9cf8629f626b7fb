"""Staff looks at the mail that did not go out."""

import pytest

from board.models import Notice

LONG = (
    "550 5.1.1 <nobody@example.org>: Recipient address rejected: User unknown in the mailbox table"
)


@pytest.mark.parametrize("width", [1280, 390])
def test_what_a_server_said_at_length_does_not_widen_the_page(
    page, live_server, sign_in, ada, width
):
    ada.is_staff = True
    ada.save()
    for subject in ("Harbour" * 15, "word " * 30):
        facts = {"subject": subject, "text": "", "answer": LONG, "state": "refused"}
        Notice.objects.create(to="somebody.with.a.long.name@harbour.example.org", **facts)
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(ada)
    page.goto(f"{live_server.url}/outbox/failed/")
    assert page.locator("tbody tr").count() == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= width
