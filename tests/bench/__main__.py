"""`python -m tests.bench`; QUICK=1 takes a part of the time and is worth a part of the trust.

`python -m tests.bench delivery flags` measures these alone.
"""

import logging
import sys
import time

from tests.bench import database

database.set_up()

from tests.bench import (  # noqa: E402 - they import models
    alerts_report,
    delivery_report,
    flags_report,
    flow_report,
    ownership_report,
    report,
)

PARTS = {
    "moves": report.report,
    "flow": flow_report.report,
    "alerts": lambda _url: alerts_report.report(),
    "delivery": delivery_report.report,
    "flags": flags_report.report,
    "ownership": lambda _url: ownership_report.report(),
}

if __name__ == "__main__":
    logging.getLogger("sluice.request").setLevel(logging.WARNING)  # a line for each page asked
    began = time.monotonic()
    with database.own_database() as url:
        for name in sys.argv[1:] or PARTS:
            PARTS[name](url)
    print(f"\n{time.monotonic() - began:.0f} seconds in all.")
