from flow.ownership.models.codeowners_file import CodeownersFile, team_of

__all__ = ["CodeownersFile", "team_of"]
