"""What has left the board is found under Archive: what was archived, and for a day what was deleted."""

from datetime import timedelta

from django.urls import reverse

from board.models import Card

PAGE = reverse("archived", args=["SLU"])


def test_a_deleted_card_is_found_for_its_day(client, grace, card_in, build):
    card_in(build, "Thrown away").discard(by=grace)
    client.force_login(grace)
    page = client.get(PAGE).content.decode()
    assert "Thrown away" in page
    assert reverse("card", args=["SLU", 1]) in page
    Card.objects.get().wipe()
    assert reverse("card", args=["SLU", 1]) not in client.get(PAGE).content.decode()


def test_its_page_leads_to_nothing_that_is_not_there(client, grace, card_in, build):
    card = card_in(build, "Thrown away").discard(by=grace)
    client.force_login(grace)
    page = client.get(reverse("card", args=["SLU", card.number])).content.decode()
    assert "hx-get" not in page
    assert card.wiped_at - card.deleted_at == timedelta(days=1)


def test_who_cuts_the_address_short_finds_the_boards(client, grace, board):
    client.force_login(grace)
    assert client.get("/boards/", follow=True).redirect_chain == [("/", 302)]
