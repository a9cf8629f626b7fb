from flow.improvement.models.cadence import Cadence
from flow.improvement.models.first import First
from flow.improvement.models.readiness_word import Criterion, ReadinessWord
from flow.improvement.models.retrospective.action import ImprovementAction
from flow.improvement.models.retrospective.agenda import PARTS, Part
from flow.improvement.models.retrospective.headings import NoteTemplate
from flow.improvement.models.retrospective.note import Note
from flow.improvement.models.retrospective.retrospective import Retrospective
from flow.improvement.models.retrospective.vote import Vote
from flow.improvement.models.silent import Silent

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
