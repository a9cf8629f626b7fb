"""The values of the API of experiments and targets: texts with their lengths, figures, numbers."""

from typing import Annotated

from pydantic import Field, Strict, StringConstraints

from board.api.values import Line, Text
from flow.experiments.models.experiment import LONGEST_LEARNING, LONGEST_SENTENCE
from flow.metrics.figures import figures

Sentence = Annotated[Text, StringConstraints(max_length=LONGEST_SENTENCE)]
Story = Annotated[Text, StringConstraints(max_length=LONGEST_LEARNING)]
FigureName = Annotated[
    Line, StringConstraints(max_length=40), Field(json_schema_extra={"enum": [*figures()]})
]
Value = Annotated[float, Strict(), Field(allow_inf_nan=False)]
