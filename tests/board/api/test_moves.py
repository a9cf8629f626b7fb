"""Cards are moved through the API, and refused."""


def test_a_card_is_moved_by_the_name_of_a_column(api, board, build, review, card_in):
    card = card_in(build)
    answer = api.post(f"/boards/SLU/cards/{card.number}/move", column="Review")
    assert answer.status_code == 200, answer.content
    assert answer.json()["column"] == "Review"
    assert card.as_now().column == review


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
    assert told["oldest"]["key"] == "SLU-1"
    assert told["swap_with"]["number"] == 1
    assert told["may_override"] is False
    assert "Review is full, 3 of 3." in told["detail"]
    assert card.as_now().column == build
