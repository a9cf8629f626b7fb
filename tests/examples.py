"""How many examples a property test tries: enough to notice in CI, many more in `make test-long`."""

import os

IS_LONG = os.environ.get("EXAMPLES") == "many"


def examples(usual: int, many: int) -> int:
    return many if IS_LONG else usual
