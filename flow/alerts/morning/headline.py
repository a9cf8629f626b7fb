"""The first words of a digest: its headline, the sentence below it, and the preview in a mailbox."""

from collections.abc import Callable, Iterator
from itertools import islice

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.models.words import isolated
from flow.alerts.aged import Aged
from flow.alerts.morning.facts import OLD, Morning
from flow.alerts.rules import AlertKind

PREVIEWED = 4  # facts


def headline(morning: Morning) -> str:
    """Return the most pressing fact, in a few words."""
    since = morning.since
    counts = {
        _old: len(morning.old),
        _late: len(morning.late),
        _blocked: len(morning.blocked),
        _over: len(morning.over),
        _passed: len(since.passed),
        _finished: len(since.finished),
    }
    words, n = next(((words, n) for words, n in counts.items() if n), (None, 0))
    if words is None:
        return next((each.headline for each in morning.sections if each.headline), "")
    return words(n) % {"n": n, "name": isolated(morning.over[0].name) if morning.over else ""}


def _old(n: int) -> str:
    return ngettext("%(n)d card is growing old", "%(n)d cards are growing old", n)


def _late(n: int) -> str:
    return ngettext("%(n)d card may miss its date", "%(n)d cards may miss their dates", n)


def _blocked(n: int) -> str:
    return ngettext("%(n)d card is blocked", "%(n)d cards are blocked", n)


def _over(n: int) -> str:
    return ngettext("%(name)s exceeds its limit", "%(n)d limits are exceeded", n)


def _passed(n: int) -> str:
    return ngettext("%(n)d card was let past a rule", "%(n)d cards were let past a rule", n)


def _finished(n: int) -> str:
    return ngettext("%(n)d card is finished", "%(n)d cards are finished", n)


def lead(morning: Morning) -> str:
    """Return the sentence below the headline: the expectation, and the number of cards past it."""
    sentences = [] if morning.aging else [_("Nothing is growing old.")]
    if morning.board.sle_days:
        sentences.append(_expected(morning))
    if morning.old and morning.late:
        sentences.append(f"{_late(len(morning.late)) % {'n': len(morning.late)}}.")
    return " ".join(sentences)


def _expected(morning: Morning) -> str:
    board = morning.board
    past = sum(AlertKind.EXPECTED in each.kinds for each in morning.old)
    facts = {"n": past, "percent": board.sle_percent, "days": board.sle_days}
    if not past:
        return _("We expect %(percent)d %% of cards to finish within %(days)d days.") % facts
    words = ngettext(
        "%(n)d is past the %(days)d days within which we expect %(percent)d %% of cards to finish.",
        "%(n)d are past the %(days)d days within which we expect %(percent)d %% of cards to finish.",
        past,
    )
    return words % facts


def preview(morning: Morning) -> str:
    """The most pressing facts, for the line that a mailbox shows next to the subject."""
    return f"{', '.join(islice(_facts(morning), PREVIEWED))}."


def _facts(morning: Morning) -> Iterator[str]:
    for each in [*morning.aging][:2]:
        yield _of_card(each)
    for face in [*morning.blocked][:1]:
        words = ngettext(
            "%(card)s has been blocked for %(days)d day",
            "%(card)s has been blocked for %(days)d days",
            face.blocked_days,
        )
        yield words % {"card": face.key, "days": face.blocked_days}
    for standing in morning.over[:1]:
        yield _("%(name)s exceeds its limit") % {"name": isolated(standing.name)}
    counted: list[tuple[int, Callable[[int], str]]] = [
        (len(morning.since.passed), _passed),
        (len(morning.since.finished), _finished),
    ]
    for n, words_of in counted:
        if n:
            yield words_of(n) % {"n": n}
    yield from (section.headline for section in morning.sections if section.headline)


def _of_card(each: Aged) -> str:
    face = each.face
    if each.kinds & OLD and face.age:
        words = ngettext("%(card)s is %(days)d day old", "%(card)s is %(days)d days old", face.age)
        return words % {"card": face.key, "days": face.age}
    day = date_format(face.due_on, "j F") if face.due_on else ""
    return _("%(card)s is due on %(day)s") % {"card": face.key, "day": day}
