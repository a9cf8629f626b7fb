"""Names that the API is given are folded, and refused by their field if nothing can be seen."""

import pytest

NFD = "Cafe\u0301"


@pytest.mark.parametrize(
    ("path", "said", "field"),
    [
        ("/boards/SLU/cards", {"title": "\u200b", "column": "Build"}, "title"),
        ("/boards/SLU/columns", {"name": "\u200b\u200d", "stage": "active"}, "name"),
        ("/boards/SLU/lanes", {"name": "\ufeff"}, "name"),
    ],
)
def test_what_cannot_be_seen_is_no_name(api, board, path, said, field):
    answer = api.post(path, **said)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_a_title_is_one_line_and_a_label_one_label(api, board):
    said = {"title": f"Paint\r\nthe\t{NFD}", "column": "Build", "labels": [NFD, "Café"]}
    told = api.post("/boards/SLU/cards", **said).json()
    assert (told["title"], told["labels"]) == ("Paint the Café", ["Café"])


def test_a_column_is_found_by_its_twin(api, board, build, ada):
    build.revise(name="Café", by=ada)
    assert api.post("/boards/SLU/cards", title="A", column=NFD).status_code == 201


def test_an_endless_number_names_nothing(api, board):
    answer = api.get(f"/boards/SLU/cards?column={'9' * 5000}")
    assert answer.status_code == 422
