from board.models.block import Block
from board.models.board import Board
from board.models.card import Card
from board.models.column import Column
from board.models.comment import Comment
from board.models.entries import Entry
from board.models.event import Event, Kind
from board.models.filling import Move
from board.models.illustration import Illustration
from board.models.importing import Arrival, Intake, Visit
from board.models.invitation import Invitation
from board.models.label import Label
from board.models.lane import Lane
from board.models.limit import Limit, Mode, Scope
from board.models.mark import mark
from board.models.membership import Membership, Role
from board.models.notice import Notice
from board.models.override import Override
from board.models.person import Person, Theme
from board.models.refusals import (
    ChangedMeanwhile,
    KeyUsedBefore,
    NotHere,
    NotPossible,
    Refusal,
    StaleCard,
    WipLimitReached,
)
from board.models.retracing import Retraced
from board.models.service_class import Service, ServiceClass
from board.models.stages import Stage
from board.models.stay import Stay
from board.models.token import ApiToken
from board.models.turn import Terms

__all__ = [
    "ApiToken",
    "Arrival",
    "Block",
    "Board",
    "Card",
    "ChangedMeanwhile",
    "Column",
    "Comment",
    "Entry",
    "Event",
    "Illustration",
    "Intake",
    "Invitation",
    "KeyUsedBefore",
    "Kind",
    "Label",
    "Lane",
    "Limit",
    "Membership",
    "Mode",
    "Move",
    "NotHere",
    "NotPossible",
    "Notice",
    "Override",
    "Person",
    "Refusal",
    "Retraced",
    "Role",
    "Scope",
    "Service",
    "ServiceClass",
    "Stage",
    "StaleCard",
    "Stay",
    "Terms",
    "Theme",
    "Visit",
    "WipLimitReached",
    "mark",
]
