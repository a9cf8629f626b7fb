"""The description of the API holds: the API answers what it says, whatever is sent.

The operations are named from the API itself. Each worker of the suite collects this file, and one of
them runs it: only that one draws the description and the edge cases of each operation.
"""

import re

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.generation.hypothesis import builder
from schemathesis.generation.hypothesis.reporting import ignore_hypothesis_output
from schemathesis.pytest._test_builder import build_operation_test
from schemathesis.python._constants.orchestrator import make_constants_value_source

from board.models import ApiToken
from config.api import ROOT, api
from config.wsgi import application
from tests.examples import examples

EXAMPLES = examples(
    2, many=30
)  # for each operation, besides the edge cases that the description itself suggests

MAY_NAME_NOTHING = re.compile(  # what is described cannot say which columns a board has
    r"Idempotency-Key|column|columns|lane|before|after|with|service_class|assignees|email|stage|time_zone|key|name|"
    r"holidays_of|"
    r"class|label|assignee|from|to|"
    r"owner|purpose|remove_by|why_permanent|review_on|card|variants|environment|environments|"
    r"starts_on|ends_on|success_at|metric\.unit|at|variant|n|hits|value|learning|"
    r"by|target|text|"  # a day that is over, a target of another board, what cannot be seen
    r"tightly_from|a|b|components(\.\d+)?|"  # a share above the other, what the board has not
    r"component|repository|team|card|members|addresses|kind|flag|incident|scenarios|steps|"
    r"id|sha|status|"  # a pipeline that says null says nothing
    r"template|rule|title|steps|"  # a card needs a title or a template; a rule may name no day
    r"(started|finished|detected|restored)_at|"  # a text that is no moment
    r"moves(\.\d+\.(column|lane|number))?"
)

NOT_SENT = [  # what schemathesis notes of a case that it could not send
    builder.InvalidHeadersExampleMark,
    builder.InvalidRegexMark,
    builder.MissingPathParameters,
    builder.NonSerializableMark,
    builder.UnsatisfiableExampleMark,
    builder.UnserializablePayloadMark,
]

OPERATIONS = sorted(
    f"{method} {ROOT.rstrip('/')}{prefix.rstrip('/')}{path}"
    for prefix, router in api._routers
    for path, view in router.path_operations.items()
    for operation in view.operations
    if operation.include_in_schema
    for method in operation.methods
)

load_all_checks()
checks = [check for check in CHECKS.get_all() if check.__name__ != "positive_data_acceptance"]


@pytest.fixture(scope="module")
def description():
    return schemathesis.openapi.from_wsgi(f"{ROOT}openapi.json", application)


@pytest.fixture
def token(board, ada, build, full_review, card_in):
    card_in(build, assignees=[ada])
    return ApiToken.issue(ada)


@schemathesis.check
def what_fits_the_description_is_only_refused_for_naming_what_is_not_there(ctx, response, case):
    if case.meta.generation.mode.is_positive and response.status_code == 422:
        fields = {mistake["field"] for mistake in response.json()["errors"]}
        assert {field for field in fields if not MAY_NAME_NOTHING.fullmatch(field)} == set()


def test_every_operation_of_the_description_is_asked(description):
    assert sorted(each.ok().label for each in description.get_all_operations()) == OPERATIONS


@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def _answers_as_it_says(case, token):
    case.call_and_validate(
        headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"},
        checks=checks,
        additional_checks=[what_fits_the_description_is_only_refused_for_naming_what_is_not_there],
    )


@pytest.mark.django_db(transaction=True)  # the real application closes its connections
@pytest.mark.parametrize("operation", OPERATIONS)
def test_whatever_is_sent_the_api_answers_as_it_says(operation, description, token):
    asked = build_operation_test(
        config=description.config,
        operation=description.find_operation_by_label(operation),
        test_func=_answers_as_it_says,
        given_kwargs={},
        feedback=FeedbackSources(constants_value_source=make_constants_value_source(description)),
    )
    assert [mark.attr_name for mark in NOT_SENT if mark.is_set(asked)] == []
    with ignore_hypothesis_output():
        asked(token=token)
