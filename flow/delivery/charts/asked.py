"""What a chart of delivery is asked: whose delivery, in which days."""

from typing import Any

from flow.delivery.readings import Delivered, DeliveryScope


def delivered(question: Any) -> Delivered | None:
    """What came to production, of a question of delivery or of flow; None where there is no one team."""
    if isinstance(question, Delivered):
        production = question
    else:
        production = Delivered(DeliveryScope(question.flow.board), question.flow.window)
    return None if production.scope.why_none else production
