import json
from datetime import timedelta

import pytest
from django.utils import timezone

from board.models import ApiToken, Terms


@pytest.fixture
def today(board):
    return board.day_of(timezone.now())


@pytest.fixture
def criteria(today):
    """All that is demanded of an experiment that has ended yesterday."""
    return {
        "change": "paying in three instalments",
        "outcome": "more finished bookings",
        "reason": "skippers stop at 1,240 € at once",
        "metric": {"name": "bookings finished", "unit": "%", "better": "more"},
        "method": "before_after",
        "baseline": 4,
        "success_at": 8,
        "failure_at": 5,
        "sample": 5000,
        "starts_on": (today - timedelta(15)).isoformat(),
        "ends_on": (today - timedelta(1)).isoformat(),
    }


@pytest.fixture
def running(criteria, today):
    """The same, with its last day in a week."""
    days = {"starts_on": today - timedelta(7), "ends_on": today + timedelta(7)}
    return criteria | {name: day.isoformat() for name, day in days.items()}


@pytest.fixture
def ask(client, board, ada):
    """Send a request below the board as Ada, or as somebody else; the status and the answer."""
    tokens = {}

    def ask(method, path, body=None, who=None, key=None):
        who = who or ada
        token = tokens.setdefault(who.pk, ApiToken.issue(who))
        answer = client.generic(
            method,
            f"/api/v1/boards/SLU/{path}",
            *([] if body is None else [json.dumps(body)]),
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"}
            | ({"Idempotency-Key": key} if key else {}),
        )
        return answer.status_code, answer.json() if answer.content else None

    return ask


@pytest.fixture
def predict(ask):
    """Make an experiment and answer it."""

    def predict(**said):
        status, answer = ask("POST", "experiments", said)
        assert status == 201, answer
        return answer

    return predict


@pytest.fixture
def target(ask, today):
    """The open target of the board: half of the cards within 4 days."""
    by = (today + timedelta(30)).isoformat()
    status, answer = ask("POST", "targets", {"metric": "cycle_time", "to": 4, "by": by})
    assert status == 201, answer
    return answer


@pytest.fixture
def finish(board, ideas, build, done, ada):
    """Finish a card so many days ago that had been in progress for so many days."""

    def finish(ago, days):
        end = timezone.now() - timedelta(ago)
        begin = end - timedelta(days - 1)
        card = board.create_card("A card", by=ada, column=ideas, terms=Terms(at=begin))
        card = card.move_to(build, by=ada, terms=Terms(at=begin))
        return card.move_to(done, by=ada, terms=Terms(at=end))

    return finish
