"""The question of a chart of delivery: the component or team, and the days."""

from typing import Any

from flow.delivery.readings import Delivered, DeliveryScope


def delivered(question: Any) -> Delivered | None:
    """Return the deliveries of a question of delivery or of flow; None if there is no single team."""
    if isinstance(question, Delivered):
        production = question
    else:
        production = Delivered(DeliveryScope(question.flow.board), question.flow.window)
    return None if production.scope.why_none else production
