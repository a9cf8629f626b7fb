"""The parts of the description of the API beyond its operations: the errors of each."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from ninja.operation import Operation
from pydantic.json_schema import models_json_schema

from board.api.answers.gate_problem import GateProblem
from board.api.answers.problem import MEDIA_TYPE, CircleProblem, InputProblem, Problem
from board.api.answers.stale_problem import StaleCardProblem, StalePartProblem

PROBLEMS: list[type[Problem]] = [
    Problem,
    InputProblem,
    StaleCardProblem,
    StalePartProblem,
    GateProblem,
    CircleProblem,
]


class DescribedAPI(NinjaAPI):
    """An API whose description names every error, once for all operations."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(self, **where: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**where)
        _, problems = models_json_schema(
            [(problem, "serialization") for problem in PROBLEMS], ref_template=REF_TEMPLATE
        )
        schema["components"]["schemas"] |= problems["$defs"]
        for operations in schema["paths"].values():
            for method, operation in operations.items():
                operation["responses"] |= _errors(method, operation)
        return schema


def _errors(method: str, operation: dict[str, Any]) -> dict[int, dict[str, Any]]:
    errors: dict[int, dict[str, Any]] = {
        401: _error("No valid token.", Problem),
        429: _error("The token asks too often; wait as `Retry-After` says.", Problem),
        503: _error("Not right now; send the same again after Retry-After.", Problem),
    }
    if operation["parameters"] or "requestBody" in operation:
        errors[422] = _error("Something sent cannot be; `errors` names it.", InputProblem)
        errors[404] = _error("It is not there, or you may not see it.", Problem)
    if method != "get":
        errors[403] = _error("You may look, but not do this.", Problem)
        errors[409] = _error(
            "Refused; `code` says why.",
            *(GateProblem, StaleCardProblem, StalePartProblem, CircleProblem, Problem),
        )
    if "requestBody" in operation:
        errors[400] = _error("The body is not JSON.", Problem)
        errors[413] = _error("The body is too large.", Problem)
    return dict(sorted(errors.items()))


def _error(words: str, *problems: type[Problem]) -> dict[str, Any]:
    refs = [{"$ref": REF_TEMPLATE.format(model=problem.__name__)} for problem in problems]
    schema = refs[0] if len(refs) == 1 else {"anyOf": refs}
    return {"description": words, "content": {MEDIA_TYPE: {"schema": schema}}}
