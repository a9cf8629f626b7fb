"""What other installed apps add to the pages of the board, which knows none of them.

An app says so on its AppConfig, as pairs of the name of a URL and the words of its link:

    tabs_of_a_board     pages beside the board; the URL takes its key
    parts_of_a_card     parts of a card's page; the URL takes key and number, and answers to htmx
                        with the part alone
    pages_of_all_boards pages beside the list of boards

and, as pairs of what a form says in `back` and the name of the URL that its answer leads to:

    ways_back           pages from which cards are changed; the URL takes the board's key

and, for the settings of a board that the app keeps itself and records as `settings_changed`, with
`of` saying whose they are:

    settings_in_words   pairs of that name and the path of a function, from the data of such an
                        event to a sentence
"""

from typing import Any

from django.apps import apps

Added = list[tuple[str, Any]]


def tabs_of_a_board() -> Added:
    return _added("tabs_of_a_board")


def parts_of_a_card() -> Added:
    return _added("parts_of_a_card")


def pages_of_all_boards() -> Added:
    return _added("pages_of_all_boards")


def ways_back() -> Added:
    return _added("ways_back")


def settings_in_words() -> Added:
    return _added("settings_in_words")


def _added(where: str) -> Added:
    return [pair for config in apps.get_app_configs() for pair in getattr(config, where, ())]
