"""Two leads change the same settings at once: the second learns what stands there, and loses nothing."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from board.models import Board
from board.settings_pages.column_table import ColumnsForm


@pytest.fixture
def post(board, browser_of, ada):
    def send(page, *which, **said):
        return browser_of(ada).post(reverse(page, args=[board.key, *which]), said)

    return send


def test_a_column_that_somebody_else_changed_is_not_overwritten(board, build, post, grace, ada):
    build.revise(policy="Two have looked.", by=ada)
    mine = {"name": "Build", "group": "", "policy": "Nobody looks.", "expected_revision": 1}
    answer = post("column", build.pk, **mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Build has changed since you looked at it." in page
    assert "It is now: Policy: Two have looked." in page
    assert "Nobody looks." in page
    assert '<input type="hidden" name="expected_revision" value="2"' in page
    assert Board.objects.get().columns.get(pk=build.pk).policy == "Two have looked."
    assert post("column", build.pk, **mine | {"expected_revision": 2}).status_code == 302
    assert board.columns.get(pk=build.pk).policy == "Nobody looks."


def test_every_page_of_settings_sends_what_it_saw(board, review, browser_of, ada):
    board.add_label("quay", by=ada)
    board.limit_column(review, 3, by=ada)
    board.add_limit(maximum=9, by=ada)
    browser = browser_of(ada)
    seen = {"settings": "limit_revision", "about-board": "expected_revision"}
    for page, field in seen.items():
        assert f'{field}" value="' in browser.get(reverse(page, args=["SLU"])).content.decode()
    parts = browser.get(reverse("parts", args=["SLU"])).content.decode()
    classes, lanes, labels = board.service_classes.count(), 1, 1
    assert parts.count('name="expected_revision"') == classes + lanes + labels
    for page in ("column", "column-limit"):
        shown = browser.get(reverse(page, args=["SLU", review.pk])).content.decode()
        assert 'name="expected_revision" value="1"' in shown


def test_the_board_itself(board, post, ada):
    board.revise(name="Quay", by=ada)
    said = {"name": "Pier", "time_zone": "UTC", "holidays_of": "", "expected_revision": 1}
    answer = post("about-board", **said)
    assert answer.status_code == 409
    assert "It is now: Name: Quay." in answer.content.decode()
    assert Board.objects.get().name == "Quay"


def test_the_expectation(board, post, ada):
    board.set_sle(5, by=ada)
    answer = post("expect", percent=85, days=9, expected_revision=1)
    assert answer.status_code == 409
    assert "Within days: 5" in answer.content.decode()
    assert Board.objects.get().sle_days == 5


def test_a_lane_and_a_label(board, post, ada):
    lane, label = board.lanes.get(), board.add_label("quay", by=ada)
    board.rename_lane(lane, "Fast", by=ada)
    board.rename_label(label, "pier", by=ada)
    for page, part, now in (("rename-lane", lane, "Fast"), ("rename-label", label, "pier")):
        answer = post(page, part.pk, name="mine", expected_revision=1)
        assert answer.status_code == 409
        assert f"It is now: Name: {now}." in answer.content.decode()


def test_a_limit_of_any_scope(board, build, review, post, ada):
    limit = board.add_limit(maximum=3, columns=[build, review], by=ada)
    board.change_limit(limit, maximum=5, by=ada)
    said = {"maximum": 4, "mode": "refuse", "columns": [build.pk, review.pk]}
    said |= {"counts_blocked": "on", "members_may_override": "on", "expected_revision": 1}
    answer = post("change-limit", limit.pk, **said)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "It is now: Maximum: 5. Save again" in page
    limit.refresh_from_db()
    assert limit.maximum == 5


def test_a_columns_own_limit(board, review, post, ada):
    board.limit_column(review, 3, by=ada)
    answer = post("column-limit", review.pk, maximum=4, mode="refuse", expected_revision=0)
    assert answer.status_code == 409
    assert "At most: 3" in answer.content.decode()
    assert board.limits.get().maximum == 3


class TestTheTable:
    @pytest.fixture
    def seen(self, board):
        """What the table of columns sends back as it is."""
        form = ColumnsForm(Board.objects.get(pk=board.pk))
        ids = [row.column.pk for row in form.rows]
        sent = {"column": ids, "was": ids}
        for row in form.rows:
            for field in row:
                value = "" if field.initial is None else field.initial
                sent[field.html_name] = sent[field.html_initial_name] = value
        return sent

    def test_a_limit_of_a_row(self, board, build, seen, post, ada):
        board.limit_column(build, 3, mode="warn", by=ada)
        answer = post("columns", **seen | {f"column-{build.pk}-maximum": 4})
        page = answer.content.decode()
        assert answer.status_code == 409
        assert escape("It is now: Limit of Build: 3; When Build is full: warn.") in page
        assert f'name="column-{build.pk}-limit_revision" value="1"' in page
        assert 'value="4"' in page
        assert board.limits.get().maximum == 3

    def test_a_stage_of_a_row(self, board, review, seen, post, ada):
        review.revise(policy="Two have looked.", by=ada)
        answer = post("columns", **seen | {f"column-{review.pk}-stage": "waiting"})
        assert answer.status_code == 409
        assert board.columns.get(pk=review.pk).stage == "active"

    def test_stage_and_pace_of_one_row_are_one_change(self, board, review, seen, post):
        paces = {f"column-{review.pk}-pace_{p}": p for p in (50, 70, 85, 95)}
        answer = post("columns", **seen | paces | {f"column-{review.pk}-stage": "waiting"})
        assert answer.status_code == 302
        review.refresh_from_db()
        assert (review.stage, review.pace) == ("waiting", (50, 70, 85, 95))

    def test_another_row_is_no_business_of_mine(self, board, build, review, seen, post, ada):
        board.limit_column(build, 3, by=ada)
        assert post("columns", **seen | {f"column-{review.pk}-maximum": 4}).status_code == 302
        assert {limit.maximum for limit in board.limits.all()} == {3, 4}

    def test_who_moved_no_column_keeps_the_order_that_somebody_made(
        self, board, build, review, seen, post, ada
    ):
        review.put_before(build, by=ada)
        assert post("columns", **seen | {f"column-{review.pk}-maximum": 4}).status_code == 302
        names = [column.name for column in Board.objects.get().shape.columns.values()]
        assert names == ["Ideas", "Review", "Build", "Done"]

    def test_two_who_order_the_columns_do_not_undo_each_other(
        self, board, ideas, build, review, done, seen, post, ada
    ):
        test = board.add_column("Test", "active", by=ada)
        seen["was"] = [ideas.pk, build.pk, review.pk, test.pk, done.pk]
        review.put_before(build, by=ada)
        mine = [ideas.pk, test.pk, build.pk, review.pk, done.pk]
        sent = seen | {"column": mine}
        for field, value in (("stage", "active"), ("maximum", ""), ("mode", "refuse")):
            sent[f"column-{test.pk}-{field}"] = sent[f"initial-column-{test.pk}-{field}"] = value
        answer = post("columns", **sent)
        assert answer.status_code == 422
        assert "The columns have changed since you saw them." in answer.content.decode()
