from flow.metrics.models.cursor import Cursor
from flow.metrics.models.delta import Delta
from flow.metrics.models.option import Option
from flow.metrics.models.passage import Passage

__all__ = ["Cursor", "Delta", "Option", "Passage"]
