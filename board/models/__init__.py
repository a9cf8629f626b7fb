from board.models.answered_key import AnsweredKey
from board.models.audit_entry import Audited, AuditEntry
from board.models.board.board import Board
from board.models.board.cards import Move
from board.models.board.imports import Arrival, Intake, Remark, Visit
from board.models.board.turn import Terms
from board.models.card.attachment import Attachment
from board.models.card.block import Block
from board.models.card.card import Card
from board.models.card.checklist_item import ChecklistItem, ChecklistKind
from board.models.card.checklist_lines import ItemWords
from board.models.card.comment import Comment
from board.models.card.link import CardLink, LinkKind
from board.models.card.mention import Mention
from board.models.card.split import SplitPart
from board.models.card.stay import Stay
from board.models.card_template import CardTemplate
from board.models.column.column import Column
from board.models.column.stages import Stage
from board.models.event import Event, Kind
from board.models.event_log.entries import Entry
from board.models.event_log.histories import Retraced
from board.models.illustration import Illustration
from board.models.label import Label
from board.models.lane import Lane
from board.models.limit.batch import BatchMode, BatchRule, TooLarge
from board.models.limit.limit import Limit, Mode, Scope
from board.models.limit.objection import Objection, Verdict
from board.models.limit.override import Override
from board.models.limit.refused_pull import RefusedPull
from board.models.mark import mark
from board.models.notice import Notice
from board.models.people.api_token import ApiToken
from board.models.people.invitation import Invitation
from board.models.people.membership import Membership, Role
from board.models.people.person import Person, Theme
from board.models.people.token import TokenScope
from board.models.recurrence import RecurredCard, Recurrence
from board.models.refusals import (
    ChangedMeanwhile,
    GateRefusal,
    KeyUsedBefore,
    LinkCycle,
    NameTaken,
    NotHere,
    NotPossible,
    ObjectedTo,
    Refusal,
    Stale,
    StaleCard,
    StalePart,
    TooLargeToStart,
    TooMany,
    WipLimitReached,
)
from board.models.service_class import Service, ServiceClass
from board.models.swarm import Swarm

__all__ = [
    "AnsweredKey",
    "ApiToken",
    "Arrival",
    "Attachment",
    "AuditEntry",
    "Audited",
    "BatchMode",
    "BatchRule",
    "Block",
    "Board",
    "Card",
    "CardLink",
    "CardTemplate",
    "ChangedMeanwhile",
    "ChecklistItem",
    "ChecklistKind",
    "Column",
    "Comment",
    "Entry",
    "Event",
    "GateRefusal",
    "Illustration",
    "Intake",
    "Invitation",
    "ItemWords",
    "KeyUsedBefore",
    "Kind",
    "Label",
    "Lane",
    "Limit",
    "LinkCycle",
    "LinkKind",
    "Membership",
    "Mention",
    "Mode",
    "Move",
    "NameTaken",
    "NotHere",
    "NotPossible",
    "Notice",
    "ObjectedTo",
    "Objection",
    "Override",
    "Person",
    "RecurredCard",
    "Recurrence",
    "Refusal",
    "RefusedPull",
    "Remark",
    "Retraced",
    "Role",
    "Scope",
    "Service",
    "ServiceClass",
    "SplitPart",
    "Stage",
    "Stale",
    "StaleCard",
    "StalePart",
    "Stay",
    "Swarm",
    "Terms",
    "Theme",
    "TokenScope",
    "TooLarge",
    "TooLargeToStart",
    "TooMany",
    "Verdict",
    "Visit",
    "WipLimitReached",
    "mark",
]
