"""The parts that other installed apps add to the pages of the board, which knows none of them.

An app says so on its AppConfig, as pairs of the name of a URL and the words of its link (for
announcements, the name of their hint):

    tabs_of_a_board     pages beside the board; the URL takes its key
    parts_of_a_card     parts of a card's page; the URL takes key and number, and answers to htmx
                        with the part alone
    settings_of_a_board pages beside the settings of a board, for its leads; the URL takes its key, and
                        is there whether the practice is on or not: it may be switched on there
    announcements       what a board's page says of something that goes on now; the URL takes the
                        board's key, and is asked again at a hint of that name
    pages_of_all_boards pages beside the list of boards
    pages_of_improvement pages of the tab "Improve", in their order; the URL takes the board's key
    pages_of_delivery   pages of the tab "Delivery" beside its own; the URL takes the board's key
    asked_once_a_quarter pages with questions to a team that the first retrospective of a quarter
                        leads to; the URL takes the board's key
    ways_after_an_incident what can be done about an incident, on its page; the URL takes the board's
                        key, and `incident` is posted to it

An app that carries a practice names it as `practice`: its tabs and its parts of a card are there only
on the boards that have switched that practice on.

and, as pairs of what a form says in `back` and the name of the URL that its answer leads to:

    ways_back           pages from which cards are changed; the URL takes the board's key

and, for the events that the app records with `of` saying whose they are: `settings_changed` of what
it keeps of a board itself, and `told` of what it shows of cards (`Board.record_of_app`):

    events_in_words     pairs of that name and the path of a function, from the data of such an
                        event to a sentence, without who did it

and, as pairs of a field of the API and the path of what keeps it (`board/api/further.py`):

    terms_of_a_board    what a lead may say of a board besides its own settings

    terms_of_a_block    what people may say of a block besides its reason (`board/terms_of_a_block.py`)

and, as the path of one function, what has a say before a card starts or finishes:

    asks_at_the_gate    from a turn and the changes of cards that name the app to objections
                        (`board/models/limit/objection.py`); it is asked under the board's lock

and, as the path of one function, what is to be pulled before all other cards:

    pulled_first        from a board and ids of columns to the column, number and version of one card
                        of a column, in one statement for all; an open slot offers it

and, as the path of one function, what has a say before a board is deleted:

    keeps_a_board       from a board to a sentence why it may not be deleted now, "" if it may

and, as the path of one function, short facts that the board shows:

    facts_of_faces      from a board and the rows of cards that are drawn (`FaceRow`) to facts by the
                        number of the card (`board/display/fact.py`), in one statement for all. What
                        changes them is recorded by `Board.record_of_app`, so that open pages redraw the
                        card
    facts_of_columns    from a board to sentences by the id of a column, for the heads of columns

and, as the path of one function, what the app adds to the demo board, once that was made:

    adds_to_the_demo    from the board and its lead; by the app's own verbs, of the past too

An app that carries a practice is asked for facts only on the boards that have switched it on.
Further registries are those of flow: figures (`flow/metrics/figures.py`), sentences beside the tiles
(`flow/metrics/display/beside.py`), charts (`flow/metrics/registry.py`), kinds of alerts
(`flow/alerts/kinds.py`), calls of a standup (`flow/standup/calls.py`), sections of the digest
(`flow/alerts/morning/sections.py`), evidence of readiness (`flow/improvement/readiness.py`).
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from board.models import Board

Added = list[tuple[str, Any]]
AddedByPractice = list[tuple[str, Any, str]]  # with the practice that it needs, or ""


def tabs_of_a_board() -> AddedByPractice:
    return _added_by_practice("tabs_of_a_board")


def settings_of_a_board() -> Added:
    return _added("settings_of_a_board")


def parts_of_a_card() -> AddedByPractice:
    return _added_by_practice("parts_of_a_card")


def announcements() -> Added:
    return _added("announcements")


def pages_of_all_boards() -> Added:
    return _added("pages_of_all_boards")


def pages_of_improvement() -> Added:
    return _added("pages_of_improvement")


def asked_once_a_quarter() -> AddedByPractice:
    return _added_by_practice("asked_once_a_quarter")


def ways_after_an_incident() -> Added:
    return _added("ways_after_an_incident")


def pages_of_delivery() -> Added:
    return _added("pages_of_delivery")


def ways_back() -> Added:
    return _added("ways_back")


def events_in_words() -> Added:
    return _added("events_in_words")


def event_says(data: Mapping[str, Any]) -> str | None:
    """Return the words of an event of an app; None if the app is no longer installed."""
    says = dict(events_in_words()).get(data["of"])
    return import_string(says)(data) if says else None


def terms_of_a_board() -> list[tuple[str, Any]]:
    """Each field that an app keeps of a board, and what keeps it."""
    return [(name, import_string(path)) for name, path in _added("terms_of_a_board")]


def terms_of_a_block(board: "Board | None" = None) -> list[tuple[str, Any]]:
    """Each field that an app keeps of a block, and what keeps it.

    Of a board, only of the practices that are on there.
    """
    return [
        (name, import_string(path))
        for name, path, practice in _added_by_practice("terms_of_a_block")
        if not practice or board is None or practice in board.practices_on
    ]


def asks_at_the_gate() -> Iterator[tuple[str, Callable[..., Any]]]:
    """The name of each installed app that has a say at the gate, and the function to ask."""
    for config in apps.get_app_configs():
        if path := getattr(config, "asks_at_the_gate", None):
            yield config.name, import_string(path)


def named(where: str, board: "Board | None" = None) -> Iterator[Any]:
    """Yield the objects that the apps name under this word by their path.

    Of a board, only what has no practice, or one that is on there.
    """
    for config in apps.get_app_configs():
        practice = getattr(config, "practice", "")
        path = getattr(config, where, None)
        if path and (not practice or board is None or practice in board.practices_on):
            yield import_string(path)


def _added(where: str) -> Added:
    return [pair for config in apps.get_app_configs() for pair in getattr(config, where, ())]


def _added_by_practice(where: str) -> AddedByPractice:
    return [
        (*pair, getattr(config, "practice", ""))
        for config in apps.get_app_configs()
        for pair in getattr(config, where, ())
    ]
