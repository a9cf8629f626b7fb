"""Past a limit with a reason: who may, with what, and for how long."""

import pytest

from board.models import Mode, Role, Terms, WipLimitReached


@pytest.fixture
def limit(board, full_review, ada):
    """Review is full, and a reason may open it."""
    return board.limit_column(full_review, 3, mode=Mode.REASON, by=ada)


@pytest.fixture
def card(build, card_in):
    return card_in(build)


def seen(*limits, reason="the auditor leaves on Wednesday"):
    return Terms(
        override_reason=reason, limit_versions={limit.pk: limit.version for limit in limits}
    )


def test_a_member_passes_with_a_reason_and_the_version_they_saw(limit, card, full_review, grace):
    card = card.move_to(full_review, by=grace, terms=seen(limit))
    override = card.overrides.get()
    assert card.column == full_review
    assert (override.limit, override.by) == (limit, grace)
    assert override.reason == "the auditor leaves on Wednesday"
    assert override.limit_version == limit.version


def test_an_overridden_card_counts(board, limit, card, full_review, build, card_in, grace, ada):
    card.move_to(full_review, by=grace, terms=seen(limit))
    with pytest.raises(WipLimitReached) as refusal:
        card_in(build).move_to(full_review, by=ada)
    assert refusal.value.violations[0].count == 4


def test_without_a_reason_a_full_column_refuses(limit, card, full_review, grace):
    for terms in (Terms(), seen(limit, reason="   ")):
        with pytest.raises(WipLimitReached) as refusal:
            card.move_to(full_review, by=grace, terms=terms)
        assert refusal.value.explanation.may_override


def test_a_limit_that_was_not_seen_refuses_again(board, limit, full_review, grace, ada):
    other = board.add_limit(by=ada, maximum=0, mode=Mode.REASON)
    idea = board.create_card("An idea", by=grace, column=board.columns.get(name="Ideas"))
    with pytest.raises(WipLimitReached):
        idea.move_to(full_review, by=grace, terms=seen(limit))
    assert idea.move_to(full_review, by=grace, terms=seen(limit, other)).overrides.count() == 2


def test_a_limit_that_changed_since_refuses_again(board, limit, card, full_review, grace, ada):
    terms = seen(limit)
    board.change_limit(limit, by=ada, maximum=2)
    with pytest.raises(WipLimitReached):
        card.move_to(full_review, by=grace, terms=terms)


def test_a_limit_that_refuses_takes_no_reason(board, limit, card, full_review, ada):
    limit = board.change_limit(limit, by=ada, mode=Mode.REFUSE)
    with pytest.raises(WipLimitReached) as refusal:
        card.move_to(full_review, by=ada, terms=seen(limit))
    assert not refusal.value.explanation.may_override


def test_where_members_may_not_only_a_lead_passes(board, limit, card, full_review, grace, ada):
    limit = board.change_limit(limit, by=ada, members_may_override=False)
    with pytest.raises(WipLimitReached) as refusal:
        card.move_to(full_review, by=grace, terms=seen(limit))
    assert "reason" not in refusal.value.message
    assert card.move_to(full_review, by=ada, terms=seen(limit)).overrides.get().by == ada


def test_one_closed_limit_keeps_a_reason_from_helping(board, limit, card, full_review, ada):
    lane = board.lanes.get()
    cell = board.add_limit(by=ada, maximum=0, lane=lane, columns=[full_review])
    with pytest.raises(WipLimitReached) as refusal:
        card.move_to(full_review, by=ada, terms=seen(limit, cell))
    assert [each.may_override for each in refusal.value.violations] == [False, True]
    assert not refusal.value.explanation.may_override


class TestItsLife:
    @pytest.fixture
    def passed(self, limit, card, full_review, grace):
        return card.move_to(full_review, by=grace, terms=seen(limit))

    def test_it_ends_when_the_card_leaves(self, passed, done, ada):
        passed.move_to(done, by=ada)
        assert passed.overrides.get().ended_at is not None

    def test_it_lives_while_the_card_is_reordered_or_edited(self, passed, full_review, ada):
        passed.move_to(full_review, before=full_review.cards.in_order().first(), by=ada)
        passed.revise(title="Another title", by=ada)
        assert passed.overrides.get().ended_at is None

    def test_it_ends_when_the_card_is_archived(self, passed, ada):
        passed.archive(by=ada)
        assert passed.overrides.get().ended_at is not None

    def test_it_ends_when_the_move_is_undone(self, passed, ada):
        passed.undo(by=ada)
        assert passed.overrides.get().ended_at is not None

    def test_it_ends_when_the_limit_is_removed(self, board, limit, passed, ada):
        board.remove_limit(limit, by=ada)
        assert passed.overrides.get().ended_at is not None

    def test_it_ends_when_the_limit_looks_elsewhere(self, board, limit, passed, build, ada):
        board.change_limit(limit, by=ada, columns=[build])
        assert passed.overrides.get().ended_at is not None

    def test_it_ends_when_the_limit_stops_counting_a_blocked_card(self, board, limit, passed, ada):
        board.change_limit(limit, by=ada, counts_blocked=False)
        assert passed.overrides.get().ended_at is None
        passed.block(reason="no key", by=ada)
        assert passed.overrides.get().ended_at is not None

    def test_raising_the_limit_leaves_it(self, board, limit, passed, ada):
        board.change_limit(limit, by=ada, maximum=9)
        assert passed.overrides.get().ended_at is None


def test_a_persons_override_ends_with_the_person(board, build, card_in, ada, grace):
    each = board.add_limit(by=ada, maximum=1, each_person=True, mode=Mode.REASON)
    card_in(build, assignees=[ada])
    card = card_in(build).assign(ada, by=ada, terms=seen(each))
    assert card.overrides.get().person == ada
    card.assign(ada, grace, by=ada)
    assert card.overrides.get().ended_at is None
    card.assign(grace, by=ada)
    assert card.overrides.get().ended_at is not None


def test_a_person_who_lost_their_role_passes_nothing(board, limit, card, full_review, grace, ada):
    board.remove_member(grace, by=ada)
    with pytest.raises(WipLimitReached):
        card.move_to(full_review, by=grace, terms=seen(limit))


def test_a_viewer_passes_nothing(board, limit, card, full_review, vera):
    assert board.role_of(vera) == Role.VIEWER
    with pytest.raises(WipLimitReached):
        card.move_to(full_review, by=vera, terms=seen(limit))


def test_a_limit_that_only_warns_is_not_overridden_by_unblocking(
    board, full_review, build, card_in, ada
):
    limit = board.limit_column(full_review, 3, mode=Mode.WARN, by=ada)
    board.change_limit(limit, counts_blocked=False, by=ada)
    blocked = full_review.cards.first().block(reason="no key", by=ada)
    card_in(build).move_to(full_review, by=ada)
    blocked.unblock(by=ada)
    assert blocked.overrides.count() == 0
    assert [fact["limit"] for fact in blocked.events.get(kind="unblocked").data["passed"]] == [
        limit.pk
    ]
