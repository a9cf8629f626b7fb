from flow.ownership.models.codeowners_file import CodeownersFile, team_of
from flow.ownership.models.struck_release import StruckRelease

__all__ = ["CodeownersFile", "StruckRelease", "team_of"]
