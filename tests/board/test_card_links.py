"""Cards are linked, over boards too; a card that waits says so, and goes on when the other is done."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from board.models import (
    Board,
    CardLink,
    Kind,
    LinkCycle,
    NotHere,
    NotPossible,
    Role,
    Terms,
    TooMany,
)
from board.tasks import settle_waits
from tests.cast import COLUMNS

BLOCKED_BY, BLOCKS, RELATES = "is_blocked_by", "blocks", "relates_to"


@pytest.fixture
def quay(ada, grace):
    """Another board, on which Grace is a member and Vera is nobody."""
    board = Board.make("Quay", key="QUA", by=ada, columns=COLUMNS)
    board.add_member(grace, Role.MEMBER, by=ada)
    return board


@pytest.fixture
def crane(quay, ada):
    """A card in progress on the other board."""
    return quay.create_card("Crane", by=ada, column=quay.columns.get(name="Build"))


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Do a deed and what follows its commit."""

    def act(deed):
        with django_capture_on_commit_callbacks(execute=True):
            return deed()

    return act


def finish(card, by):
    return card.move_to(card.board.columns.get(name="Done"), by=by)


def waits(card):
    return card.links_in.open().exists()


@pytest.mark.parametrize(
    ("kind", "mirrored"), [(RELATES, RELATES), (BLOCKS, BLOCKED_BY), (BLOCKED_BY, BLOCKS)]
)
def test_a_link_reads_on_both_cards(card_in, build, ada, kind, mirrored):
    one, two = card_in(build), card_in(build)
    link = one.link_to(two, kind, by=ada)

    assert (link.kind_on(one), link.kind_on(two)) == (kind, mirrored)
    assert [each.events.last().kind for each in (one, two)] == [Kind.LINKED, Kind.LINKED]
    assert one.as_now().version == one.version


@pytest.mark.parametrize("kind", [RELATES, BLOCKS])
def test_a_link_is_made_once_from_whichever_end(card_in, build, ada, kind):
    one, two = card_in(build), card_in(build)
    mirrored = RELATES if kind == RELATES else BLOCKED_BY
    first = one.link_to(two, kind, by=ada)
    number = one.events.count()

    assert two.link_to(one, mirrored, by=ada) == first
    assert CardLink.objects.count() == 1
    assert one.events.count() == number


def test_a_retry_gets_the_link_that_is_there(card_in, build, ada):
    one, two = card_in(build), card_in(build)
    terms = Terms(key="k", fingerprint="f")
    first = one.link_to(two, BLOCKS, by=ada, unblocks=True, terms=terms)
    assert one.link_to(two, BLOCKS, by=ada, unblocks=True, terms=terms) == first
    one.unlink(first, by=ada)
    with pytest.raises(NotHere):
        one.link_to(two, BLOCKS, by=ada, unblocks=True, terms=terms)


def test_what_makes_no_sense_is_refused(card_in, build, ada):
    one, two = card_in(build), card_in(build)
    with pytest.raises(NotPossible, match="cannot be linked with itself"):
        one.link_to(one, RELATES, by=ada)
    with pytest.raises(ValidationError):
        one.link_to(two, "split_from", by=ada)
    two.discard(by=ada)
    with pytest.raises(NotPossible, match="SLU-2 was deleted"):
        one.link_to(two, RELATES, by=ada)


def test_a_card_has_at_most_so_many_links(card_in, build, ada, monkeypatch):
    one, two, three = (card_in(build) for _ in range(3))
    monkeypatch.setattr(CardLink, "MOST", type(CardLink.MOST)(1, CardLink.MOST.words))
    one.link_to(two, RELATES, by=ada)
    with pytest.raises(TooMany, match="at most 1 links"):
        three.link_to(one, RELATES, by=ada)


def test_a_card_waits_until_the_other_is_done(card_in, build, ada, committed):
    one, two = card_in(build), card_in(build)
    one.link_to(two, BLOCKED_BY, by=ada)
    assert waits(one)
    assert not one.as_now().is_blocked
    committed(lambda: finish(two, ada))
    assert not waits(one)
    assert one.events.last().kind == Kind.WAIT_ENDED


def test_a_card_that_waits_is_unblocked_when_the_other_is_done_if_that_was_chosen(
    card_in, build, ada, committed
):
    one, two = card_in(build), card_in(build)
    one.link_to(two, BLOCKED_BY, by=ada, unblocks=True)
    assert one.as_now().is_blocked
    committed(lambda: finish(two, ada))
    assert not one.as_now().is_blocked
    assert [each.kind for each in one.events.all()][-2:] == [Kind.WAIT_ENDED, Kind.UNBLOCKED]
    assert one.events.last().by is None


def test_it_is_unblocked_when_the_last_of_those_that_it_waits_for_is_done(
    card_in, build, ada, committed
):
    one, two, three = (card_in(build) for _ in range(3))
    two.link_to(one, BLOCKS, by=ada, unblocks=True)
    one.link_to(three, BLOCKED_BY, by=ada, unblocks=True)
    committed(lambda: finish(two, ada))
    assert one.as_now().is_blocked
    committed(lambda: finish(three, ada))
    assert not one.as_now().is_blocked


def test_another_block_than_that_of_the_link_stays(card_in, build, ada, committed):
    one, two = card_in(build), card_in(build)
    one.link_to(two, BLOCKED_BY, by=ada, unblocks=True)
    one.unblock(by=ada)
    one.block(reason="no key", by=ada)
    committed(lambda: finish(two, ada))
    assert one.as_now().is_blocked
    assert not waits(one)


def test_a_block_that_stood_before_ends_with_the_wait_if_that_was_chosen(
    card_in, build, ada, committed
):
    one, two = card_in(build).block(reason="no key", by=ada), card_in(build)
    one.link_to(two, BLOCKED_BY, by=ada)
    one.link_to(two, BLOCKED_BY, by=ada, unblocks=True)
    assert one.blocks.count() == 1
    committed(lambda: finish(two, ada))
    assert not one.as_now().is_blocked


def test_the_unblock_is_not_refused_where_there_is_no_room(card_in, review, ada, committed):
    one, two, three = (card_in(review) for _ in range(3))
    one.board.add_limit(columns=[review], maximum=1, counts_blocked=False, by=ada)
    one.link_to(two, BLOCKED_BY, by=ada, unblocks=True)
    committed(lambda: finish(two, ada))
    now = one.as_now()
    assert (now.is_blocked, now.is_overridden) == (False, True)
    assert three.column == review


def test_a_card_waits_again_when_the_other_is_reopened_or_its_move_undone(
    card_in, build, ada, committed
):
    one, two = card_in(build), card_in(build)
    one.link_to(two, BLOCKED_BY, by=ada)
    moved = committed(lambda: finish(two, ada))
    committed(lambda: moved.undo(by=ada))
    assert waits(one)
    moved = committed(lambda: finish(two, ada))
    committed(lambda: moved.reopen(by=ada))
    assert waits(one)


@pytest.mark.parametrize("leave", ["archive", "discard"])
def test_nobody_waits_for_a_card_that_left_the_board_but_nothing_is_unblocked(
    card_in, build, ada, committed, leave
):
    one, two = card_in(build), card_in(build)
    one.link_to(two, BLOCKED_BY, by=ada, unblocks=True)
    gone = committed(lambda: getattr(two, leave)(by=ada))
    assert not waits(one)
    assert one.as_now().is_blocked
    committed(lambda: gone.restore(by=ada))
    assert waits(one)


def test_a_card_does_not_wait_for_one_that_is_done_already(card_in, build, done, ada):
    one, two = card_in(build), card_in(build).move_to(done, by=ada)
    one.link_to(two, BLOCKED_BY, by=ada, unblocks=True)
    assert not waits(one)
    assert not one.as_now().is_blocked


def test_a_card_of_another_board_ends_the_wait_too(card_in, build, ada, crane, committed):
    one = card_in(build)
    one.link_to(crane, BLOCKED_BY, by=ada, unblocks=True)
    version = Board.objects.get(pk=one.board_id).version
    committed(lambda: finish(crane, ada))
    assert not one.as_now().is_blocked
    assert Board.objects.get(pk=one.board_id).version == version + 2


def test_the_log_of_a_board_names_no_card_of_another(card_in, build, ada, crane):
    one = card_in(build)
    one.link_to(crane, BLOCKS, by=ada, unblocks=True)
    assert "with" not in one.events.last().data
    assert "with" not in crane.events.get(kind=Kind.LINKED).data
    assert crane.blocks.get().reason == "waits for another card"


def test_a_wait_that_cannot_be_settled_does_not_harm_who_finished_the_other(
    card_in, build, done, ada, committed, monkeypatch
):
    one, two = card_in(build), card_in(build)
    one.link_to(two, BLOCKED_BY, by=ada)
    monkeypatch.setattr(type(one), "settle_wait", lambda *_said: 1 / 0)
    monkeypatch.setattr(CardLink.objects, "filter", lambda **_said: 1 / 0)
    committed(lambda: finish(two, ada))
    assert two.as_now().column == done
    assert waits(one)


def test_the_sweep_settles_what_a_dead_process_left(card_in, build, done, ada):
    one, two = card_in(build), card_in(build)
    one.link_to(two, BLOCKED_BY, by=ada, unblocks=True)
    two.move_to(done, by=ada)  # nothing follows the commit, as where a process dies
    assert waits(one)
    settle_waits()
    assert not waits(one)
    number = one.events.count()
    settle_waits()
    assert one.events.count() == number


def test_a_circle_of_waits_is_refused_with_the_way_round(card_in, build, ada, crane):
    one, two = card_in(build), card_in(build)
    one.link_to(two, BLOCKED_BY, by=ada)
    two.link_to(crane, BLOCKED_BY, by=ada)
    with pytest.raises(LinkCycle) as refused:
        crane.link_to(one, BLOCKED_BY, by=ada)
    assert refused.value.way == ["QUA-1", "SLU-1", "SLU-2", "QUA-1"]
    assert refused.value.message == (
        "QUA-1 would wait for SLU-1, which waits for SLU-2, which waits for QUA-1."
    )
    with pytest.raises(LinkCycle):
        one.link_to(crane, BLOCKS, by=ada)
    crane.link_to(one, RELATES, by=ada)


def test_the_way_round_names_no_card_that_one_may_not_see(card_in, build, ada, crane):
    one, two = card_in(build), card_in(build)
    one.link_to(crane, BLOCKED_BY, by=ada)
    crane.link_to(two, BLOCKED_BY, by=ada)
    grace = one.board.members.get(name="Grace")
    crane.board.memberships.filter(person=grace).delete()
    with pytest.raises(LinkCycle) as refused:
        two.link_to(one, BLOCKED_BY, by=grace)
    assert refused.value.way == ["SLU-2", "SLU-1", None, "SLU-2"]
    assert "a card of another board" in refused.value.message


def test_a_link_is_taken_away_from_either_end(card_in, build, ada, crane):
    one = card_in(build)
    link = one.link_to(crane, BLOCKED_BY, by=ada)
    crane.unlink(link, by=ada)
    assert not waits(one)
    assert [each.events.last().kind for each in (one, crane)] == [Kind.UNLINKED, Kind.UNLINKED]
    with pytest.raises(NotHere):
        crane.unlink(link, by=ada)


def test_a_link_to_an_archived_board_can_be_taken_away(card_in, build, ada, crane):
    one = card_in(build)
    link = one.link_to(crane, RELATES, by=ada)
    crane.board.archive(by=ada)
    one.unlink(link, by=ada)
    assert not CardLink.objects.exists()


def test_a_board_that_is_erased_leaves_nobody_waiting(card_in, build, ada, crane):
    one = card_in(build)
    one.link_to(crane, BLOCKED_BY, by=ada)
    crane.board.erase()
    assert not waits(one)
    assert one.events.last().kind == Kind.UNLINKED


def test_the_links_of_a_card_go_with_its_words(card_in, build, ada):
    one, two = card_in(build), card_in(build)
    one.link_to(two, RELATES, by=ada)
    two = two.discard(by=ada)
    assert not CardLink.objects.shown_on(one).exists()
    two.wipe()
    assert not CardLink.objects.exists()


def test_a_link_does_not_stand_in_the_way_of_undo(card_in, build, review, ada):
    one, two = card_in(build).move_to(review, by=ada), card_in(build)
    one.link_to(two, BLOCKED_BY, by=ada)
    assert one.undo(by=ada).column == build


def test_a_wait_is_over_from_the_moment_it_was_settled(card_in, build, ada, committed):
    one, two = card_in(build), card_in(build)
    link = one.link_to(two, BLOCKED_BY, by=ada)
    committed(lambda: finish(two, ada))
    link.refresh_from_db()
    assert link.ended_at <= timezone.now()
