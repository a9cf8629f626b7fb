"""Are we there? Evidence is computed, the word is the team's, and it keeps its day."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from board.display.settings.log import ChangesPage
from flow.experiments.models import Target
from flow.flags.models import Flag
from flow.improvement.models import Criterion, ReadinessWord
from flow.improvement.readiness import readiness

BASE = "/boards/SLU/readiness"


def evidence(board, criterion: Criterion) -> list[str]:
    [found] = [each for each in readiness(board) if each.criterion == criterion]
    return [fact.words for fact in found.evidence]


def test_nobody_has_said_and_nothing_says_it_by_itself(api, board):
    told = api.get(BASE).json()["criteria"]
    assert [each["criterion"] for each in told] == Criterion.values
    assert all(each["is_there"] is None and each["evidence"] for each in told)
    assert all(
        fact["path"].startswith("/boards/SLU/") for each in told for fact in each["evidence"]
    )


def test_the_word_is_kept_with_its_day_and_may_change(api, board, ada):
    api.send("PUT", f"{BASE}/flags", {"is_there": False, "note": "Only one is used"})
    told = api.send("PUT", f"{BASE}/flags", {"is_there": True, "note": ""}).json()["criteria"][1]
    assert (told["is_there"], told["note"]) == (True, "")
    assert told["said_on"] == board.day_of(timezone.now()).isoformat()
    assert ReadinessWord.objects.count() == 1
    told = [change.words for change in ChangesPage(board).changes]
    title = "Flags let unfinished work be deployed safely"
    assert told[:2] == [f"answered “{title}”: we are there", f"answered “{title}”: not yet"]


@pytest.mark.parametrize(
    ("criterion", "said", "status"),
    [
        ("nothing", {"is_there": True}, 404),
        ("flags", {}, 422),
        ("flags", {"is_there": "yes"}, 422),
        ("flags", {"is_there": True, "note": "x" * 501}, 422),
        ("flags", {"is_there": True, "note": "\ud800"}, 422),
    ],
)
def test_what_cannot_be_is_refused(api, board, criterion, said, status):
    assert api.send("PUT", f"{BASE}/{criterion}", said).status_code == status
    assert not ReadinessWord.objects.exists()


def test_the_evidence_of_limits_counts_cards_overrides_and_refusals(
    board, build, card_in, ada, api
):
    limit = board.limit_column(build, 1, by=ada, mode="reason")
    board.add_limit(by=ada, maximum=4)
    card_in(build)
    body = {"title": "Two", "column": "Build"}
    assert api.post("/boards/SLU/cards", **body).status_code == 409
    more = {"override_reason": "Now", "limit_versions": {str(limit.pk): limit.version}}
    assert api.post("/boards/SLU/cards", **body, **more).status_code == 201
    board.refresh_from_db()
    assert evidence(board, Criterion.WIP_LIMITS)[:3] == [
        "2 cards are in progress, the limit is 4",
        "1 card was let past a limit in 28 days",
        "The limits refused 1 card in 28 days",
    ]


def test_the_evidence_of_flags_and_measures(board, ada, ideas):
    card = board.create_card("Instalments", by=ada, column=ideas)
    soon = board.day_of(timezone.now()) + timedelta(30)
    said = {"owner": ada, "purpose": "Pay later", "remove_by": soon, "card": card}
    flag = Flag.make(board, "pay-later", kind="release", by=ada, **said)
    flag.states.filter(environment__production=True).update(enabled=True, rollout=5)
    Target.choose(board, "wip", by=ada, to=3, by_day=date(2099, 12, 31))
    board.refresh_from_db()
    assert evidence(board, Criterion.FLAGS)[0] == (
        "1 unfinished card is in production behind a flag"
    )
    assert evidence(board, Criterion.MEASURES) == [
        "0 of 5 measures have data",
        "0 retrospectives in 90 days",
        "Target: Cards in progress, on average; 0 experiments are open",
    ]


def test_the_page_shows_it_and_takes_the_word(board, browser_of, ada, vera):
    page = "/boards/SLU/improve/readiness/"
    said = {"criterion": "wip_limits", "is_there": "no", "note": "Build is over"}
    browser_of(ada).post(f"{page}word/", said)
    shown = browser_of(vera).get(page).content.decode()
    assert "Build is over" in shown
    assert 'data-state="not"' in shown
    assert "Change the answer" not in shown
    wrong = browser_of(ada).post(f"{page}word/", said | {"is_there": "perhaps"})
    assert wrong.status_code == 422
