from flow.ownership.models.codeowners_file import CodeownersFile, team_of
from flow.ownership.models.coordination_setting import CoordinationSetting
from flow.ownership.models.decoupling_card import DecouplingCard
from flow.ownership.models.expected_touch import ExpectedTouch
from flow.ownership.models.ownership_month import OwnershipMonth
from flow.ownership.models.review import OwnershipReview
from flow.ownership.models.struck_release import StruckRelease
from flow.ownership.models.team_wait import TeamWait

__all__ = [
    "CodeownersFile",
    "CoordinationSetting",
    "DecouplingCard",
    "ExpectedTouch",
    "OwnershipMonth",
    "OwnershipReview",
    "StruckRelease",
    "TeamWait",
    "team_of",
]
