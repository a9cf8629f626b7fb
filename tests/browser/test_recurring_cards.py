"""Monday's recurring card stands in the queue exactly once, on every window."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from board.models import Recurrence
from board.tasks import make_recurring_cards


def test_a_recurring_card_stands_in_the_queue_exactly_once(at_the_board, board, ideas, ada, grace):
    template = board.add_card_template(title="Inspect the crane", by=ada)
    board.add_recurrence(template=template, rule="FREQ=WEEKLY;BYDAY=MO", by=ada)
    past = timezone.now() - timedelta(days=6)
    Recurrence.objects.update(next_at=past, starts_on=(past - timedelta(days=7)).date())
    page = at_the_board(grace)
    for _ring in range(2):
        make_recurring_cards()
    page.reload()
    card = page.locator(f"#column-{ideas.pk} .card", has_text="Inspect the crane")
    expect(card).to_have_count(1)
    page.get_by_label("Card template in Ideas").select_option("Inspect the crane")
    page.get_by_label("New card in Ideas").press("Enter")
    expect(card).to_have_count(2)
