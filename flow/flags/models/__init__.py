from flow.flags.models.counts import FlagDay, FlagIncident
from flow.flags.models.environment import Environment
from flow.flags.models.flag import Flag
from flow.flags.models.flag_entry import FlagEntry, What
from flow.flags.models.flag_state import FlagState
from flow.flags.models.flag_token import FlagToken
from flow.flags.models.kinds import TEMPORARY, FlagKind, FlagStage
from flow.flags.models.removal import Cause, RemovalDue, causes_of
from flow.flags.models.silence import Silence

__all__ = [
    "TEMPORARY",
    "Cause",
    "Environment",
    "Flag",
    "FlagDay",
    "FlagEntry",
    "FlagIncident",
    "FlagKind",
    "FlagStage",
    "FlagState",
    "FlagToken",
    "RemovalDue",
    "Silence",
    "What",
    "causes_of",
]
