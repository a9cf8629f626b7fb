from flow.standup.models.action import Action
from flow.standup.models.leader import Leader
from flow.standup.models.look import Look
from flow.standup.models.reader import Reader
from flow.standup.models.standup import Standup

__all__ = ["Action", "Leader", "Look", "Reader", "Standup"]
