"""What looks the same is one name, and a name can be seen; by whatever door it comes in."""

import unicodedata

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import CharField
from hypothesis import given
from hypothesis import strategies as st

from board.models import Board, Column, Label, Lane, Person, Terms, mark
from board.models.name import NameField, folded

ZERO_WIDTH = "\u200b\u200d\ufeff"
NFD = unicodedata.normalize("NFD", "Café")
FAMILY = "👩\u200d👩\u200d👧"
PERSIAN = "می\u200cخواهم"
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Paint \t the\r\n crane\u2028 ", "Paint the crane"),
        ("Paint\u00a0the\u3000crane", "Paint the crane"),
        (NFD, "Café"),
        ("Pa\u200bint", "Paint"),
        ("Pa\u00adint", "Paint"),
        ("Pa\u200dint", "Paint"),
        ("\u202egnip\u202c", "gnip"),
        ("a\x00b\x07c\x9f", "abc"),
        (ZERO_WIDTH, ""),
        ("\u3164\u2800\u0301 ", ""),
        ("\U000e0041", ""),
        (FAMILY, FAMILY),
        (f"{FAMILY}\u200d", FAMILY),
        (PERSIAN, PERSIAN),
        ("क्\u200dष", "क्\u200dष"),
        ("❤️", "❤️"),
        (ENGLAND, ENGLAND),
        ("שלום", "שלום"),
        ("·", "·"),
    ],
)
def test_a_name_is_folded_so(typed, name):
    assert folded(typed) == name


@given(st.text())
def test_a_folded_name_stays_as_it_is(text):
    name = folded(text)
    assert folded(name) == name
    assert unicodedata.is_normalized("NFC", name)
    assert name == name.strip()
    assert not {unicodedata.category(letter) for letter in name} & {"Cc", "Cs", "Zl", "Zp"}


@given(st.text(st.characters(categories=["L", "M", "N", "P", "S"])))
def test_twins_of_two_keyboards_are_one(text):
    assert folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text))


def test_every_line_that_people_write_is_a_name():
    """The others are keys, addresses, digests and what programs write."""
    others = {
        *("board.Board.key", "board.Board.time_zone", "board.Board.holidays_of"),
        *("board.Person.email", "board.Person.password", "board.Person.time_zone"),
        *("board.Card.rank", "board.Card.external_id", "board.ChecklistItem.rank"),
        "board.ChecklistItem.text",  # of several lines
        *("board.Override.rule", "board.RefusedPull.rule"),
        *("board.AuditEntry.browser", "board.AuditEntry.detail"),
        *("board.AnsweredKey.key", "board.AnsweredKey.fingerprint"),
        *("board.Event.key", "board.Event.fingerprint"),
        *("board.Attachment.name", "board.Attachment.media_type"),  # of a file, by rules of its own
        *("board.Illustration.name", "board.Illustration.subtype"),
        "board.Recurrence.rule",  # RFC 5545
        *("board.Invitation.digest", "board.Invitation.email"),
        *("board.Notice.subject", "board.Notice.sender", "board.Notice.message_id"),
        *("board.Notice.to", "board.ApiToken.digest", "board.ApiToken.prefix"),
    }
    lines = {
        f"{model._meta.label}.{field.name}"
        for app in ("board", "alerts", "standup", "metrics", "experiments")
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, CharField) and not field.choices and not isinstance(field, NameField)
    }
    assert {line for line in lines if line.startswith("board.")} <= others
    assert {line for line in lines if not line.startswith("board.")} == {
        *("alerts.Alert.threshold", "experiments.Observation.external_id"),
        *("alerts.Rule.kind", "alerts.Alert.kind"),  # names of kinds
        *("alerts.Alert.title", "alerts.Alert.address"),  # of a page, as an app says it
        *("experiments.Experiment.source", "experiments.Target.metric"),  # names of figures
    }


DOORS = {
    "a new card": lambda board, by, name: (
        board.create_card(name, column=board.columns.first(), by=by).title
    ),
    "a title": lambda board, by, name: board.cards.get(number=1).revise(title=name, by=by).title,
    "a board": lambda board, by, name: (
        Board.make(name, key="NEW", by=by, columns=[("Do", "active"), ("Did", "done")]).name
    ),
    "a board's name": lambda board, by, name: board.revise(name=name, by=by).name,
    "a column": lambda board, by, name: board.add_column(name, "active", by=by).name,
    "a column's name": lambda board, by, name: board.columns.first().revise(name=name, by=by).name,
    "a lane": lambda board, by, name: board.add_lane(name, by=by).name,
    "a lane's name": lambda board, by, name: (
        board.rename_lane(board.lanes.first(), name, by=by).name
    ),
    "a class": lambda board, by, name: (
        board.revise_class(
            board.service_classes.first(), name=name, apart_from_limits=False, by=by
        ).name
    ),
    "a label": lambda board, by, name: board.add_label(name, by=by).name,
    "a label's name": lambda board, by, name: (
        board.rename_label(board.labels.first() or board.add_label("quay", by=by), name, by=by).name
    ),
    "a block": lambda board, by, name: (
        board.cards.get(number=1).block(reason=name, by=by).blocks.get().reason
    ),
}


@pytest.mark.parametrize("door", DOORS)
def test_each_door_folds_and_refuses_what_cannot_be_seen(board, build, card_in, ada, door):
    card_in(build)
    board = Board.objects.get(pk=board.pk)
    with pytest.raises(ValidationError):
        DOORS[door](board, ada, ZERO_WIDTH)
    assert DOORS[door](board, ada, f" {NFD}\n{ZERO_WIDTH}2 ") == "Café 2"


def test_twins_are_one_label(board, build, card_in, ada):
    one, two = card_in(build, labels=[NFD]), card_in(build, labels=["CAFÉ", "Café ", ZERO_WIDTH])
    assert one.labels.get() == two.labels.get()
    assert board.labels.get().name == "Café"


def test_a_label_from_before_is_found_by_its_fold(board, build, card_in, ada):
    Label.objects.bulk_create([Label(board=board, name="x")])
    Label.objects.update(name=NFD)
    assert card_in(build, labels=["Café"]).labels.get() == board.labels.get()


def test_twins_of_columns_and_lanes_are_taken(board, ada):
    board.add_column("Café", "active", by=ada)
    board.add_lane("Café", by=ada)
    for add in (
        lambda: board.add_column(NFD, "active", by=ada),
        lambda: board.add_lane(NFD, by=ada),
    ):
        with pytest.raises(ValidationError, match="exists already"):
            add()


def test_the_same_name_in_other_letters_changes_nothing(board, build, card_in, ada):
    card = card_in(build, "Café")
    build.revise(name="Café", by=ada)
    version = Board.objects.get().version
    assert card.revise(title=NFD, by=ada).revision == 1
    build.revise(name=f"{NFD} ", by=ada)
    board.revise(name=" Harbour", by=ada)
    assert Board.objects.get().version == version
    assert mark(NFD) == mark("Café")


def test_a_reason_that_cannot_be_seen_is_none(board, full_review, build, card_in, ada):
    limit = board.change_limit(full_review.limits.get(), mode="reason", by=ada)
    terms = Terms(override_reason=ZERO_WIDTH, limit_versions={limit.pk: limit.version})
    with pytest.raises(Exception, match="is full"):
        card_in(build).move_to(full_review, by=ada, terms=terms)


def test_rows_that_are_written_without_a_verb_are_folded_too(board):
    Lane.objects.create(board=board, name=f"{NFD}\t", position=7)
    Person.objects.bulk_create([Person(email="zoe@example.org", name="Zoe\u0308\u200b")])
    assert Lane.objects.get(position=7).name == "Café"
    assert Person.objects.get(email="zoe@example.org").name == "Zoë"


def test_a_name_is_no_other_column_of_the_database():
    field = Column._meta.get_field("name")
    assert field.deconstruct()[1] == "django.db.models.CharField"
