"""The lanes, classes and labels of a board, each with its forms."""

from collections.abc import Iterator
from typing import Any

from django import forms

from board.models import Board, Label, Lane, ServiceClass
from board.settings_pages.parts import ArchiveLaneForm, ClassForm, LabelForm, LaneForm


class Parts:
    """A form with errors, `wrong`, replaces the one of its part."""

    def __init__(self, board: Board, wrong: forms.BaseForm | None = None):
        self.board = board
        self.wrong = wrong

    @property
    def lanes(self) -> Iterator[tuple[Lane, forms.BaseForm, forms.BaseForm | None]]:
        """Each lane with a form to rename it; and one to archive it, if it is not the only one."""
        lanes = self.board.shape.lanes.values()
        for lane in lanes:
            lane.board = self.board
            archive = self._form(ArchiveLaneForm, lane) if len(lanes) > 1 else None
            yield lane, self._form(LaneForm, lane), archive

    @property
    def new_lane(self) -> forms.BaseForm:
        return self._form(LaneForm, None)

    @property
    def classes(self) -> Iterator[tuple[ServiceClass, forms.BaseForm]]:
        for each in self.board.shape.service_classes.values():
            yield each, self._form(ClassForm, each)

    @property
    def labels(self) -> Iterator[tuple[Label, forms.BaseForm]]:
        """Each label, which knows on how many `cards` it is."""
        for label in self.board.labels.counted():
            yield label, self._form(LabelForm, label)

    @property
    def new_label(self) -> forms.BaseForm:
        return self._form(LabelForm, None)

    def _form(self, kind: Any, part: Any) -> forms.BaseForm:
        if self.wrong and type(self.wrong) is kind and self.wrong.part == part:  # type: ignore[attr-defined]
            return self.wrong
        return kind(part)
