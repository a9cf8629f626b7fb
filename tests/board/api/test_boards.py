"""Boards are made, listed and told with their counts."""

from board.models import Board, Role, Service

COLUMNS = [
    {"name": "Ideas", "stage": "queue"},
    {"name": "Build", "stage": "active", "limit": 3},
    {"name": "Done", "stage": "done"},
]


def test_who_makes_a_board_leads_it_and_its_columns_have_the_limits_that_were_said(calls, sam):
    answer = calls(sam).post("/boards", name="New", key="NEW", columns=COLUMNS)
    assert answer.status_code == 201
    told = answer.json()
    assert (told["key"], told["name"], told["role"]) == ("NEW", "New", "lead")
    assert told["time_zone"] == "UTC"
    assert told["version"] == Board.objects.get(key="NEW").version
    assert [(each["name"], each["stage"], each["limit"]) for each in told["columns"]] == [
        ("Ideas", "queue", None),
        ("Build", "active", 3),
        ("Done", "done", None),
    ]
    assert [member["email"] for member in told["members"]] == ["sam@example.org"]
    assert [lane["name"] for lane in told["lanes"]] == ["Standard"]
    assert [each["kind"] for each in told["classes"]] == list(Service)


def test_a_board_that_cannot_have_its_limits_is_not_made(calls, sam):
    columns = [*COLUMNS[:1], COLUMNS[1] | {"limit": 2**31}, *COLUMNS[2:]]
    answer = calls(sam).post("/boards", name="New", key="NEW", columns=columns)
    assert answer.status_code == 422
    assert not Board.objects.exists()


def test_boards_are_listed_by_name(api, board, ada):
    for name, key in (("Alpha", "ZZ"), ("Omega", "AA")):
        Board.make(name, key=key, by=ada, columns=[("Do", "active"), ("Did", "done")])
    told = api.get("/boards").json()
    assert [each["key"] for each in told["items"]] == ["ZZ", "SLU", "AA"]
    assert (told["count"], told["page"], told["pages"]) == (3, 1, 1)


def test_a_column_counts_what_its_limit_counts_and_says_what_stands_apart(
    api, board, full_review, build, card_in
):
    expedite = board.class_of(Service.EXPEDITE)
    card_in(full_review, service_class=expedite)
    card_in(build, service_class=expedite)
    card_in(build)
    columns = {each["name"]: each for each in api.get("/boards/SLU").json()["columns"]}
    counts = {name: (each["count"], each["limit"], each["apart"]) for name, each in columns.items()}
    assert counts["Review"] == (3, 3, 1)
    assert counts["Build"] == (2, None, 0)
    assert counts["Done"] == (0, None, 0)


def test_archived_cards_are_counted_nowhere(api, board, full_review, ada):
    full_review.cards.first().archive(by=ada)
    columns = {each["name"]: each["count"] for each in api.get("/boards/SLU").json()["columns"]}
    assert columns["Review"] == 2


def test_members_are_told_with_their_roles(api, board):
    members = api.get("/boards/SLU").json()["members"]
    assert {member["email"]: member["role"] for member in members} == {
        "ada@example.org": "lead",
        "grace@example.org": "member",
        "vera@example.org": "viewer",
    }


def test_a_lead_adds_a_column_a_lane_and_a_member(api, board, sam):
    told = api.post("/boards/SLU/columns", name="Test", stage="waiting").json()
    assert [each["name"] for each in told["columns"]] == [
        *("Ideas", "Build", "Review", "Test", "Done")
    ]
    told = api.post("/boards/SLU/columns", name="Plan", stage="queue", before="Ideas").json()
    assert told["columns"][0]["name"] == "Plan"
    told = api.post("/boards/SLU/lanes", name="Fast").json()
    assert [each["name"] for each in told["lanes"]] == ["Standard", "Fast"]
    answer = api.post("/boards/SLU/members", email="SAM@example.org", role="viewer")
    assert answer.status_code == 201
    assert board.role_of(sam) == Role.VIEWER


def test_a_board_keeps_a_lead(api, board):
    answer = api.post("/boards/SLU/members", email="ada@example.org", role="member")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_possible")


def test_an_archived_board_is_read_and_neither_listed_nor_changed(
    api, board, build, card_in, ada, grace, calls
):
    card_in(build)
    board.archive(by=ada)
    assert api.get("/boards").json()["count"] == 0
    told = api.get("/boards/SLU").json()
    assert told["archived_at"] is not None
    assert told["role"] == "viewer"
    assert api.get("/boards/SLU/cards/1").status_code == 200
    answer = calls(grace).post("/boards/SLU/cards/1/move", column="Review")
    assert answer.status_code == 403
    assert "archived" in answer.json()["detail"]
