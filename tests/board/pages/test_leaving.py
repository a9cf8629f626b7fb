"""A card is copied, archived, deleted; and comes back by an undo."""

import pytest
import time_machine

from board.tasks import wipe_deleted_cards


@pytest.fixture
def page(browser_of):
    def load(person, card):
        return browser_of(person).get(f"/boards/SLU/cards/{card.number}/")

    return load


def test_a_card_is_copied_into_a_column(ask, board, card_in, build, review, grace):
    answer = ask(grace, "copy", card_in(build, "Dredge"), column=review.pk)
    assert answer["Location"] == "/boards/SLU/cards/2/"
    copy = board.cards.get(number=2)
    assert (copy.title, copy.column) == ("Dredge", review)


def test_a_copy_into_a_full_column_is_refused_and_past_it_with_a_reason(
    ask, board, card_in, build, reasons_allowed, grace
):
    card = card_in(build)
    refused = ask(grace, "copy", card, column=reasons_allowed.pk)
    assert refused.status_code == 409
    assert "Review is full, 3 of 3" in refused.content.decode()
    limit = reasons_allowed.limits.get()
    passed = ask(
        grace,
        "copy",
        card,
        column=reasons_allowed.pk,
        override_reason="an audit",
        limit_versions=f"{limit.pk}:{limit.version}",
    )
    assert passed.status_code == 302
    assert board.cards.in_columns([reasons_allowed.pk]).count() == 4


def test_a_deleted_card_says_so_on_its_page_and_comes_back(ask, page, card_in, build, grace, vera):
    card = card_in(build, "Dredge")
    assert ask(grace, "delete", card)["Location"] == "/boards/SLU/cards/1/"
    html = page(grace, card).content.decode()
    assert "It can be restored until" in html
    assert "Undo the deletion" in html
    assert "Undo the deletion" not in page(vera, card).content.decode()
    ask(grace, "restore", card)
    assert card.as_now().deleted_at is None


def test_a_deleted_card_comes_back_only_where_there_is_room(ask, full_review, card_in, grace):
    card = full_review.cards.first()
    ask(grace, "delete", card)
    card_in(full_review)
    answer = ask(grace, "restore", card)
    assert answer.status_code == 409
    assert "Review is full, 3 of 3" in answer.content.decode()


def test_a_deleted_card_takes_no_other_verb(ask, card_in, build, review, grace):
    card = card_in(build).discard(by=grace)
    for verb, said in [
        ("move", {"column": review.pk}),
        ("comments", {"text": "x"}),
        ("delete", {}),
    ]:
        assert ask(grace, verb, card, **said).status_code == 404


def test_a_stranger_does_not_see_that_a_card_was_deleted(page, ask, card_in, build, grace, sam):
    card = card_in(build).discard(by=grace)
    assert page(sam, card).status_code == 404
    assert ask(sam, "restore", card).status_code == 404


def test_after_a_day_there_is_nothing_to_see(page, card_in, build, grace):
    with time_machine.travel("2026-11-16T12:00:00Z", tick=False) as clock:
        card = card_in(build).discard(by=grace)
        clock.shift(25 * 3600)
        wipe_deleted_cards()
        assert page(grace, card).status_code == 404


def test_an_archived_card_is_read_and_restored_and_not_edited(page, card_in, build, grace):
    html = page(grace, card_in(build).archive(by=grace)).content.decode()
    assert "archived, was in <bdi>Build</bdi>" in html
    assert ">Restore<" in html
    assert "/edit/" not in html
    assert "Add a comment" not in html


def test_the_answer_to_a_deletion_on_the_board_offers_to_undo_it(ask, card_in, build, grace):
    card = card_in(build)
    answer = ask(grace, "delete", card, hx=True, back="sheet")
    assert answer["HX-Trigger"]
    html = answer.content.decode()
    assert 'hx-target="#card-1" hx-swap="delete"' in html
    assert 'action="/boards/SLU/cards/1/restore/"' in html


def test_a_viewer_sees_the_card_and_no_way_to_change_it(page, card_in, build, vera):
    html = page(vera, card_in(build, "Dredge")).content.decode()
    assert "Dredge" in html
    assert "hx-post" not in html
