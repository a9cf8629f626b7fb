"""Scenarios and steps from a field with lines, and from task lists in Markdown."""

import pytest

from board.models import Board, Card, Override

NEW = (
    *("--board", "NEW", "--new", "New", "--column", "To do:queue", "--column", "Doing:active"),
    *("--column", "Done:done", "--id", "id", "--title", "id", "--state", "state"),
)


@pytest.fixture
def imported(root, import_csv, file):
    """The card of a file with these words in its field `words`; `told` is what was said."""

    def run(words: str, *options: str, state="Doing") -> Card:
        said = import_csv(*NEW, *options, file("id,state,words", f'1,{state},"{words}"'))
        card = Card.objects.get()
        card.told = said
        return card

    return run


def items(card: Card, kind="scenario") -> list[tuple[str, bool]]:
    return [(item.text, item.is_done) for item in card.checklist.of_kind(kind).kept()]


def test_each_line_of_a_field_is_a_scenario(imported):
    card = imported("It floats\n\n- It is red\n* -5 degrees do not hurt", "--scenarios", "words")
    assert items(card) == [
        ("It floats", False),
        ("It is red", False),
        ("-5 degrees do not hurt", False),
    ]
    assert card.description == ""
    assert "Not read" not in card.told


def test_given_when_then_in_a_field_is_one_scenario(imported):
    card = imported("Given a ship\nWhen it leaves\nThen the berth is free", "--scenarios", "words")
    assert items(card) == [("Given a ship\nWhen it leaves\nThen the berth is free", False)]


def test_a_task_list_keeps_its_ticks_by_who_imports_it(imported, root):
    card = imported("- [ ] paint\n- [x] sand\n* [X] wash", "--steps", "words")
    assert items(card, "step") == [("paint", False), ("sand", True), ("wash", True)]
    assert {item.done_by for item in card.checklist.all() if item.is_done} == {root}


def test_a_checklist_as_trello_names_it_becomes_steps_and_its_heading_is_kept(imported):
    card = imported("Launch\n[x] sand\n[ ] paint", "--steps", "words")
    assert items(card, "step") == [("sand", True), ("paint", False)]
    assert card.description == "words: Launch"


def test_a_description_as_github_has_it_stays_as_it_is_and_gives_its_tasks(imported):
    words = "Why: it leaks.\n\n- a plain point\n- [ ] caulk\n  from below\n- [x] dock\n\nThanks!"
    card = imported(words, "--description", "words", "--scenarios", "words")
    assert items(card) == [("caulk\nfrom below", False), ("dock", True)]
    assert card.description == words


def test_a_description_without_tasks_gives_none(imported):
    card = imported("Only words\non two lines", "--description", "words", "--steps", "words")
    assert items(card, "step") == []
    assert card.description == "Only words\non two lines"


def test_what_is_over_100_is_kept_as_text_and_reported(imported):
    words = "\n".join(f"- [ ] step {nth}" for nth in range(103))
    card = imported(words, "--steps", "words")
    assert len(items(card, "step")) == 100
    assert card.description == (
        "Further line: step 100\nFurther line: step 101\nFurther line: step 102"
    )
    said = "3 scenarios or steps are more than the 100 that a card has; the descriptions have them."
    assert said in card.told


def test_a_line_that_is_too_long_is_cut_and_kept_whole(imported):
    long = "long " * 250
    card = imported(f"- [x] {long}", "--scenarios", "words")
    [(text, done)] = items(card)
    assert (len(text), text[-1], done) == (1000, "…", True)
    assert card.description == f"The whole line: {long.strip()}"
    assert "1 scenario or step was cut; the description has it in full." in card.told


def test_an_imported_card_that_is_too_large_is_let_in_with_an_override(
    board, ada, import_csv, file
):
    board.set_batch_rule(by=ada, most_scenarios=3, mode="refuse")
    path = file("id,state,words", '1,Build,"a\nb\nc\nd"', '2,Ideas,"a\nb\nc\nd"')
    said = import_csv(
        *("--board", "SLU", "--owner", ada.email, "--id", "id", "--title", "id"),
        *("--state", "state", "--scenarios", "words", path),
    )
    [override] = Override.objects.in_force()
    assert (override.card.external_id, override.rule, override.by) == ("1", "too_large", None)
    assert "1 card in progress is too large to start; it has an override." in said


def test_what_cannot_be_seen_is_no_scenario(imported):
    assert items(imported("- [ ] \u200b\n\u200b", "--scenarios", "words")) == []


def test_the_mapping_file_names_the_fields(root, import_csv, file, tmp_path):
    (tmp_path / "map.toml").write_text('scenarios = ["words"]\nsteps = ["more"]\n')
    path = file("id,state,words,more", "1,Doing,It floats,- [x] sand")
    import_csv(*NEW, "--map", tmp_path / "map.toml", path)
    card = Board.objects.get().cards.get()
    assert (items(card), items(card, "step")) == ([("It floats", False)], [("sand", True)])
