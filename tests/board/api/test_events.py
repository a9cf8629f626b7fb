"""What happened on a board is told in order, from a version on."""


def test_events_go_on_from_a_version_without_holes(api, board, build, review, card_in, grace):
    known = api.get("/boards/SLU").json()["version"]
    card_in(build).move_to(review, by=grace)
    told = api.get("/boards/SLU/events", since=known).json()
    assert [event["number"] for event in told["items"]] == [known + 1, known + 2]
    moved = told["items"][1]
    assert (moved["kind"], moved["card"], moved["by"]) == ("moved", 1, "grace@example.org")
    assert moved["data"]["column"] == review.pk
    assert api.get("/boards/SLU").json()["version"] == moved["number"]
    assert api.get("/boards/SLU/events", since=known + 2).json()["items"] == []


def test_an_event_tells_no_idempotency_key(api, board, build):
    api.post("/boards/SLU/cards", title="A", column="Build", retry_key="secret-key")
    assert b"secret-key" not in api.get("/boards/SLU/events").content


def test_no_event_costs_a_statement(api, board, build, card_in, query_count):
    api.get("/boards")
    few = query_count(api.get, "/boards/SLU/events")
    for _ in range(5):
        card_in(build)
    assert query_count(api.get, "/boards/SLU/events") == few
