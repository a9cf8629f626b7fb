"""Each change of what something says raises its revision; who saw an earlier one changes nothing."""

from datetime import date

import pytest

from board.models import Board, Column, StaleCard, StalePart, Terms
from board.models.revision import Revised

WORDS = {
    "title": {"title": "Dredge"},
    "description": {"description": "deep"},
    "due day": {"due_on": date(2026, 12, 24)},
    "size": {"size": 3},
    "labels": {"labels": ["quay"]},
}


@pytest.mark.parametrize("fact", WORDS)
def test_every_word_of_a_card_raises_its_revision(build, card_in, ada, fact):
    card = card_in(build)
    card.revise(by=ada, **WORDS[fact])
    assert card.as_now().revision == 2
    card.revise(by=ada, **WORDS[fact])  # says the same
    assert card.as_now().revision == 2


def test_people_class_and_lane_raise_it_through_whatever_verb(
    board, build, review, card_in, ada, grace
):
    fast = board.add_lane("Fast", by=ada)
    card = card_in(build)
    card.assign(grace, by=ada)
    assert card.as_now().revision == 2
    card.reclassify(board.class_of("expedite"), by=ada)
    assert card.as_now().revision == 3
    card.move_to(review, lane=fast, by=ada)
    assert card.as_now().revision == 4
    card.as_now().undo(by=ada)
    assert card.as_now().revision == 5
    card.revise(lane=fast, by=ada)
    assert card.as_now().revision == 6
    board.archive_lane(fast, cards_to=board.lanes.first(), by=ada)
    assert card.as_now().revision == 7


def test_a_card_whose_lane_was_archived_says_another_when_it_is_restored(
    board, build, card_in, ada
):
    fast = board.add_lane("Fast", by=ada)
    card = card_in(build, lane=fast).archive(by=ada)
    board.archive_lane(fast, cards_to=board.lanes.first(), by=ada)
    assert card.restore(by=ada).revision == 2


def test_a_label_that_is_renamed_or_removed_changes_what_its_cards_say(board, build, card_in, ada):
    card, other = card_in(build, labels=["quay"]), card_in(build)
    label = board.rename_label(board.labels.get(), "pier", by=ada)
    assert (card.as_now().revision, other.as_now().revision) == (2, 1)
    board.remove_label(label, by=ada)
    assert (card.as_now().revision, other.as_now().revision) == (3, 1)


def test_a_place_a_block_and_a_comment_are_no_words_of_a_card(build, review, card_in, ada):
    card = card_in(build)
    card.move_to(review, by=ada)
    card.block(reason="crane", by=ada)
    card.comment("Look", by=ada)
    card.archive(by=ada)
    assert card.as_now().revision == 1


def test_two_who_write_lose_nothing(build, card_in, ada, grace):
    card = card_in(build, description="deep")
    seen = Terms(expected_revision=card.revision)
    card.revise(description="deeper", by=ada, terms=seen)
    with pytest.raises(StaleCard) as stale:
        card.revise(description="shallow", by=grace, terms=seen)
    assert stale.value.card.description == "deeper"
    assert card.as_now().description == "deeper"


def test_every_verb_of_a_card_minds_it(build, review, done, card_in, ada):
    card, other = card_in(build), card_in(review)
    seen = Terms(expected_revision=card.revision)
    card.revise(title="Dredge", by=ada)
    verbs = [
        lambda: card.move_to(review, by=ada, terms=seen),
        lambda: card.swap_with(other, by=ada, terms=seen),
        lambda: card.block(reason="crane", by=ada, terms=seen),
        lambda: card.unblock(by=ada, terms=seen),
        lambda: card.archive(by=ada, terms=seen),
        lambda: card.restore(by=ada, terms=seen),
        lambda: card.discard(by=ada, terms=seen),
        lambda: card.reopen(by=ada, terms=seen),
        lambda: card.return_to_backlog(by=ada, terms=seen),
        lambda: card.undo(by=ada, terms=seen),
        lambda: card.comment("Look", by=ada, terms=seen),
    ]
    for verb in verbs:
        with pytest.raises(StaleCard):
            verb()
    assert card.as_now().version == card.version


def test_a_retry_with_the_revision_it_saw_is_not_stale(build, card_in, ada):
    card = card_in(build)
    terms = Terms(key="once", fingerprint="f", expected_revision=card.revision)
    for _ in range(2):
        assert card.revise(title="Dredge", by=ada, terms=terms).title == "Dredge"


PARTS = {
    "board": lambda board, by, **seen: board.revise(name="Quay", by=by, **seen),
    "expectation": lambda board, by, **seen: board.set_sle(5, by=by, **seen),
    "proposed expectation": lambda board, by, **seen: board.sle_automatically(by=by, **seen),
    "column": lambda board, by, **seen: board.columns.first().revise(policy="x", by=by, **seen),
    "pace": lambda board, by, **seen: board.columns.first().set_pace([1, 2, 3, 4], by=by, **seen),
    "automatic pace": lambda board, by, **seen: board.columns.first().pace_automatically(
        by=by, **seen
    ),
    "lane": lambda board, by, **seen: board.rename_lane(board.lanes.first(), "x", by=by, **seen),
    "class": lambda board, by, **seen: board.revise_class(
        board.service_classes.first(), name="x", apart_from_limits=False, by=by, **seen
    ),
    "label": lambda board, by, **seen: board.rename_label(board.labels.first(), "x", by=by, **seen),
    "limit": lambda board, by, **seen: board.change_limit(
        board.limits.first(), maximum=9, by=by, **seen
    ),
    "own limit": lambda board, by, **seen: board.limit_column(
        board.columns.get(name="Review"), 9, by=by, **seen
    ),
}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_a_board_is_changed_as_it_was_seen_or_not_at_all(board, review, ada, part):
    board.add_label("quay", by=ada)
    board.limit_column(review, 3, by=ada)
    board = Board.objects.get(pk=board.pk)
    version = board.version
    with pytest.raises(StalePart):
        PARTS[part](board, ada, expected_revision=4711)
    assert Board.objects.get(pk=board.pk).version == version
    PARTS[part](board, ada, expected_revision=1)


def test_a_limit_that_was_not_there_is_seen_as_none(board, review, ada, grace):
    board.limit_column(review, 3, by=ada, expected_revision=0)
    with pytest.raises(StalePart) as stale:
        board.limit_column(review, 5, by=grace, expected_revision=0)
    assert stale.value.thing.maximum == 3
    board.limit_column(review, None, by=ada)
    with pytest.raises(StalePart) as stale:
        board.limit_column(review, 5, by=grace, expected_revision=1)
    assert stale.value.thing is None


def test_what_history_proposes_is_no_word_of_a_person(board, build):
    build.propose_pace([1, 2, 3, 4])
    board.propose_sle(9, percent=85)
    assert Column.objects.get(pk=build.pk).revision == 1
    assert Board.objects.get(pk=board.pk).revision == 1


def test_who_saw_an_earlier_template_or_recurring_card_changes_nothing(board, ada, grace):
    template = board.add_card_template(title="Inspect the crane", by=ada)
    recurrence = board.add_recurrence(template=template, rule="FREQ=DAILY", by=ada)
    board.revise_card_template(template, title="Inspect both cranes", by=grace)
    board.revise_recurrence(recurrence, rule="FREQ=WEEKLY", by=grace)
    with pytest.raises(StalePart):
        board.revise_card_template(template, title="Oil it", by=ada, expected_revision=1)
    with pytest.raises(StalePart):
        board.revise_recurrence(recurrence, rule="FREQ=MONTHLY", by=ada, expected_revision=1)
    assert board.card_templates.get().title == "Inspect both cranes"
    assert board.recurrences.get().rule == "FREQ=WEEKLY"
    assert board.card_templates.get().revision == board.recurrences.get().revision == 2


def test_everything_that_has_a_revision_is_tried_here():
    ours = [each for each in Revised.__subclasses__() if each._meta.app_label == "board"]
    assert {model.__name__ for model in ours} == {
        *("Board", "Card", "Column", "Label", "Lane", "ServiceClass"),
        *("CardTemplate", "Recurrence"),
    }
