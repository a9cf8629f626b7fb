"""The files of a card: attach, detach."""

from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.base import File
from django.db import models, transaction
from django.utils.translation import gettext as _

from board.models.board.turn import PLAIN, Terms, Turn
from board.models.card.attachment import (
    HEAD,
    MEGABYTE,
    Attachment,
    check_size,
    clean_name,
    media_type,
)
from board.models.card.picture_size import pixels_of
from board.models.event import Kind
from board.models.refusals import NotHere, TooMany

if TYPE_CHECKING:
    from board.models.board.board import Board
    from board.models.card.card import Card
    from board.models.people.person import Person


class CardAttachments(models.Model):
    """Attach files to a card and remove them. Files never raise its version."""

    class Meta:
        abstract = True

    def attach(
        self: "Card", file: File, *, by: "Person", name: str = "", terms: Terms = PLAIN
    ) -> Attachment:
        """Attach a file. A retry returns the file that exists.

        Raises ValidationError for an empty or too large file, and TooMany where the card or the
        board holds as much as it may. The content is stored before the lock is taken, since that
        may take long, and deleted again if the file is refused.
        """
        check_size(file.size)
        file.seek(0)
        type_ = media_type(file.read(HEAD))
        attachment = Attachment(
            card=self,
            by=by,
            name=clean_name(name or file.name or ""),
            size=file.size,
            media_type=type_,
            pixels=pixels_of(file, type_),
        )
        file.seek(0)
        attachment.file.save("", file, save=False)
        try:
            attachment.draw_thumbnail(file)
            kept = self._keep(attachment, by, terms)
        except BaseException:
            attachment.delete_contents()
            raise
        if kept != attachment:
            attachment.delete_contents()
        return kept

    def detach(self: "Card", attachment: Attachment, *, by: "Person", terms: Terms = PLAIN) -> None:
        """Delete a file for good."""
        with self.board.turn(by=by, terms=terms) as turn:
            [card] = turn.take(self)
            if turn.done_before:
                return
            attachments = card.attachments.filter(pk=attachment.pk)
            if not attachments:
                words = _("That file is not on %(card)s any more.")
                raise NotHere(words % {"card": card}, "item")
            turn.record(Kind.DETACHED, card, attachment=str(attachment.pk))
            delete_with_files(attachments)

    def _keep(self: "Card", attachment: Attachment, by: "Person", terms: Terms) -> Attachment:
        with self.board.turn(by=by, terms=terms) as turn:
            [card] = turn.take(self)
            if turn.done_before:
                return _former(turn, card)
            card.must_be_on_the_board()
            Attachment.MOST.check(card.attachments.count())
            _check_room(turn.board, attachment)
            attachment.card, attachment.at = card, turn.at
            attachment.save(force_insert=True)
            turn.record(Kind.ATTACHED, card, attachment=str(attachment.pk))
        return attachment


def content_mark(file: File) -> str:
    """Return the SHA-256 of a file in hex, which distinguishes a retry from another request."""
    mark = sha256()
    for chunk in file.chunks():
        mark.update(chunk)
    file.seek(0)
    return mark.hexdigest()


def delete_with_files(attachments: "models.QuerySet[Attachment]") -> None:
    """Delete these attachments, and their contents after the commit."""
    gone = [*attachments]
    attachments.delete()

    def delete_contents() -> None:
        for attachment in gone:
            attachment.delete_contents()

    transaction.on_commit(delete_contents, robust=True)


def _check_room(board: "Board", attachment: Attachment) -> None:
    most = settings.ATTACHMENTS_MB
    if Attachment.objects.of_board(board).bytes() + attachment.size > most * MEGABYTE:
        words = _("The files of this board have at most %(most)s MB together. Remove some first.")
        raise TooMany(words % {"most": most})


def _former(turn: Turn, card: "Card") -> Attachment:
    former = turn.former_event
    pk = former.data.get("attachment") if former else None
    attachment = card.attachments.filter(pk=pk).first()
    if attachment is None:
        words = _("That file is not on %(card)s any more.")
        raise NotHere(words % {"card": card}, "item")
    return attachment
