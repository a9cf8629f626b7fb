"""Cards are created, listed, found, told and revised."""

import pytest

from board.models import Service

FACTS = {
    "title": "Crane",
    "description": "Paint *it*.",
    "assignees": ["GRACE@example.org", "ada@example.org"],
    "labels": ["paint", "Harbour"],
    "due_on": "2026-12-24",
    "size": 3,
}


def test_a_card_is_created_with_all_that_was_said(api, board):
    answer = api.post(
        "/boards/SLU/cards", column="Build", lane="Standard", service_class="EXPEDITE", **FACTS
    )
    assert answer.status_code == 201
    told = answer.json()
    assert told == api.get("/boards/SLU/cards/1").json()
    assert told["assignees"] == ["ada@example.org", "grace@example.org"]
    assert told["labels"] == ["Harbour", "paint"]
    for fact in ("title", "description", "due_on", "size"):
        assert told[fact] == FACTS[fact]
    assert (told["number"], told["key"], told["version"], told["age"]) == (1, "SLU-1", 1, 1)
    assert (told["column"], told["lane"]) == ("Build", "Standard")
    assert told["column_id"] == board.columns.get(name="Build").pk
    assert told["service_class"] == "Expedite"
    assert told["created_at"] == told["arrived_at"] == told["started_at"]
    assert told["finished_at"] is told["archived_at"] is None
    assert (told["blocked"], told["blocked_reason"], told["overrides"]) == (False, None, [])


def test_creating_in_a_full_column_is_refused(api, full_review):
    answer = api.post("/boards/SLU/cards", title="One more", column="Review")
    assert (answer.status_code, answer.json()["code"]) == (409, "wip_limit_reached")


class TestNames:
    def test_a_column_is_named_by_its_id_or_its_name(self, api, build):
        for said in (build.pk, "Build", float(build.pk), str(build.pk)):
            answer = api.post("/boards/SLU/cards", title="A", column=said)
            assert answer.json()["column"] == "Build"

    def test_a_name_is_exact(self, api, build):
        answer = api.post("/boards/SLU/cards", title="A", column="build")
        assert answer.status_code == 422

    def test_a_text_of_digits_is_the_name_of_a_column_before_it_is_an_id(
        self, api, board, build, ada
    ):
        named = board.add_column(str(build.pk), "active", by=ada)
        answer = api.post("/boards/SLU/cards", title="A", column=str(build.pk))
        assert answer.json()["column_id"] == named.pk
        answer = api.post("/boards/SLU/cards", title="A", column=build.pk)
        assert answer.json()["column_id"] == build.pk

    @pytest.mark.parametrize("said", ["Fixed date", "fixed_date", "FIXED_DATE"])
    def test_a_class_is_named_by_its_name_or_its_kind_in_any_case(self, api, build, said):
        answer = api.post("/boards/SLU/cards", title="A", column="Build", service_class=said)
        assert answer.json()["service_class"] == "Fixed date"


class TestRevising:
    @pytest.fixture
    def card(self, build, card_in):
        return card_in(build, "Before", labels=["old"])

    def test_what_is_named_is_changed_and_nothing_else(self, api, card):
        before = api.get("/boards/SLU/cards/1").json()
        told = api.patch("/boards/SLU/cards/1", title="After", due_on="2026-12-24").json()
        assert told == before | {"title": "After", "due_on": "2026-12-24", "revision": 2}

    def test_null_takes_a_due_date_and_a_size_away(self, api, card):
        api.patch("/boards/SLU/cards/1", **FACTS)
        told = api.patch("/boards/SLU/cards/1", due_on=None, size=None).json()
        assert told["due_on"] is told["size"] is None

    def test_people_class_and_lane_are_one_change(self, api, board, card, ada):
        board.add_lane("Fast", by=ada)
        told = api.patch(
            "/boards/SLU/cards/1",
            assignees=["grace@example.org"],
            service_class="intangible",
            lane="Fast",
            expected_version=1,
        ).json()
        assert told["assignees"] == ["grace@example.org"]
        assert (told["service_class"], told["lane"]) == ("Intangible", "Fast")

    def test_somebody_who_has_no_room_refuses_the_whole_revision(
        self, api, board, build, card, card_in, grace, ada
    ):
        board.add_limit(by=ada, name="One each", maximum=1, each_person=True)
        card_in(build, assignees=[grace])
        answer = api.patch("/boards/SLU/cards/1", title="After", assignees=["grace@example.org"])
        assert answer.status_code == 409
        [violation] = answer.json()["violations"]
        assert (violation["scope"], violation["person"]) == ("person", "grace@example.org")
        assert card.as_now().title == "Before"

    @pytest.mark.parametrize("field", ["title", "description", "labels", "assignees", "lane"])
    def test_what_a_card_always_has_cannot_be_null(self, api, card, field):
        answer = api.patch("/boards/SLU/cards/1", **{field: None})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == field


class TestListing:
    def test_cards_are_listed_column_by_column_from_the_top(self, api, build, review, card_in, ada):
        in_review, first, last = card_in(review), card_in(build), card_in(build)
        last.move_to(build, before=first, by=ada)
        told = api.get("/boards/SLU/cards").json()
        assert [card["number"] for card in told["items"]] == [
            last.number,
            first.number,
            in_review.number,
        ]

    def test_a_list_has_pages_of_a_hundred(self, api, build, card_in):
        numbers = [card_in(build).number for _ in range(101)]
        first = api.get("/boards/SLU/cards").json()
        last = api.get("/boards/SLU/cards", page=2).json()
        assert [card["number"] for card in first["items"] + last["items"]] == numbers
        assert (first["count"], first["pages"], last["page"]) == (101, 2, 2)
        assert api.get("/boards/SLU/cards", page=3).json()["items"] == []

    def test_a_column_is_asked_for_by_name_or_id(self, api, build, review, card_in):
        card_in(build)
        card_in(review)
        for said in ("Review", review.pk):
            [card] = api.get("/boards/SLU/cards", column=said).json()["items"]
            assert card["column"] == "Review"

    def test_archived_cards_are_left_out_unless_asked_for(self, api, build, card_in, ada):
        card_in(build)
        card_in(build).archive(by=ada)
        assert api.get("/boards/SLU/cards").json()["count"] == 1
        assert api.get("/boards/SLU/cards", archived="true").json()["count"] == 2

    def test_deleted_cards_are_never_listed_and_not_found(self, api, build, card_in, ada):
        card_in(build).discard(by=ada)
        assert api.get("/boards/SLU/cards", archived="true").json()["count"] == 0
        assert api.get("/boards/SLU/cards/1").status_code == 404

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("crane", [1]),
            ("cra", [1]),
            ("paint crane", [1]),
            ("rope", [2]),
            ("slu-2", [2]),
            ("SLU-1", [1]),
            ("OTH-1", []),
            ("boat", []),
            ("!?", []),
            ("' | & :* (", []),
            ("", [1, 2]),
        ],
    )
    def test_cards_are_found_by_words_that_begin_so_or_by_their_key(
        self, api, build, card_in, words, found
    ):
        card_in(build, "Crane", description="Paint it")
        card_in(build, "A rope")
        told = api.get("/boards/SLU/cards", q=words).json()
        assert [card["number"] for card in told["items"]] == found

    def test_no_card_costs_a_statement(
        self, api, build, card_in, ada, grace, django_assert_num_queries
    ):
        def fill():
            for number in range(5):
                card = card_in(build, assignees=[ada, grace], labels=[f"label {number}"])
                card.block(reason="no key", by=ada)

        api.get("/boards")  # the use of the token is noted
        fill()
        with django_assert_num_queries(4):  # token, board, count, cards
            api.get("/boards/SLU/cards")
        fill()
        with django_assert_num_queries(4):
            told = api.get("/boards/SLU/cards").json()
        assert told["count"] == 10
        assert told["items"][-1]["assignees"] == ["ada@example.org", "grace@example.org"]


def test_a_card_tells_its_block_and_what_it_was_let_past(api, board, build, review, card_in, ada):
    card_in(review)
    limit = board.add_limit(by=ada, maximum=1, columns=[review], mode="reason")
    card_in(build)
    api.post(
        "/boards/SLU/cards/2/move",
        column="Review",
        override_reason="The ship leaves at noon.",
        limit_versions={str(limit.pk): limit.version},
    )
    told = api.post("/boards/SLU/cards/2/block", reason="no key").json()
    assert (told["blocked"], told["blocked_reason"]) == (True, "no key")
    assert told["overrides"] == [
        {
            "limit": limit.pk,
            "rule": None,
            "reason": "The ship leaves at noon.",
            "by": "ada@example.org",
        }
    ]


def test_an_expedite_card_says_its_class(api, board, build, card_in):
    card_in(build, service_class=board.class_of(Service.EXPEDITE))
    assert api.get("/boards/SLU/cards/1").json()["service_class"] == "Expedite"
