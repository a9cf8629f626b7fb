from datetime import timedelta

import pytest
from django.utils import timezone

from board.models import ApiToken
from flow.improvement.models import Retrospective
from flow.improvement.models.retrospective.decision import ToDo
from tests.board.api.conftest import Caller


@pytest.fixture
def retro(board, ada) -> Retrospective:
    return Retrospective.open(board, by=ada)


@pytest.fixture
def fresh():
    """A retrospective as it is now."""
    return lambda retro: Retrospective.objects.get(pk=retro.pk)


@pytest.fixture
def to_do(board, ada):
    """An action that is said whole."""
    by = board.day_of(timezone.now()) + timedelta(7)

    def make(title="Review before ten", **said) -> ToDo:
        whole = {"owner": ada, "by": by, "measure": "Nothing waits a day"} | said
        return ToDo(title, **whole)

    return make


@pytest.fixture
def api(board, ada) -> Caller:
    return Caller(ApiToken.issue(ada))


@pytest.fixture
def grace_calls(board, grace) -> Caller:
    return Caller(ApiToken.issue(grace))


@pytest.fixture
def outbox(settings):
    """Mail goes into the outbox, as it does outside of tests."""
    settings.EMAIL_BACKEND = "board.notices.backend.Outbox"
