"""What stands in a digest, and when there is one."""

import re
from datetime import date, time, timedelta

import pytest

from board.models import Illustration, Mode, Notice, SplitPart, Terms
from board.models.board.cards import Move
from flow.alerts.models import Alert, Mailing
from flow.alerts.models.watch import boards_in_the_morning
from flow.alerts.morning import digest
from tests.flow.alerts.conftest import TUESDAY

pytestmark = pytest.mark.usefixtures("outbox")


@pytest.fixture
def yesterday(board, early, watch, clock):
    """There was a digest on Monday: what happens from now on is news."""
    with clock(-24):
        watch()
        digest(board.pk)
    Notice.objects.all().delete()


@pytest.fixture
def morning(board, watch):
    """What Ada reads this morning, as text; nothing if there is no mail."""

    def read():
        watch()
        digest(board.pk)
        notice = Notice.objects.filter(to="ada@example.org").first()
        return notice.text if notice else ""

    return read


def part(text, heading):
    """The lines below a heading of a digest, folded ones as one."""
    below = re.search(rf"^{heading}\n(.*?)(?:\n\n|\Z)", text, re.DOTALL | re.MULTILINE)
    return below[1].replace("\n  ", " ").splitlines() if below else []


def test_it_goes_to_who_works_here_and_says_what_is_aging(board, early, old_card, grace):
    old_card(assignees=[grace])
    digest(board.pk)
    assert sorted(Notice.objects.values_list("to", flat=True)) == [
        *("ada@example.org", "grace@example.org"),  # Vera only looks on
    ]
    notice = Notice.objects.get(to="grace@example.org")
    assert notice.subject == "Harbour: 1 card is growing old"
    for words in (notice.text, notice.html):
        assert "Chart the harbour" in words
        assert "85 % of cards had left Build by this age." in words
        assert "/boards/SLU/cards/1/" in words
        assert "Grace" in words
        assert "You get this because you work on Harbour." in words
    assert "5 days old, Build, Grace" in notice.text
    assert "you lead Harbour" in Notice.objects.get(to="ada@example.org").text


def test_it_shows_the_chart_and_says_it_in_words(board, early, old_card):
    old_card()
    digest(board.pk)
    notice = Notice.objects.first()
    picture = Illustration.objects.get()
    assert f'src="cid:{picture.name}"' in notice.html
    assert re.search(r'alt="Chart of age by column: [^"]*SLU-1', notice.html)
    assert bytes(picture.content).startswith(b"\x89PNG")
    assert [part.get_content_type() for part in notice.as_mail().message().walk()] == [
        *("multipart/related", "multipart/alternative", "text/plain", "text/html", "image/png"),
    ]


def test_a_mailbox_previews_the_most_pressing_facts(
    board, early, old_card, card_in, review, ada, morning
):
    old_card()
    card_in(review).block(reason="no key", by=ada)
    card_in(review)
    board.limit_column(review, 1, by=ada)
    morning()
    html = Notice.objects.first().html
    hidden = re.search(r'<div style="display:none[^>]*>(.*?)</div>', html)[1]
    assert (
        hidden == "SLU-1 is 5 days old, SLU-2 has been blocked for 1 day, Review exceeds its limit."
    )
    assert '<html lang="en">' in html


def test_of_an_old_card_it_says_what_it_waits_for(board, early, old_card, review, ada, morning):
    old_card().block(reason="customs sleeps", by=ada)
    text = morning()
    assert "85 % of cards had left Build by this age. Blocked 1 day: customs" in text
    assert part(text, "Blocked") == []  # it was told already


def test_a_card_that_waits_for_a_column_without_room_says_so(
    board, early, paced, build, review, card_in, ada, clock, morning
):
    build.revise(stage="waiting", by=ada)
    with clock(-24 * 4):
        card_in(build)
    card_in(review)
    board.limit_column(review, 1, by=ada)
    assert "Waits for Review, which has no room." in " ".join(morning().split())


def test_a_date_that_will_hardly_be_made_is_not_called_old(
    board, early, build, done, card_in, ada, clock, morning
):
    for _ in range(10):
        with clock(-24 * 20):
            card = card_in(build)
        with clock(-24 * 10):
            card.move_to(done, by=ada)
    card_in(build, due_on=date(2026, 11, 26))
    text = morning()
    assert "1 card may miss its date." in text
    assert "growing old" not in text.replace("Nothing is growing old", "")
    assert "Due on 26 November; 0 % of cards like it would make that." in text


def test_it_says_what_is_blocked_and_why(yesterday, card_in, ideas, ada, clock, morning):
    card_in(ideas, title="Wait for the key").block(reason="customs sleeps", by=ada)
    with clock(24):
        assert part(morning(), "Blocked") == [
            "- SLU-1 Wait for the key: 2 days, customs sleeps",
        ]


def test_it_says_how_full_the_limits_are_and_what_to_pull_next(
    board, yesterday, card_in, ideas, build, review, done, ada, morning
):
    for _ in range(2):
        card_in(review)
    card_in(build)
    card_in(ideas)
    board.limit_column(review, 1, by=ada)
    board.limit_column(build, 3, by=ada)
    board.limit_column(ideas, 1, by=ada)
    board.add_limit(by=ada, maximum=2, name="All of it")
    assert part(morning(), "State of the limits") == [
        "- Ideas 1/1, full",
        "- Build 1/3, 2 free: pull SLU-4",
        "- Review 2/1, 1 too many: 2 must leave before anything enters",
        "- All of it 3/2, 1 too many: 2 must leave before anything enters",
    ]


def test_it_says_who_let_which_card_past_which_limit_and_why(
    board, yesterday, card_in, ideas, review, ada, grace, morning
):
    board.limit_column(review, 1, by=ada, mode=Mode.REASON)
    [limit] = board.shape.limits
    card_in(review)
    terms = Terms(override_reason="the crane leaves", limit_versions={limit.pk: limit.version})
    card_in(ideas, title="Lift the buoy").move_to(review, by=grace, terms=terms)
    assert part(morning(), "Let past a limit or a rule since the last digest") == [
        "- SLU-2 Lift the buoy (Tue 07:00): Grace let it past Review, 1 of 1: the crane leaves",
    ]


def test_it_says_who_let_a_card_start_that_is_too_large_and_why(
    board, yesterday, card_in, ideas, build, ada, grace, morning
):
    board.set_batch_rule(by=ada, most_scenarios=3, mode="reason")
    small, large = card_in(ideas), card_in(ideas, title="Lift the buoy")
    large.add_to_checklist("scenario", list("abcd"), by=ada)
    terms = Terms(override_reason="the crane leaves", passes=["too_large"])
    board.move_all([Move(small, build), Move(large, build)], by=grace, terms=terms)
    assert part(morning(), "Let past a limit or a rule since the last digest") == [
        "- SLU-2 Lift the buoy (Tue 07:00): Grace let it past the size of a card that starts "
        "(4 scenarios, at most 3): the crane leaves",
    ]


def test_a_start_that_was_only_noted_as_too_large_is_told_without_a_reason(
    board, yesterday, card_in, ideas, build, ada, morning
):
    board.set_batch_rule(by=ada, asks_fit=True, mode="warn")
    card_in(ideas, title="Lift the buoy").move_to(build, by=ada)
    assert part(morning(), "Let past a limit or a rule since the last digest") == [
        "- SLU-1 Lift the buoy (Tue 07:00): Ada let it past the size of a card that starts",
    ]


def test_parts_of_a_split_are_no_moves(board, yesterday, card_in, ideas, ada, morning):
    card = card_in(ideas)
    card.add_to_checklist("scenario", list("abc"), by=ada)
    _first, *rest = [item.pk for item in card.checklist.kept()]
    card.split([SplitPart("Rest", rest)], by=ada)
    assert morning() == ""
    card.undo(by=ada)
    assert morning() == ""


def test_a_limit_that_only_warns_leaves_no_reason_and_the_board_itself_gives_one(
    board, yesterday, card_in, build, review, ada, morning
):
    board.limit_column(review, 1, by=ada, mode=Mode.WARN)
    board.add_limit(by=ada, columns=[build], maximum=1, counts_blocked=False)
    card_in(review), card_in(review, title="Second")
    blocked = card_in(build, title="Third").block(reason="no key", by=ada)
    card_in(build)
    blocked.unblock(by=ada)
    assert part(morning(), "Let past a limit or a rule since the last digest") == [
        "- SLU-3 Third (Tue 07:00): it passed Build, 1 of 1: Unblocked while there was no room",
        "- SLU-2 Second (Tue 07:00): Ada let it past Review, 1 of 1",
    ]


def test_a_pull_past_a_limit_that_was_undone_is_no_news(
    board, yesterday, card_in, ideas, review, ada, morning
):
    board.limit_column(review, 0, by=ada, mode=Mode.WARN)
    card_in(ideas).move_to(review, by=ada).undo(by=ada)
    assert morning() == ""


def test_several_cards_let_past_a_limit_at_once_are_told_each(
    board, yesterday, card_in, ideas, review, ada, morning
):
    board.limit_column(review, 0, by=ada, mode=Mode.REASON)
    [limit] = board.shape.limits
    cards = [card_in(ideas) for _ in range(2)]
    terms = Terms(override_reason="storm", limit_versions={limit.pk: limit.version})
    board.move_all([Move(card, review) for card in cards], by=ada, terms=terms)
    told = part(morning(), "Let past a limit or a rule since the last digest")
    assert [line.split()[1] for line in told] == ["SLU-2", "SLU-1"]


@pytest.mark.parametrize("rule", ["limit", "size"])
def test_several_cards_that_a_rule_only_noted_at_once_are_told_each(
    board, yesterday, card_in, ideas, review, ada, morning, rule
):
    cards = [card_in(ideas, scenarios=list("abcd")) for _ in range(4)]
    if rule == "limit":
        board.limit_column(review, 0, by=ada, mode=Mode.WARN)
    else:
        board.set_batch_rule(by=ada, most_scenarios=3, mode="warn")
    board.move_all([Move(card, review) for card in cards], by=ada)
    cards[1].undo(by=ada)
    told = part(morning(), "Let past a limit or a rule since the last digest")
    assert [line.split()[1] for line in told] == ["SLU-4", "SLU-3", "SLU-1"]


def test_a_limit_that_went_over_without_a_pull_is_told_with_who_set_it(
    board, yesterday, card_in, review, ada, grace, morning
):
    card_in(review), card_in(review)
    board.limit_column(review, 1, by=ada)
    heading = "Let past a limit or a rule since the last digest"
    assert part(morning(), heading) == ["- Review: 2 of 1 since Ada set the limit"]


def test_finished_cards_are_told_apart_from_those_that_moved(
    board, yesterday, card_in, ideas, build, review, done, ada, clock, morning
):
    with clock(-24 * 3):
        old = card_in(build, title="Paint the pier")
    with clock(-24):
        back, gone = card_in(review, title="Back"), card_in(done, title="Again")
    with clock(-1):
        old.move_to(review, by=ada).move_to(done, by=ada)
        back.move_to(build, by=ada)
        gone.reopen(by=ada, column=build)
        card_in(ideas, title="Pulled").move_to(build, by=ada)
        card_in(build, title="Fresh")
        card_in(ideas, title="Only an idea")
    text = morning()
    assert part(text, "Finished since the last digest") == ["- SLU-1 Paint the pier, 4 days"]
    assert part(text, "Moved since the last digest") == [
        "- SLU-5 Fresh: new in Build",
        "- SLU-4 Pulled: Ideas → Build",
        "- SLU-3 Again: reopened, now in Build",
        "- SLU-2 Back: back from Review to Build",
    ]


def test_a_long_list_ends_with_how_many_more_there_are(
    board, yesterday, card_in, build, review, ada, morning
):
    for _ in range(19):
        card_in(build).move_to(review, by=ada)
    moved = part(morning(), "Moved since the last digest")
    assert (len(moved), moved[-1]) == (13, "- and 7 more")
    assert "and 7 more" in Notice.objects.first().html


def test_cards_that_were_swapped_have_both_moved(
    board, yesterday, card_in, build, review, ada, clock, morning
):
    with clock(-24):
        one, other = card_in(build), card_in(review)
    one.swap_with(other, by=ada)
    assert sorted(part(morning(), "Moved since the last digest")) == [
        "- SLU-1 A card: Build → Review",
        "- SLU-2 A card: back from Review to Build",
    ]


def test_a_card_that_was_deleted_is_not_told_of(
    board, yesterday, card_in, build, review, ada, morning
):
    card_in(build, title="Secret").move_to(review, by=ada).discard(by=ada)
    assert morning() == ""


def test_there_is_no_mail_when_there_is_nothing_to_say(
    board, early, card_in, ideas, build, ada, clock, watch, morning
):
    with clock(-24):
        card = card_in(build)
        watch()
        digest(board.pk)
    board.limit_column(build, 5, by=ada)  # free slots, and a card to pull
    card_in(ideas)
    card.revise(by=ada, title="Another name")
    card.comment("I look at it", by=ada)
    assert morning() == ""


@pytest.mark.parametrize("snoozed", ["old", "blocked", "over"])
def test_what_was_snoozed_is_no_reason_to_write(
    snoozed, board, early, paced, card_in, ideas, build, review, ada, clock, watch, morning
):
    with clock(-24 * 4):
        if snoozed == "old":
            card_in(build)
        elif snoozed == "blocked":
            card_in(ideas).block(reason="no key", by=ada)
        else:
            card_in(review), card_in(review)
            board.limit_column(review, 1, by=ada)
    with clock(-24):
        watch()
        digest(board.pk)
    Notice.objects.all().delete()
    watch()
    for alert in Alert.objects.of(board).standing():
        alert.snooze(TUESDAY.date() + timedelta(3), because="waits", by=ada)
    assert morning() == ""
    with clock(24 * 3):
        assert morning() != ""


def test_it_goes_out_once_a_day(board, early, old_card):
    old_card()
    digest(board.pk)
    digest(board.pk)
    assert Notice.objects.count() == 2  # Ada's and Grace's


def test_it_is_due_at_the_time_of_the_board_on_its_days(board, early, watch, ada, clock):
    watch()
    board.revise(by=ada, days_off=[5, 6])
    Mailing.objects.create(board=board, digest_at=time(9, 15))
    due = {}
    for name, hours in {"too early": 2.2, "tuesday": 2.3, "saturday": 4 * 24 + 5}.items():
        with clock(hours):
            due[name] = boards_in_the_morning()
    assert due == {"too early": [], "tuesday": [board.pk], "saturday": []}
    with clock(3):
        digest(board.pk)
        assert boards_in_the_morning() == []
    with clock(26.3):
        assert boards_in_the_morning() == [board.pk]


def test_it_tells_times_by_the_clock_of_who_reads_it(
    board, yesterday, card_in, review, ada, morning
):
    ada.time_zone = "Asia/Tokyo"
    ada.save()
    board.limit_column(review, 0, by=ada, mode=Mode.WARN)
    card_in(review)
    assert "(Tue 16:00)" in morning()


def test_it_leads_to_the_standup_where_there_is_one(board, early, old_card, settings):
    old_card()
    digest(board.pk)
    notice = Notice.objects.first()
    assert f"The standup: {settings.SITE_URL}/boards/SLU/standup/" in notice.text
    assert f'href="{settings.SITE_URL}/boards/SLU/standup/"' in notice.html


def test_no_line_of_the_text_is_longer_than_a_mails(board, early, old_card, ada):
    old_card().block(reason="customs has not sent the key, " * 6, by=ada)
    digest(board.pk)
    for line in Notice.objects.first().text.splitlines():
        assert len(line) <= 76 or line.strip().startswith("http")


def test_more_cards_need_no_more_questions(
    board, early, paced, card_in, build, review, done, ada, grace, clock, watch,
    django_assert_max_num_queries,
):  # fmt: skip
    board.limit_column(review, 1, by=ada, mode=Mode.WARN)

    def questions(cards, day):
        with clock(-24 * 9):
            old = [
                card_in(build, assignees=[grace]).block(reason="x", by=ada) for _ in range(cards)
            ]
        with clock(24 * day - 1):
            for _ in old:
                card_in(build).move_to(review, by=ada)
                card_in(build).move_to(done, by=ada)
                card_in(build).move_to(review, by=ada).undo(by=ada)
        with clock(24 * day):
            watch()
            with django_assert_max_num_queries(95) as asked:
                digest(board.pk)
        return len(asked)

    questions(1, 0), questions(1, 1)  # from then on it knows what has moved, and what is over
    few = questions(2, 2)
    assert questions(12, 3) == few


def test_who_came_after_it_was_due_gets_the_next_one(board, early, old_card, grace, clock, watch):
    """Nobody who starts Sluice at ten gets the digest of half past eight a minute later."""
    old_card()
    board.memberships.filter(person=grace).update(since=TUESDAY + timedelta(hours=2))
    with clock(3):
        digest(board.pk)
    assert [*Notice.objects.values_list("to", flat=True)] == ["ada@example.org"]
    with clock(27):
        watch()
        digest(board.pk)
    assert Notice.objects.filter(to="grace@example.org").count() == 1
