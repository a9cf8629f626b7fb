"""The colours of charts: the tokens of the pages, read from their one stylesheet, in both themes."""

import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

TOKENS = "board/css/tokens.css"
USED = (
    *("surface", "line", "line-strong", "ink", "ink-soft", "ink-quiet", "water", "iron-plank"),
    *("over", "blocked", "heat-1", "heat-2", "heat-3", "heat-4"),
)
TOKEN = re.compile(r"--([\w-]+): light-dark\((#\w+), (#\w+)\);")

Theme = dict[str, str]


@cache
def themes() -> dict[str, Theme]:
    """The colours of each theme, by the names that charts give them: `ink_soft` for --ink-soft."""
    css = Path(str(finders.find(TOKENS))).read_text()
    tokens = {name: (light, dark) for name, light, dark in TOKEN.findall(css)}
    return {
        theme: {name.replace("-", "_"): tokens[name][at] for name in USED}
        for at, theme in enumerate(("light", "dark"))
    }
