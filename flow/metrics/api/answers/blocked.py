from pydantic import BaseModel

from flow.metrics.api.answers.values import seconds
from flow.metrics.api.answers.window import InWindow
from flow.metrics.reports.times import Blocker


class BlockedReason(BaseModel):
    reason: str
    times: int
    cards: int
    seconds: int


class BlockedAnswer(InWindow):
    """The reasons that blocked the finished cards between their start and finish, the longest
    first.
    """

    items: list[BlockedReason]


def blocked_reason(blocker: Blocker) -> BlockedReason:
    return BlockedReason(
        reason=blocker.reason,
        times=blocker.times,
        cards=blocker.cards,
        seconds=seconds(blocker.blocked),
    )
