"""A chart as a PNG, drawn by the same libraries as in the page: for mail, documents and downloads."""

import json
from textwrap import wrap

from django.core.serializers.json import DjangoJSONEncoder

from flow.metrics.charts.chart import Chart, Data
from flow.metrics.charts.palette import themes

WIDTH, HEIGHT = 760, 300
PX_OF_A_LETTER = 7  # about, in what stands below the title
SCALE = 2  # dots for each px, for sharp screens


def png(chart: Chart, data: Data, *, theme: str = "light", width: int = WIDTH) -> bytes:
    """The drawing on the ground of its theme, WIDTH x HEIGHT px at twice the density."""
    import vl_convert  # noqa: PLC0415 - 30 MB, and few processes draw

    colors = themes()[theme]
    spec = chart.spec | {
        "width": width,
        "height": HEIGHT,
        "background": colors["surface"],
        "params": [{"name": name, "value": value} for name, value in colors.items()],
        "datasets": json.loads(json.dumps(data, cls=DjangoJSONEncoder)),
        "title": {
            "text": str(chart.title),
            "subtitle": wrap(chart.says(data), width // PX_OF_A_LETTER),
            "anchor": "start",
            "color": colors["ink"],
            "subtitleColor": colors["ink_soft"],
            "offset": 12,
        },
    }
    return vl_convert.vegalite_to_png(spec, scale=SCALE)
