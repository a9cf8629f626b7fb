"""A rare class, what to swarm on and what a limit refused, as the API says it."""


def test_a_class_takes_one_card_in_days_and_says_so(api, board, build):
    service_class = board.service_classes.get(kind="expedite")
    url = f"/boards/SLU/classes/{service_class.pk}"
    told = {each["id"]: each for each in api.patch(url, at_most_in_days=7).json()["classes"]}
    assert told[service_class.pk]["at_most_in_days"] == 7
    assert told[service_class.pk]["name"] == "Expedite"

    def start(title, **more):
        return api.post(
            "/boards/SLU/cards", title=title, column="Build", service_class="Expedite", **more
        )

    assert start("One").status_code == 201
    refused = start("Two")
    assert (refused.status_code, refused.json()["code"]) == (409, "expedite_again")
    assert refused.json()["swarm"] == []
    assert start("Two", override_reason="Fire", passes=["expedite_again"]).status_code == 201
    assert api.patch(url, at_most_in_days=None).status_code == 200
    assert start("Three").status_code == 201
    assert api.patch(url, at_most_in_days=0).status_code == 422


def test_a_refusal_says_what_to_swarm_on_and_the_limit_counts_it(api, board, build, ada, card_in):
    card_in(build).block(reason="crane", by=ada)
    board.limit_column(build, 1, by=ada)
    refused = api.post("/boards/SLU/cards", title="Two", column="Build")
    assert refused.json()["swarm"] == [{"number": 1, "why": "blocked"}]
    [limit] = api.get("/boards/SLU").json()["limits"]
    assert limit["refused"] == {"7": 1, "28": 1}
    raised = api.patch(f"/boards/SLU/limits/{limit['id']}", maximum=2, reason="More people")
    assert raised.status_code == 200
