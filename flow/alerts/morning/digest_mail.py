"""Write the digest of a board: once a morning, to each person who wants it."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from board.models import Board, Membership, Mention, Notice, Role
from board.models.words import isolated
from flow.alerts.few import Few
from flow.alerts.mail import because, send
from flow.alerts.mentions import MentionLine, headline_of, waiting
from flow.alerts.models import How, Letter, Mailing, MailReason, Preference, Watch
from flow.alerts.morning.facts import Morning
from flow.alerts.morning.headline import headline, lead, preview


def digest(board_id: int) -> None:
    """The digest of this morning, once, to each person who wants it; none if there is nothing to say."""
    with transaction.atomic():
        watch = Watch.objects.held(board_id, waits=True)
        board = Board.objects.filter(pk=board_id, archived_at=None).first()
        if watch is None or board is None:
            return
        morning = Morning(board, watch.digested_version, timezone.now())
        if watch.digested_on == morning.today:
            return
        mentions = waiting(board)
        if morning.has_something_to_say or mentions:
            _write(morning, mentions)
            written = [each.mention.pk for mine in mentions.values() for each in mine]
            Mention.objects.filter(pk__in=written).note_mailed(morning.now)
        watch.note_digest(board, morning.today)


def _write(morning: Morning, mentions: dict[int, list[MentionLine]]) -> None:
    """Each gets the same, with where they were mentioned; alone for that only who was mentioned."""
    says = morning.has_something_to_say
    board, chart, words = morning.board, morning.chart, headline(morning)
    facts: dict[str, Any] = {
        "morning": morning,
        "lead": lead(morning),
        "cid": chart[0]["Content-ID"].strip("<>") if chart else "",
        "chart_says": chart[1] if chart else "",
        "images": [chart[0]] if chart else [],
    }
    here_since = Mailing.of(board).due_at(morning.today)  # who came later gets the next one
    seats = Membership.objects.filter(
        board=board, person__is_active=True, since__lte=here_since
    ).select_related("person")
    wishes = Preference.objects.of_all(board, seats)
    resting = Notice.objects.resting([seat.person.email for seat in seats])
    for seat in seats:
        if wishes[seat.person_id].how == How.NOTHING or seat.person.email in resting:
            continue
        mine = mentions.get(seat.person_id, [])
        if not (says or mine):
            continue
        headline_of_it = words if says else headline_of(mine)
        notice = send(
            "digest",
            f"{isolated(board.name)}: {headline_of_it}",
            to=seat.person,
            board=board,
            headline=headline_of_it,
            preview=preview(morning) if says else mine[0].quote,
            mentions=Few(mine),
            why=because([_role_says(seat.role, board)]),
            **facts,
        )
        Letter.objects.create(
            board=board, person=seat.person, day=morning.today, why=MailReason.DIGEST, notice=notice
        )


def _role_says(role: str, board: Board) -> str:
    words = {
        Role.LEAD: _("you lead %(board)s"),
        Role.MEMBER: _("you work on %(board)s"),
        Role.VIEWER: _("you asked for the digest of %(board)s"),
    }
    return words[Role(role)] % {"board": isolated(board.name)}
