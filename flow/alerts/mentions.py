"""Notify people of mentions: at once, in the digest or not, as they chose for the board."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.models import Board, Mention, Notice
from board.models.words import isolated
from flow.alerts.few import Few
from flow.alerts.mail import because, send
from flow.alerts.models import How, Letter, MailReason, Preference, Watch

LONGEST_QUOTE = 280  # characters


@dataclass(frozen=True)
class MentionLine:
    """One mention, as a mail lists it."""

    mention: Mention

    @property
    def title(self) -> str:
        return self.mention.card.title

    @property
    def key(self) -> str:
        return self.mention.card.key

    @property
    def says(self) -> str:
        """Ada, in a comment"""
        who = isolated(self.mention.by.short_name)
        words = _("%(who)s, in a comment") if self.mention.comment else _("%(who)s, in the text")
        return words % {"who": who}

    @property
    def quote(self) -> str:
        """The beginning of the text, on one line."""
        text = self.mention.comment.text if self.mention.comment else self.mention.card.description
        return Truncator(" ".join(text.split())).chars(LONGEST_QUOTE)

    @property
    def url(self) -> str:
        """Return the address of the text."""
        card, comment = self.mention.card, self.mention.comment
        if comment:
            path = reverse("comment", args=[card.board.key, card.number, comment.pk])
        else:
            path = reverse("card", args=[card.board.key, card.number])
        return urljoin(settings.SITE_URL, path)


def boards_with_mentions() -> Collection[int]:
    """The ids of the boards on which somebody was mentioned who may want to know it at once."""
    wants = Preference.objects.filter(
        board=OuterRef("card__board"), person=OuterRef("person"), how=How.AT_ONCE
    )
    due = Mention.objects.due().filter(Exists(wants), card__board__archived_at=None)
    return sorted(set(due.order_by().values_list("card__board", flat=True)))


def notify_of_mentions(board_id: int) -> None:
    """Mail each new mention to the named member, if that member wants mail of the board at once;
    each text once.

    On days off of the board, in quiet hours and at an address that takes no mail it waits.
    """
    with transaction.atomic():
        watch = Watch.objects.held(board_id, waits=True)
        board = Board.objects.filter(pk=board_id, archived_at=None).first()
        now = timezone.now()
        if watch is None or board is None or not board.calendar.works_on(board.day_of(now)):
            return
        wanting = {each.person_id: each for each in Preference.objects.at_once(board)}
        resting = Notice.objects.resting([each.person.email for each in wanting.values()])
        for person, mine in waiting(board).items():
            wish = wanting.get(person)
            if wish is None or wish.is_quiet(now) or wish.person.email in resting:
                continue
            if fresh := [each for each in mine if each.mention.at >= wish.since]:
                _write(board, wish, fresh, now)


def waiting(board: Board) -> dict[int, list[MentionLine]]:
    """The mentions of which each person of the board was not notified yet, by the person's id."""
    lines: defaultdict[int, list[MentionLine]] = defaultdict(list)
    for mention in Mention.objects.of_board(board).due():
        lines[mention.person_id].append(MentionLine(mention))
    return dict(lines)


def headline_of(mine: Collection[MentionLine]) -> str:
    """How often a person was mentioned, in a few words."""
    if len(mine) == 1:
        [line] = mine
        return _("%(who)s mentioned you") % {"who": isolated(line.mention.by.short_name)}
    words = ngettext("%(n)d mention of you", "%(n)d mentions of you", len(mine))
    return words % {"n": len(mine)}


def _write(board: Board, to: Preference, mine: list[MentionLine], now: datetime) -> None:
    words, first = headline_of(mine), mine[0]
    subject = f"{isolated(board.name)}: {words}"
    if len(mine) == 1:
        subject = f"{first.key} {isolated(first.title)}: {words}"
    notice = send(
        "mentions",
        subject,
        to=to.person,
        board=board,
        headline=words,
        preview=first.quote,
        mentions=Few(mine),
        why=because([_("somebody mentioned you on %(board)s") % {"board": isolated(board.name)}]),
    )
    Letter.objects.bulk_create(
        Letter(
            board=board,
            person=to.person,
            mention=each.mention,
            day=board.day_of(now),
            why=MailReason.MENTION,
            notice=notice,
        )
        for each in mine
    )
    Mention.objects.filter(pk__in=[each.mention.pk for each in mine]).note_mailed(now)
