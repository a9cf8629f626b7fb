"""An option for each name that a mapping file may say."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from board.management.import_options import pair

ONE = (  # option, meaning: a field with one value
    ("id", _("identifies the card; the same id is never imported twice")),
    ("title", _("its title; a longer one than 200 characters is cut, and kept in full below it")),
    ("description", _("what it says; what is too long for a description goes into comments")),
    ("state", _("the state, which is the column it is in; default: the last one with a date")),
    ("created", _("the date of its creation")),
    ("arrived", _("the date since when it is in its state")),
    ("assignee", _("who works on it: a name that --person maps, or an address of a member")),
    ("due", _("the day it is due")),
    ("size", _("its size, a whole number")),
    ("class", _("its class of service, by its name here or by --put-class")),
    ("lane", _("its lane, by its name here")),
    ("parent", _("what it is a part of; kept as text")),
)
SEVERAL = (  # option, meaning: fields that may be given several times
    ("labels", _("labels; may be given several times")),
    ("scenarios", _("lines or a Markdown task list, each a scenario; may be given several times")),
    ("steps", _("lines or a Markdown task list, each a step; may be given several times")),
    ("comment", _("a comment on it; may be given several times")),
    ("keep", _("written below the description; may be given several times")),
)
PAIRS = (  # option, name in the mapping, what the pair is, meaning
    ("column", "columns", "NAME:STAGE", _("a column of the new board, left to right")),
    ("put", "states", "STATE=COLUMN", _("where cards in this state go, unless it is a column")),
    ("entered", "entered", "COLUMN=FIELD", _("the date on which a card came into a column")),
    ("person", "people", "NAME=EMAIL", _("who somebody is here; a member of a new board")),
    ("put-class", "classes", "VALUE=CLASS", _("the class of service that a value means")),
)
LISTS = (  # option, name in the mapping, what it is, meaning
    ("archive", "archived", "STATE", _("cards in this state were given up")),
    ("new-lane", "lanes", "NAME", _("a lane of the new board, top to bottom")),
    (
        *("date-format", "dates", "FORMAT"),
        _("like %%d.%%m.%%Y %%H:%%M:%%S, iso (the default), or relative: {-5}, {w-5}"),
    ),
    ("language", "language", "CODE", _("of the names of months, like pl; else recognised")),
)
TEXTS = (  # option, what it is, meaning
    ("dates-in", "ZONE", _("the zone of the dates; default: the time zone of the board")),
    ("time-zone", "ZONE", _("of a new board, and of the dates unless --dates-in says another")),
    ("label-separator", "TEXT", _("between labels in one field; default: a comma")),
    (
        "people-separator",
        "TEXT",
        _("between people in one field; default: the field names one person"),
    ),
    (
        "delimiter",
        "SIGN",
        _("between values, or tab; default: what a first line sep=; says, else a comma"),
    ),
    ("encoding", "NAME", _("of the file; default: utf-8")),
)


def add_mapping(group: Any) -> None:
    for name, words in ONE:
        dest = "service_class" if name == "class" else name
        group.add_argument(f"--{name}", dest=dest, metavar="FIELD", help=words)
    for name, words in SEVERAL:
        group.add_argument(f"--{name}", action="append", metavar="FIELD", help=words)
    for name, dest, kind, words in PAIRS:
        two = pair(":" if ":" in kind else "=", may_lack_name=name == "put")
        group.add_argument(
            f"--{name}", dest=dest, action="append", type=two, metavar=kind, help=words
        )
    for name, dest, kind, words in LISTS:
        group.add_argument(f"--{name}", dest=dest, action="append", metavar=kind, help=words)
    for name, kind, words in TEXTS:
        group.add_argument(f"--{name}", metavar=kind, help=words)
    group.add_argument(
        "--closed-without-date",
        choices=("arrived", "archive"),
        help=_("a card in a done column without a date: done since its last date, or archived"),
    )
