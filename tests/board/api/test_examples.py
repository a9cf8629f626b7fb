"""What the description shows as an example is what the API takes and answers."""

import pytest
from pydantic import BaseModel

from board.api import boards, cards, limits, moves, parts, terms, verbs
from board.api.answers import card, problem
from board.api.values import RequestBody

SHOWN = {
    model
    for module in (boards, cards, limits, moves, parts, terms, verbs, card, problem)
    for model in vars(module).values()
    if isinstance(model, type) and issubclass(model, BaseModel) and model is not RequestBody
}


def test_no_two_models_share_a_name_for_the_description_knows_them_by_it():
    names = [model.__name__ for model in SHOWN]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("model", sorted(SHOWN, key=lambda model: model.__name__))
def test_an_example_fits_its_model(model):
    extra = model.model_config.get("json_schema_extra") or {"examples": []}
    for example in extra["examples"]:
        model.model_validate(example)
