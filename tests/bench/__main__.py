"""`python -m tests.bench`; QUICK=1 takes a part of the time and is worth a part of the trust."""

import time

from tests.bench import database

database.set_up()

from tests.bench import alerts_report, flags_report, flow_report, report  # noqa: E402 - they import models

if __name__ == "__main__":
    began = time.monotonic()
    with database.own_database() as url:
        report.report(url)
        flow_report.report(url)
        alerts_report.report()
        flags_report.report(url)
    print(f"\n{time.monotonic() - began:.0f} seconds in all.")
