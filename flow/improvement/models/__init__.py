from flow.improvement.models.action import ImprovementAction
from flow.improvement.models.cadence import Cadence
from flow.improvement.models.first import First
from flow.improvement.models.note import Note
from flow.improvement.models.readiness_word import Criterion, ReadinessWord
from flow.improvement.models.retrospective import PARTS, NoteTemplate, Part, Retrospective
from flow.improvement.models.silent import Silent
from flow.improvement.models.vote import Vote

__all__ = [
    "PARTS",
    "Cadence",
    "Criterion",
    "First",
    "ImprovementAction",
    "Note",
    "NoteTemplate",
    "Part",
    "ReadinessWord",
    "Retrospective",
    "Silent",
    "Vote",
]
