"""A temporary flag is born with the card that removes it; a permanent one says why it stays."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from board.models import NotPossible
from flow.flags.models import Flag, FlagState

TODAY = timezone.now().date()


def mistakes(refused) -> set[str]:
    return {*refused.value.message_dict}


def test_a_new_flag_is_off_everywhere_and_has_its_removal_card(make_flag, board, grace, ideas):
    flag = make_flag()
    card = flag.removal_card
    assert (card.title, card.column, card.due_on) == (
        "Remove the flag new-search",
        ideas,
        flag.remove_by,
    )
    assert list(card.assignees.all()) == [grace]
    assert card.asked_by == ["flow.flags"]
    assert "/boards/SLU/flags/new-search/" in card.description
    states = FlagState.objects.filter(flag=flag)
    assert [each.environment.name for each in states] == ["development", "staging", "production"]
    assert not any(each.enabled or each.rollout for each in states)


def test_the_removal_card_comes_in_past_a_full_column(make_flag, board, ideas, card_in, ada):
    card_in(ideas)
    board.limit_column(ideas, 1, by=ada)
    assert make_flag().removal_card.column == ideas


def test_the_first_flag_switches_the_practice_on(make_flag, board):
    assert not board.practices["flags"]
    make_flag()
    board.refresh_from_db()
    assert board.practices["flags"]


@pytest.mark.parametrize("missing", ["owner", "purpose", "remove_by"])
@pytest.mark.parametrize("kind", ["release", "experiment"])
def test_a_temporary_flag_needs_owner_purpose_and_day(make_flag, board, kind, missing):
    with pytest.raises(ValidationError) as refused:
        make_flag(kind=kind, **{missing: "" if missing == "purpose" else None})
    assert mistakes(refused) == {missing}
    assert not board.cards.exists()


@pytest.mark.parametrize("missing", ["why_permanent", "review_on"])
@pytest.mark.parametrize(("kind", "key"), [("ops", "ops.valve"), ("entitlement", "ent.gold")])
def test_a_permanent_flag_needs_a_reason_and_a_review_day(make_flag, kind, key, missing):
    with pytest.raises(ValidationError) as refused:
        make_flag(key, kind=kind, **{missing: "" if missing == "why_permanent" else None})
    assert mistakes(refused) == {missing}
    made = make_flag(key, kind=kind)
    assert made.removal_card is None


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        *(("A", "release"), ("a", "release"), ("-a", "release"), ("a b", "release")),
        *(("a" * 101, "release"), ("ops.a", "release"), ("ent.a", "experiment")),
        *(("valve", "ops"), ("ent.valve", "ops"), ("ops.gold", "entitlement"), ("ab\n", "release")),
    ],
)
def test_a_key_that_cannot_be_is_refused(make_flag, key, kind):
    with pytest.raises(ValidationError) as refused:
        make_flag(key, kind=kind)
    assert mistakes(refused) == {"key"}


def test_a_key_is_used_once_also_after_the_removal(make_flag, done, grace):
    make_flag().removal_card.move_to(done, by=grace)
    with pytest.raises(ValidationError) as refused:
        make_flag()
    assert mistakes(refused) == {"key"}


@pytest.mark.parametrize(
    "variants",
    [
        {"on": True, "off": False},
        {"on": "blue", "off": ""},
        {"on": 2, "off": 1.5},
        {"on": {"a": [1, None]}, "off": {}},
    ],
)
def test_variants_are_of_four_types(make_flag, variants):
    assert Flag.objects.get(pk=make_flag(variants=variants).pk).variants == variants


@pytest.mark.parametrize(
    "variants",
    [
        *({}, {"on": True}, {"on": 1, "off": "x"}, {"on": None, "off": None}, [], "on"),
        *({"on": 1, "off": True}, {"on": [1], "off": []}, {"on": "a\x00", "off": ""}),
        *({"on": float("nan"), "off": 0.0}, {"on": 10**400, "off": 0}, {"a": 1, "off": 1, "on": 1}),
        {"on": {"a": "\ud800"}, "off": {}},
    ],
)
def test_variants_that_no_client_could_read_are_refused(make_flag, variants):
    with pytest.raises(ValidationError) as refused:
        make_flag(variants=variants)
    assert mistakes(refused) == {"variants"}


def test_90_days_is_the_most_at_first(make_flag):
    make_flag(remove_by=TODAY + timedelta(days=90))
    with pytest.raises(ValidationError) as refused:
        make_flag("other", remove_by=TODAY + timedelta(days=91))
    assert mistakes(refused) == {"remove_by"}


def test_later_is_30_days_at_a_time_and_with_a_reason(make_flag, grace):
    flag = make_flag()
    day = flag.remove_by
    with pytest.raises(ValidationError) as refused:
        flag.revise(by=grace, remove_by=day + timedelta(days=1))
    assert mistakes(refused) == {"reason"}
    with pytest.raises(ValidationError) as refused:
        flag.revise(by=grace, remove_by=day + timedelta(days=31), reason="Later")
    assert mistakes(refused) == {"remove_by"}
    for times in (1, 2, 3):  # also past the 90 days of a new one
        later = day + times * timedelta(days=30)
        flag = flag.revise(by=grace, remove_by=later, reason="Later")
    assert flag.is_put_off
    flag.removal_card.refresh_from_db()
    assert flag.removal_card.due_on == later
    assert not flag.revise(by=grace, remove_by=day).is_put_off


def test_a_flag_that_was_never_asked_is_deleted_with_its_card(make_flag, board, grace):
    flag = make_flag()
    flag.discard(by=grace)
    assert not Flag.objects.exists()
    assert board.cards.get().deleted_at


def test_a_flag_that_was_asked_is_not_deleted(make_flag, grace, state_of, now):
    flag = make_flag()
    FlagState.objects.filter(pk=state_of(flag, "staging").pk).update(first_asked_at=now)
    with pytest.raises(NotPossible):
        flag.discard(by=grace)
    assert Flag.objects.get().removal_card.deleted_at is None
