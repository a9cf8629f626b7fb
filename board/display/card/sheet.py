"""One card, opened: its face, its facts, its story, and a form for each verb that makes sense."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from board.display.card.checklist import Checklist, checklists_of
from board.display.card.comments import CommentPage, ShownComment
from board.display.card.history import HistoryPage
from board.display.card.links import LinkLine, links_of
from board.display.card.timeline import Timeline
from board.display.page.face import Face, face_of
from board.display.page.named_in_card import NamedInCard
from board.display.page.picture import Picture
from board.forms.attachment import AttachForm
from board.forms.card import CommentForm, CopyForm, ReadingForm
from board.forms.link import LinkForm
from board.forms.verbs import (
    ArchiveForm,
    BlockForm,
    DeleteForm,
    MoveForm,
    ReopenForm,
    RestoreForm,
    ReturnForm,
    SwapForm,
    TermsForm,
    UnblockForm,
    UndoForm,
)
from board.markdown import rendered
from board.models import Attachment, Board, Card, ChecklistItem, Person


class Sheet:
    """A card as somebody sees it.

    `back` says where it is drawn (Back); `reading` which pages of what is long; `wrong` is a form
    that came back with errors.
    """

    def __init__(
        self,
        card: Card,
        person: Person,
        back: str,
        *,
        reading: ReadingForm | None = None,
        wrong: TermsForm | None = None,
    ):
        self.card = card
        self.person = person
        self.back = back
        self.before = reading.before if reading else None
        self.page = reading.comments if reading else 1
        self.wrong = wrong

    @property
    def board(self) -> Board:
        return self.card.board

    @cached_property
    def face(self) -> Face:
        return face_of(self.card)

    @property
    def may_change(self) -> bool:
        return self.board.may_be_changed

    @property
    def may_edit(self) -> bool:
        return self.may_change and self.card.archived_at is None

    @cached_property
    def description(self) -> SafeString:
        return self.named.in_html(rendered(self.card.description))

    @cached_property
    def named(self) -> NamedInCard:
        """The cards and members that the texts on this page name."""
        lines = [item.text for item in self._items]
        comments = [comment.text for comment in self.comments.page]
        blocked = [self.face.block.reason] if self.face.block else []
        texts = [self.card.description, *lines, *comments, *blocked]
        return NamedInCard(self.person, self.board, texts)

    @property
    def block_reason(self) -> SafeString:
        return self.named.in_text(self.face.block.reason if self.face.block else "")

    @cached_property
    def checklists(self) -> list[Checklist]:
        """Its scenarios and its steps."""
        return checklists_of(self.card, self._items, self.named)

    @cached_property
    def _items(self) -> list[ChecklistItem]:
        return list(self.card.checklist.kept())

    @cached_property
    def attachments(self) -> list[Attachment]:
        """Its files."""
        return list(self.card.attachments.in_order())

    @cached_property
    def links(self) -> list[LinkLine]:
        """Its links with other cards; splits are among the facts."""
        lines = links_of(self.card, Board.objects.visible_to(self.person))
        return [line for line in lines if line.pk]

    @cached_property
    def parts(self) -> list[Card]:
        """The cards that were split from it and are kept."""
        return list(self.board.cards.kept().filter(split_from=self.card).order_by("number"))

    @cached_property
    def timeline(self) -> Timeline:
        return Timeline(self.card)

    @cached_property
    def comments(self) -> CommentPage:
        return CommentPage(self.card, self.person, self.page)

    @property
    def shown_comments(self) -> list[ShownComment]:
        """Return the comments of this page."""
        self.comments.named = self.named
        return self.comments.shown

    @cached_property
    def history(self) -> HistoryPage:
        return HistoryPage(self.card, self.before)

    @property
    def news_url(self) -> str:
        """Where to ask whether the card has changed since it was drawn so."""
        page = {"comments": self.page} if self.page > 1 else {}
        log = {"before": self.before} if self.before else {}
        asked = {"since": self.board.version, "back": self.back, **page, **log}
        return f"{reverse('card', args=[self.board.key, self.card.number])}?{urlencode(asked)}"

    @cached_property
    def forms(self) -> dict[str, TermsForm]:
        """A form for each verb that makes sense for the card where it is, by the verb."""
        made = {form.verb: form for form in self._made()} if self.may_change else {}
        if self.wrong is not None:
            made[self.wrong.verb] = self.wrong
        return made

    def _made(self) -> list[TermsForm]:
        seen: dict[str, Any] = {"initial": {"expected_version": self.card.version}}
        if self.card.archived_at is not None:
            return [RestoreForm(board=self.board, words=self._rooms, **seen)]
        here = {"column": self.card.column_id}
        made: list[TermsForm] = [
            MoveForm(board=self.board, words=self._rooms, initial=seen["initial"] | self._onward),
            SwapForm(board=self.board, **seen),
            UnblockForm(**seen)
            if self.face.block
            else BlockForm(board=self.board, person=self.person, **seen),
            CopyForm(board=self.board, words=self._rooms, initial=here),
            LinkForm(person=self.person),
            AttachForm(),
            ArchiveForm(**seen),
            DeleteForm(**seen),
            CommentForm(),
        ]
        if self.card.finished_at is not None:
            made.append(ReopenForm(board=self.board, **seen))
        elif self.card.started_at is not None:
            made.append(ReturnForm(board=self.board, **seen))
        last = self.card.events.moves_and_splits().last()
        if last and "version" in last.data and self.card.is_as_left_by(last):
            made.append(UndoForm(board=self.board, **seen))
        return made

    @property
    def _onward(self) -> dict[str, int]:
        """The next step for the card, in its lane."""
        columns = list(self.board.shape.columns)
        here = columns.index(self.card.column_id) if self.card.column_id in columns else -1
        return {"column": columns[min(here + 1, len(columns) - 1)], "lane": self.card.lane_id}

    @cached_property
    def _rooms(self) -> dict[int, str]:
        """The columns with the room they have: "Review: full, 3 of 3"."""
        picture = Picture(self.board)
        rooms = {}
        for pk, column in self.board.shape.columns.items():
            words = picture.gate_of(column).words
            rooms[pk] = f"{column.name}: {words}" if words else column.name
        return rooms
