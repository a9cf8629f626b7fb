"""A lead sets the columns up in one table, and says what each is for."""

import pytest
from django.urls import reverse

from board.models import Mode
from board.settings_pages.column_table import ColumnsForm


@pytest.fixture
def table(board):
    """What the table of columns would send, with something else said in it."""

    def filled(order=None, **said):
        form = ColumnsForm(type(board).objects.get(pk=board.pk))
        sent = {"column": [row.column.pk for row in form.rows]}
        for row in [*form.rows, *form.pairs.values()]:
            for field in row:
                value = "" if field.initial is None else field.initial
                sent[field.html_name] = sent[field.html_initial_name] = value
        if order:
            sent["column"] = [column.pk for column in order]
        return sent | said

    return filled


@pytest.fixture
def save(board, browser_of, ada):
    def post(sent):
        return browser_of(ada).post(reverse("columns", args=[board.key]), sent)

    return post


def steps(board):
    return list(board.columns.filter(archived_at=None).values_list("name", "stage"))


def limits(board):
    return {limit.title: limit.maximum for limit in type(board).objects.get().shape.limits}


def test_a_table_saved_as_it_is_changes_nothing(board, full_review, table, save):
    before = board.events.count()
    assert save(table()).status_code == 302
    assert board.events.count() == before


@pytest.mark.parametrize("said", ["1e999", "-1", "9" * 30, "x"])
def test_a_revision_that_is_none_is_refused_in_words(board, build, table, save, said):
    for field in ("revision", "limit_revision"):
        answer = save(table(**{f"column-{build.pk}-{field}": said}))
        assert answer.status_code == 422
        assert "What you saw: " in answer.content.decode()


def test_limit_mode_and_pace_are_saved_together(board, build, review, table, save):
    sent = table(**{f"column-{build.pk}-maximum": 4, f"column-{build.pk}-mode": "reason"})
    for field, days in zip(("50", "70", "85", "95"), (5, 7, 9, 13), strict=True):
        sent[f"column-{review.pk}-pace_{field}"] = days
    assert save(sent).status_code == 302
    limit = board.limits.get()
    assert (limit.maximum, limit.mode) == (4, Mode.REASON)
    review.refresh_from_db()
    assert review.pace == (5, 7, 9, 13)


def test_a_pace_is_from_history_until_somebody_types_one_and_again_when_asked(
    board, build, review, table, save
):
    automatic = f"column-{build.pk}-pace_is_automatic"

    def saved(sent) -> tuple:
        assert save(sent).status_code == 302
        build.refresh_from_db()
        return build.pace, build.pace_is_automatic

    build.propose_pace([5, 7, 9, 13])
    assert saved(table()) == ((5, 7, 9, 13), True)  # nothing was changed
    assert saved(table(**{automatic: ""})) == ((5, 7, 9, 13), False)
    assert saved(table(**{automatic: "on"})) == ((5, 7, 9, 13), True)
    assert saved(table(**{f"column-{build.pk}-pace_95": 15})) == ((5, 7, 9, 15), False)
    log = [event.data for event in board.events.all() if "pace_is_automatic" in event.data]
    assert [data["pace_is_automatic"] for data in log] == [False, True, False]


def test_an_empty_limit_is_lifted(board, full_review, table, save):
    save(table(**{f"column-{full_review.pk}-maximum": ""}))
    assert limits(board) == {}


def test_a_column_moves_by_its_button_and_keeps_the_focus(board, build, review, table, save):
    answer = save(table(move=f"{review.pk}:up"))
    assert [name for name, _stage in steps(board)] == ["Ideas", "Review", "Build", "Done"]
    assert answer["Location"] == f"/boards/SLU/settings/?moved={review.pk}"


def test_a_column_moves_with_its_row_and_may_change_stage_at_once(
    board, ideas, build, review, done, table, save
):
    sent = table(order=[ideas, review, build, done], **{f"column-{review.pk}-stage": "queue"})
    assert save(sent).status_code == 302
    assert steps(board)[1:3] == [("Review", "queue"), ("Build", "active")]


def test_stages_out_of_order_are_told_and_nothing_is_lost(board, build, table, save):
    was = steps(board)
    sent = table(move=f"{build.pk}:up", **{f"column-{build.pk}-maximum": 17})
    answer = save(sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "queue columns first" in page
    assert 'value="17"' in page
    assert steps(board) == was
    assert limits(board) == {}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("maximum", "-1", "Limit of Build: "),
        ("maximum", "many", "Limit of Build: Enter a whole number."),
        ("maximum", "9" * 30, "Limit of Build: "),
        ("stage", "elsewhere", "Stage of Build: "),
        ("pace_50", "4", "The pace of Build is four numbers of days"),
        ("pace_95", "0", "Pace of Build, 95 %: "),
    ],
)
def test_what_makes_no_sense_is_told(board, build, table, save, field, value, words):
    answer = save(table(**{f"column-{build.pk}-{field}": value}))
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_two_leads_who_save_the_same_table_do_not_undo_each_other(
    board, build, review, table, save, ada
):
    seen = table()
    board.limit_column(build, 2, by=ada)
    save(seen | {f"column-{review.pk}-maximum": 3})
    assert limits(board) == {"Build": 2, "Review": 3}


def test_a_column_that_was_added_meanwhile_is_not_forgotten(board, table, save, ada):
    seen = table()
    board.add_column("Test", "active", by=ada)
    answer = save(seen)
    assert answer.status_code == 422
    assert "changed since you saw them" in answer.content.decode()


def test_a_pair_has_one_limit(board, build, review, table, save, ada):
    for column in (build, review):
        column.revise(group="Make", by=ada)
    assert save(table(**{f"pair-{build.pk}-maximum": 5})).status_code == 302
    assert limits(board) == {"Make": 5}


def test_a_column_is_added_where_it_belongs(board, browser_of, ada, review):
    said = {"name": "Test", "stage": "waiting", "before": review.pk}
    answer = browser_of(ada).post(reverse("add-column", args=[board.key]), said)
    assert answer.status_code == 302
    assert steps(board)[2] == ("Test", "waiting")


def test_a_name_that_is_taken_is_told_by_the_form(board, browser_of, ada, build):
    said = {"name": "build", "stage": "active"}
    answer = browser_of(ada).post(reverse("add-column", args=[board.key]), said)
    assert answer.status_code == 422
    assert "build exists already" in answer.content.decode()
    said = {"name": "review", "group": "", "policy": ""}
    answer = browser_of(ada).post(reverse("column", args=[board.key, build.pk]), said)
    assert answer.status_code == 422
    assert "review exists already" in answer.content.decode()


def test_a_column_gets_a_policy(board, browser_of, ada, build):
    said = {"name": "Build", "group": "", "policy": "Tested & merged"}
    browser_of(ada).post(reverse("column", args=[board.key, build.pk]), said)
    page = browser_of(ada).get(reverse("settings", args=[board.key])).content.decode()
    assert "Tested &amp; merged" in page


def test_an_archived_column_sends_its_cards_where_the_lead_says(
    board, browser_of, ada, build, review, card_in
):
    card = card_in(review)
    url = reverse("archive-column", args=[board.key, review.pk])
    answer = browser_of(ada).post(url, {"cards_to": ""})
    assert answer.status_code == 422
    assert "Choose where the cards of Review go" in answer.content.decode()
    assert browser_of(ada).post(url, {"cards_to": build.pk}).status_code == 302
    assert card.as_now().column == build


def test_a_member_sees_the_settings_and_cannot_change_them(board, browser_of, grace, full_review):
    page = browser_of(grace).get(reverse("settings", args=[board.key])).content.decode()
    assert "Only a lead of this board can change them" in page
    assert "Save columns" not in page
