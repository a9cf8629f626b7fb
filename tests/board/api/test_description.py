"""The description of the API holds: the API answers what it says, whatever is sent."""

import re

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import CHECKS, load_all_checks

from board.models import ApiToken
from config.api import ROOT
from config.wsgi import application
from tests.examples import examples

EXAMPLES = examples(
    5, many=30
)  # for each operation, besides the edge cases that the description itself suggests

MAY_NAME_NOTHING = re.compile(  # what is described cannot say which columns a board has
    r"Idempotency-Key|column|columns|lane|before|after|with|service_class|assignees|email|stage|time_zone|key|name|"
    r"holidays_of|"
    r"class|label|assignee|from|to|"
    r"owner|purpose|remove_by|why_permanent|review_on|card|variants|environment|environments|"
    r"starts_on|ends_on|success_at|metric\.unit|at|variant|n|hits|value|learning|"
    r"by|target|text|"  # a day that is over, a target of another board, what cannot be seen
    r"component|repository|team|card|members|addresses|kind|flag|incident|scenarios|steps|"
    r"id|sha|status|"  # a pipeline that says null says nothing
    r"template|rule|title|steps|"  # a card needs a title or a template; a rule may name no day
    r"(started|finished|detected|restored)_at|"  # a text that is no moment
    r"moves(\.\d+\.(column|lane|number))?"
)

description = schemathesis.openapi.from_wsgi(f"{ROOT}openapi.json", application)
load_all_checks()
checks = [check for check in CHECKS.get_all() if check.__name__ != "positive_data_acceptance"]


@pytest.fixture
def token(board, ada, build, full_review, card_in):
    card_in(build, assignees=[ada])
    return ApiToken.issue(ada)


@schemathesis.check
def what_fits_the_description_is_only_refused_for_naming_what_is_not_there(ctx, response, case):
    if case.meta.generation.mode.is_positive and response.status_code == 422:
        fields = {mistake["field"] for mistake in response.json()["errors"]}
        assert {field for field in fields if not MAY_NAME_NOTHING.fullmatch(field)} == set()


@pytest.mark.django_db(transaction=True)  # the real application closes its connections
@description.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_whatever_is_sent_the_api_answers_as_it_says(case, token):
    case.call_and_validate(
        headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"},
        checks=checks,
        additional_checks=[what_fits_the_description_is_only_refused_for_naming_what_is_not_there],
    )
