"""Cards are moved through the API, and refused."""

import pytest

from board.models import Mode, Service


@pytest.fixture
def card(build, card_in):
    return card_in(build)


def in_order(column) -> list[int]:
    return list(column.cards.in_order().values_list("number", flat=True))


def test_a_card_is_moved_and_answered_as_it_is_now(api, card, review):
    answer = api.post("/boards/SLU/cards/1/move", column="Review")
    assert answer.status_code == 200
    assert answer.json() == api.get("/boards/SLU/cards/1").json()
    assert (answer.json()["column"], answer.json()["version"]) == ("Review", 2)
    assert card.as_now().column == review


def test_a_card_is_put_before_or_behind_another(api, card, review, card_in):
    above, below = card_in(review), card_in(review)
    api.post("/boards/SLU/cards/1/move", column="Review", before=below.number)
    assert in_order(review) == [above.number, 1, below.number]
    api.post("/boards/SLU/cards/1/move", column="Review", after=below.number)
    assert in_order(review) == [above.number, below.number, 1]


def test_a_card_whose_neighbour_has_left_goes_to_the_end(api, card, review, done, card_in, ada):
    first = card_in(review)
    card_in(review)
    first.move_to(done, by=ada)
    answer = api.post("/boards/SLU/cards/1/move", column="Review", before=first.number)
    assert answer.status_code == 200
    assert in_order(review)[-1] == 1


def test_a_card_is_moved_to_another_lane(api, board, card, ada):
    board.add_lane("Fast", by=ada)
    told = api.post("/boards/SLU/cards/1/move", column="Build", lane="Fast").json()
    assert (told["column"], told["lane"]) == ("Build", "Fast")


def test_a_move_to_where_the_card_is_records_nothing(api, board, card):
    version = board.events.count()
    told = api.post("/boards/SLU/cards/1/move", column="Build").json()
    assert (told["version"], board.events.count()) == (1, version)


def test_a_full_column_refuses_and_says_which_limit_and_what_may_be_done(
    api, board, build, full_review, card_in
):
    card = card_in(build)
    answer = api.post(f"/boards/SLU/cards/{card.number}/move", column="Review")
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    limit = full_review.limits.get()
    told = answer.json()
    assert told["code"] == "wip_limit_reached"
    assert told["violations"] == [
        {
            "limit": limit.pk,
            "name": "Review",
            "scope": "column",
            "count": 3,
            "maximum": 3,
            "mode": "refuse",
            "may_override": False,
            "version": limit.version,
            "person": None,
        }
    ]
    assert told["oldest"] == {"number": 1, "key": "SLU-1", "title": "A card", "age": 1}
    assert told["swap_with"] == told["oldest"]
    assert told["may_override"] is False
    assert told["detail"] == (
        "Review is full, 3 of 3. Oldest there: SLU-1, 1 day. Finish or move one, or swap."
    )
    assert card.as_now().column == build


def test_all_violated_limits_are_told_the_most_specific_first(
    api, board, build, full_review, card_in, ada
):
    board.add_limit(by=ada, name="Two rooms", maximum=3, columns=[full_review, build])
    board.add_limit(by=ada, name="One lane", maximum=3, lane=board.lanes.get())
    answer = api.post("/boards/SLU/cards", title="A", column="Review")
    assert [each["scope"] for each in answer.json()["violations"]] == ["column", "columns", "lane"]


class TestOverriding:
    @pytest.fixture
    def limit(self, board, full_review, card, ada):
        return board.change_limit(full_review.limits.get(), by=ada, mode=Mode.REASON)

    def override(self, caller, limit, version, reason="The ship leaves at noon."):
        return caller.post(
            "/boards/SLU/cards/4/move",
            column="Review",
            override_reason=reason,
            limit_versions={str(limit.pk): version},
        )

    @pytest.fixture
    def card(self, full_review, build, card_in):
        return card_in(build)

    def test_a_refusal_says_that_a_reason_would_do(self, api, limit):
        told = api.post("/boards/SLU/cards/4/move", column="Review").json()
        assert told["may_override"] is True
        assert told["violations"][0]["version"] == limit.version

    def test_a_reason_with_the_version_of_the_limit_passes_and_is_told(self, api, limit):
        told = self.override(api, limit, limit.version).json()
        assert told["column"] == "Review"
        assert told["overrides"][0]["limit"] == limit.pk

    def test_a_version_that_was_not_seen_refuses_again(self, api, limit):
        assert self.override(api, limit, limit.version - 1).status_code == 409

    def test_versions_without_a_reason_refuse(self, api, limit):
        assert self.override(api, limit, limit.version, reason=" ").status_code == 409

    def test_a_member_may_not_where_the_limit_leaves_it_to_leads(
        self, api, calls, board, limit, ada, grace
    ):
        limit = board.change_limit(limit, by=ada, members_may_override=False)
        answer = self.override(calls(grace), limit, limit.version)
        assert answer.status_code == 409
        assert answer.json()["may_override"] is False
        assert self.override(api, limit, limit.version).status_code == 200


def test_two_cards_change_places_across_a_full_column(api, full_review, build, card_in):
    card = card_in(build)
    told = api.post(f"/boards/SLU/cards/{card.number}/swap", **{"with": 1}).json()
    assert (told["number"], told["column"]) == (card.number, "Review")
    assert (told["other"]["number"], told["other"]["column"]) == (1, "Build")


def test_a_card_cannot_change_places_with_itself(api, card):
    answer = api.post("/boards/SLU/cards/1/swap", **{"with": 1})
    assert (answer.status_code, answer.json()["code"]) == (409, "not_possible")


def test_several_cards_are_moved_as_one_change_all_or_nothing(
    api, board, review, build, card_in, ada
):
    board.limit_column(review, 2, by=ada)
    moves = [{"number": card_in(build).number, "column": "Review"} for _ in range(3)]
    answer = api.post("/boards/SLU/moves", moves=moves)
    assert answer.status_code == 409
    assert "Review has room for 2, not for 3: 0 of 2." in answer.json()["detail"]
    assert review.cards.count() == 0
    told = api.post("/boards/SLU/moves", moves=moves[:2]).json()
    assert [(card["number"], card["column"]) for card in told["cards"]] == [
        (1, "Review"),
        (2, "Review"),
    ]


def test_a_card_goes_its_whole_way(api, board):
    card = "/boards/SLU/cards/1"
    assert api.post("/boards/SLU/cards", title="A", column="Ideas").json()["started_at"] is None
    assert api.post(f"{card}/move", column="Build").json()["started_at"] is not None
    assert api.post(f"{card}/undo").json()["started_at"] is None
    api.post(f"{card}/move", column="Build")
    assert api.post(f"{card}/block", reason="no key").json()["blocked_reason"] == "no key"
    assert api.post(f"{card}/unblock").json()["blocked"] is False
    assert api.post(f"{card}/move", column="Done").json()["finished_at"] is not None
    assert api.post(f"{card}/reopen").json()["column"] == "Build"
    assert api.post(f"{card}/reopen").status_code == 409
    assert api.post(f"{card}/return-to-backlog").json()["column"] == "Ideas"
    assert api.post(f"{card}/archive").json()["archived_at"] is not None
    assert api.post(f"{card}/move", column="Done").json()["code"] == "not_possible"
    assert api.post(f"{card}/restore", column="Review").json()["column"] == "Review"


@pytest.mark.parametrize("body", [b"", b"{}"])
def test_a_verb_that_needs_no_words_takes_none(api, card, body):
    for verb in ("unblock", "archive", "restore", "return-to-backlog", "undo"):
        answer = api.send("POST", f"/boards/SLU/cards/1/{verb}", body)
        assert answer.status_code == 200, (verb, answer.content)


class TestEveryDoorGoesThroughTheGate:
    """Each operation that brings a card to a limit is refused by a limit that is full."""

    @pytest.fixture
    def outside(self, full_review, build, card_in):
        return card_in(build)

    def refused(self, answer):
        assert answer.status_code == 409, answer.content
        assert answer.json()["code"] == "wip_limit_reached"

    def test_create(self, api, full_review):
        self.refused(api.post("/boards/SLU/cards", title="A", column="Review"))

    def test_move(self, api, outside):
        self.refused(api.post("/boards/SLU/cards/4/move", column="Review"))

    def test_move_several(self, api, outside):
        self.refused(api.post("/boards/SLU/moves", moves=[{"number": 4, "column": "Review"}]))

    def test_swap(self, api, board, full_review, build, card_in):
        expedite = board.class_of(Service.EXPEDITE)
        inside, outside = card_in(full_review, service_class=expedite), card_in(build)
        self.refused(
            api.post(f"/boards/SLU/cards/{outside.number}/swap", **{"with": inside.number})
        )

    def test_restore(self, api, full_review, card_in):
        api.post("/boards/SLU/cards/1/archive")
        card_in(full_review)
        self.refused(api.post("/boards/SLU/cards/1/restore"))

    def test_reopen(self, api, full_review, card_in):
        api.post("/boards/SLU/cards/1/move", column="Done")
        card_in(full_review)
        self.refused(api.post("/boards/SLU/cards/1/reopen"))

    def test_undo(self, api, full_review, card_in):
        api.post("/boards/SLU/cards/1/move", column="Done")
        card_in(full_review)
        self.refused(api.post("/boards/SLU/cards/1/undo"))

    def test_return_to_backlog(self, api, board, outside, ideas, ada):
        board.limit_column(ideas, 0, by=ada)
        self.refused(api.post("/boards/SLU/cards/4/return-to-backlog"))

    def test_change_people(self, api, board, outside, ada):
        board.add_limit(by=ada, maximum=0, each_person=True)
        self.refused(api.patch("/boards/SLU/cards/4", assignees=["grace@example.org"]))

    def test_change_class(self, api, board, full_review, card_in):
        card = card_in(full_review, service_class=board.class_of(Service.EXPEDITE))
        self.refused(api.patch(f"/boards/SLU/cards/{card.number}", service_class="standard"))

    def test_change_lane(self, api, board, outside, ada):
        board.add_limit(by=ada, maximum=0, lane=board.add_lane("Closed", by=ada))
        self.refused(api.patch("/boards/SLU/cards/4", lane="Closed"))

    def test_unblock_is_never_refused_but_recorded(self, api, board, full_review, outside, ada):
        limit = board.change_limit(full_review.limits.get(), by=ada, counts_blocked=False)
        api.post("/boards/SLU/cards/1/block", reason="no key")
        api.post("/boards/SLU/cards/4/move", column="Review")
        told = api.post("/boards/SLU/cards/1/unblock").json()
        assert [(each["limit"], each["by"]) for each in told["overrides"]] == [(limit.pk, None)]


def test_a_card_whose_neighbour_is_deleted_goes_to_the_end(api, card, review, card_in, ada):
    gone, last = card_in(review), card_in(review)
    gone.discard(by=ada)
    answer = api.post(f"/boards/SLU/cards/{card.number}/move", column="Review", before=gone.number)
    assert answer.status_code == 200, answer.content
    assert list(review.cards.on_the_board().in_order()) == [last, card]


def test_every_card_of_a_bulk_move_can_be_bound_to_the_version_that_was_seen(
    api, build, review, card_in, ada
):
    first, second = card_in(build), card_in(build)
    moves = [
        {"number": each.number, "column": "Done", "expected_version": each.version}
        for each in (first, second)
    ]
    second.move_to(review, by=ada)
    answer = api.post("/boards/SLU/moves", moves=moves)
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_card")
    assert first.as_now().column == build
    moves[1]["expected_version"] += 1
    assert api.post("/boards/SLU/moves", moves=moves).status_code == 200


def test_one_version_for_several_cards_says_nothing(api, build, card_in):
    moves = [{"number": card_in(build).number, "column": "Done"} for _ in range(2)]
    answer = api.post("/boards/SLU/moves", moves=moves, expected_version=1)
    assert answer.status_code == 422
