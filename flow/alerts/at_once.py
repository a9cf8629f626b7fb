"""Notify people of alerts at once, if they want it so: each person of each alert once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.models import Board, Card, Membership, Notice, Override, Role
from board.models.words import isolated
from flow.alerts.aged import aged, sentence
from flow.alerts.few import Few
from flow.alerts.mail import because, send
from flow.alerts.models import Alert, Letter, Mailing, MailReason, Preference, Watch, Watcher
from flow.alerts.rules import AlertKind
from flow.alerts.shown import ShownAlert, Together, by_card, shown
from flow.metrics.ledger.rows import among

A_DAY = timedelta(days=1)


def notify(board_id: int) -> None:
    """Mail the open alerts to the people who want them at once, except those who were notified
    already, are in their quiet hours, or have a failing address.

    On days off nobody hears anything; nor before the board was looked over today.
    """
    with transaction.atomic():
        watch = Watch.objects.held(board_id, waits=True)
        board = Board.objects.filter(pk=board_id, archived_at=None).first()
        if watch is None or board is None:
            return
        now = timezone.now()
        today = board.day_of(now)
        if watch.day != today:
            return
        if not board.calendar.works_on(today):
            watch.rest_from_mailing(now + A_DAY)
            return
        all_wanting = list(Preference.objects.at_once(board))
        resting = Notice.objects.resting([each.person.email for each in all_wanting])
        wanting = [
            each
            for each in all_wanting
            if not each.is_quiet(now) and each.person.email not in resting
        ]
        if len(wanting) == len(all_wanting):  # else somebody is notified later
            watch.rest_from_mailing(now + A_DAY)
        if not wanting:
            return
        standing = Alert.objects.of(board).awake(today).exclude(kind=AlertKind.WATCH)
        rows = shown(board, standing, now)
        reasons = Reasons(board, rows, today)
        for each in wanting:
            if mine := [(row, why) for row in rows if (why := reasons.why(row.alert, each))]:
                _write(board, each, mine, today)


class Reasons:
    """Why a person is notified of an alert: assignees and watchers at once, leads when it has stood for
    more than their days; or at once, if nobody works on it or it is no card's."""

    def __init__(self, board: Board, rows: Collection[ShownAlert], today: date) -> None:
        cards = [row.alert.card_id for row in rows if row.alert.card_id]
        works = Card.assignees.through.objects.filter(among("card", cards))
        self.works = _sets(works.values_list("card", "person"))
        watches = Watcher.objects.filter(among("card", cards))
        self.watches = _sets(watches.values_list("card", "person"))
        leads = Membership.objects.filter(board=board, role=Role.LEAD)
        self.leads = set(leads.values_list("person", flat=True))
        self.board, self.today = board, today
        self.leads_after = Mailing.of(board).leads_after
        letters = Letter.objects.filter(alert__in=[row.alert.pk for row in rows])
        self.knows = _sets([*letters.values_list("alert", "person"), *_let_past(rows)])

    def why(self, alert: Alert, wish: Preference) -> MailReason | None:
        """None for who has no business with it, knows of it, or wished for news only since then."""
        person = wish.person_id
        if person in self.knows[alert.pk] or alert.raised_at < wish.since:
            return None
        works, watches = self.works[alert.card_id], self.watches[alert.card_id]
        if person in works:
            return MailReason.ASSIGNEE
        if person in watches:
            return MailReason.WATCHER
        if person in self.leads and (not works or self._has_stood_for_long(alert)):
            return MailReason.LEAD
        return None

    def _has_stood_for_long(self, alert: Alert) -> bool:
        days = self.board.calendar.days(self.board.day_of(alert.raised_at), self.today) or 0
        return days > self.leads_after


def _let_past(rows: Collection[ShownAlert]) -> list[tuple[int, int]]:
    """Of each alert that a card was let past a limit, who let it."""
    alerts = {
        int(row.alert.threshold): row.alert.pk
        for row in rows
        if row.alert.kind == AlertKind.OVERRIDDEN
    }
    passed = Override.objects.filter(among("pk", alerts)).values_list("pk", "by")
    return [(alerts[pk], by) for pk, by in passed if by]


def _sets(pairs: Iterable[tuple[int, int]]) -> "defaultdict[int | None, set[int]]":
    sets: defaultdict[int | None, set[int]] = defaultdict(set)
    for card, person in pairs:
        sets[card].add(person)
    return sets


def _write(
    board: Board, to: Preference, mine: list[tuple[ShownAlert, MailReason]], day: date
) -> None:
    rows = [row for row, _why in mine]
    groups = by_card(board, rows)
    notice = send(
        "alerts",
        _subject(board, groups),
        to=to.person,
        board=board,
        headline=_headline(groups),
        preview=" ".join(sentence(row.says) for row in rows[:2]),
        cards=Few(aged(groups)),
        limits=[row for row in rows if row.card is None],
        why=because([_why_says(why, board, len(groups)) for _row, why in mine]),
    )
    Letter.objects.bulk_create(
        Letter(board=board, person=to.person, alert=row.alert, day=day, why=why, notice=notice)
        for row, why in mine
    )


def _subject(board: Board, groups: list[Together]) -> str:
    card, first = groups[0].card, groups[0].rows[0]
    if len(groups) == 1 and card:
        words = _("%(card)s %(title)s: %(kind)s")
        return words % {"card": card.key, "title": isolated(card.title), "kind": first.kind}
    return f"{isolated(board.name)}: {_headline(groups)}"


def _headline(groups: list[Together]) -> str:
    """Return the words of the only alert, or the number of them."""
    first = groups[0].rows[0]
    if len(groups) == 1:
        return (
            _("%(name)s exceeds its limit") % {"name": isolated(first.limit)}
            if first.limit
            else first.kind
        )
    cards = sum(each.card is not None for each in groups)
    pages = sum(bool(each.address) for each in groups)
    limits = len(groups) - cards - pages
    counts = [
        ngettext("%(n)d card", "%(n)d cards", cards) % {"n": cards},
        ngettext("%(n)d limit", "%(n)d limits", limits) % {"n": limits},
        ngettext("%(n)d other thing", "%(n)d other things", pages) % {"n": pages},
    ]
    return _("%(things)s to look at") % {
        "things": get_text_list(
            [words for n, words in zip((cards, limits, pages), counts, strict=True) if n], _("and")
        )
    }


def _why_says(why: MailReason, board: Board, cards: int) -> str:
    words = {
        MailReason.ASSIGNEE: ngettext(
            "you work on the card", "you work on cards of %(board)s", cards
        ),
        MailReason.WATCHER: ngettext("you watch the card", "you watch cards of %(board)s", cards),
    }
    return words.get(why, _("you lead %(board)s")) % {"board": isolated(board.name)}
