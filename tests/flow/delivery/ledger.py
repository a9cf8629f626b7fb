"""Four weeks of a team as one ledger: what it deployed, and the figures that are made of it by hand.

Everything is told as a pipeline tells it: deployments with the commits that they name, incidents,
and what is on staging only.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

# id|component|finished|kind|status|incident|sha card files added removed merged; ...
DEPLOYED = """
d1|web|2 Nov 10:05||ok||a41c9e2 44 4 61 12 30 Oct 15:10;77d20b1 45 2 18 9 2 Nov 08:50
d2|api|3 Nov 09:40||ok||0be51f7 47 6 140 22 2 Nov 13:30
d3|web|4 Nov 10:20||ok||9c3370d 47 5 72 8 3 Nov 11:05
d4|billing|5 Nov 09:55||ok||e2f8a64 48 9 210 34 4 Nov 10:15;51bb0c9 48 3 40 2 4 Nov 16:20
d5|web|9 Nov 10:10||ok||2d19f50 49 7 122 40 5 Nov 11:20;c7704ae 66 5 88 6 6 Nov 14:00
;f08e6b3 - 1 3 1 9 Nov 09:20
d6|api|10 Nov 09:30||ok||8a52d1c 49 12 260 75 9 Nov 15:15
d7|api|11 Nov 08:50|hotfix|ok||1fe07b8 49 1 4 2 11 Nov 08:25
d8|web|11 Nov 10:40||ok||b36c21d 66 2 15 4 10 Nov 16:05
d9|web|12 Nov 10:15||ok||60fa9d4 50 4 66 10 11 Nov 14:20
d10|api|12 Nov 10:30||ok||d91e3c7 50 3 45 5 11 Nov 14:50
d11|web|16 Nov 10:00||ok||4e8b750 51 3 54 3 13 Nov 11:30;ab12f6e 53 4 39 58 13 Nov 15:05
d12|billing|17 Nov 09:45||ok||37c0d8f 52 8 190 12 16 Nov 14:40
d13|api|18 Nov 09:50||ok||f5a6e21 52 4 70 6 17 Nov 13:10
d14|web|18 Nov 15:20||ok||6d7f318 53 2 20 6 17 Nov 16:30;92b4c0a 46 31 702 140 18 Nov 14:10
d15|web|18 Nov 16:20|rollback|ok|81|ab12f6e
d17|api|19 Nov 09:40||failed||e81d6f4
d16|web|19 Nov 10:25||ok|81|0c9a57e 81 2 11 3 19 Nov 09:15
d18|api|23 Nov 09:35||ok||e81d6f4 55 4 80 14 20 Nov 13:40
d19|web|23 Nov 10:30||ok||53fb2a9 58 2 31 4 23 Nov 08:55
d20|billing|24 Nov 10:10||ok||18c6b3f 57 8 190 12 23 Nov 11:40;a90e4d7 61 5 77 9 24 Nov 08:20
d21|web|24 Nov 11:00||ok||7f25c80 61 3 36 2 24 Nov 09:05
d22|web|25 Nov 09:50||ok||dd4a019 55 6 104 31 24 Nov 13:25;3b96e7c 82 5 71 9 25 Nov 08:30
d23|billing|26 Nov 10:00||ok||c20f8e5 52 7 130 28 25 Nov 16:10;45ad9b6 65 22 240 310 26 Nov 07:55
d24|api|26 Nov 10:20||ok||9e7130b 57 3 48 7 26 Nov 08:40
"""
STAGED = """
s1|web|30 Nov 08:41||ok||57a9b21 60 3 41 5 27 Nov 10:30
s2|billing|27 Nov 13:20||ok||6e88d04 74 2 14 9 27 Nov 13:05
s3|api|27 Nov 09:00||ok||b1c07fe 60 4 58 11 26 Nov 15:40
"""
INCIDENTS = [
    ("I-81", "web", "Berth map is empty on phones", "18 Nov 15:52", "d14", 81),
    ("I-80", "billing", "Payments fail at Pier 4", "28 Nov 09:10", None, None),
]
CARDS = {  # number: started, finished
    44: ("27 Oct", "30 Oct"),
    45: ("30 Oct", "2 Nov"),
    47: ("29 Oct", "4 Nov"),
    48: ("29 Oct", "5 Nov"),
    49: ("2 Nov", "11 Nov"),
    66: ("6 Nov", "11 Nov"),
    50: ("5 Nov", "12 Nov"),
    51: ("10 Nov", "16 Nov"),
    53: ("13 Nov", "17 Nov"),
    46: ("2 Nov", "18 Nov"),
    81: ("18 Nov", "19 Nov"),
    58: ("20 Nov", "23 Nov"),
    61: ("20 Nov", "24 Nov"),
    82: ("24 Nov", "25 Nov"),
    55: ("19 Nov", "25 Nov"),
    52: ("16 Nov", "26 Nov"),
    65: ("18 Nov", "26 Nov"),
    60: ("23 Nov", "27 Nov"),
    74: ("26 Nov", "27 Nov"),
    57: ("19 Nov", None),
}

# first day, last day, whose → deployments, lead time (hours) of so many changes, failed of so many,
# unplanned of so many, small, middle, large
FIGURES = [
    ("02", "29", "", 22, (19 + 5 / 60, 31), (2, 22), (3, 23), (21, 8, 2)),
    ("02", "29", "web", 11, (19 + 55 / 60, 17), (1, 11), (2, 12), (14, 2, 1)),
    ("02", "29", "api", 7, (19 + 40 / 60, 7), (1, 7), (1, 7), (5, 2, 0)),
    ("02", "29", "billing", 4, (17 + 50 / 60, 7), (0, 4), (0, 4), (2, 4, 1)),
    ("02", "15", "", 10, (19 + 40 / 60, 14), (1, 10), (1, 10), (10, 4, 0)),
    ("16", "29", "", 12, (17 + 50 / 60, 17), (1, 12), (2, 13), (11, 4, 2)),
]
BY_WEEK = [  # deployments, and hours of lead time
    ("02", "08", 4, 20.2),
    ("09", "15", 6, 18.6),
    ("16", "22", 5, 20.7),
    ("23", "29", 7, 1.9),
]


def moment(said: str) -> datetime:
    return datetime.strptime(f"{said} 2026 +0000", "%d %b %H:%M %Y %z").astimezone(UTC)


def day(said: str) -> datetime:
    return moment(f"{said} 12:00")


def full(sha: str) -> str:
    return sha.ljust(40, "0")


def deployments() -> Iterator[dict[str, Any]]:
    """The bodies for POST /deployments."""
    for environment, lines in (("production", DEPLOYED), ("staging", STAGED)):
        for line in lines.strip().replace("\n;", ";").splitlines():
            name, component, at, kind, status, incident, brought = line.split("|")
            commits = [_commit(words) for words in brought.split(";") if " " in words]
            yield {
                "id": name,
                "component": component,
                "environment": environment,
                "sha": full(brought.split(";")[-1].split(" ")[0]),
                "status": "success" if status == "ok" else "failure",
                "finished_at": moment(at).isoformat(),
                "commits": commits,
                **({"kind": kind} if kind else {}),
                **({"incident": f"I-{incident}"} if incident else {}),
            }


def incidents() -> Iterator[dict[str, Any]]:
    """The bodies for POST /incidents."""
    for name, component, title, at, cause, card in INCIDENTS:
        yield {
            "id": name,
            "component": component,
            "title": title,
            "detected_at": moment(at).isoformat(),
            "caused_by": cause,
            "card": f"SLU-{card}" if card else None,
        }


def _commit(words: str) -> dict[str, Any]:
    sha, card, files, added, removed, *at = words.split()
    title = "Mend a word" if card == "-" else f"SLU-{card} A change"
    return {
        "sha": full(sha),
        "message": title,
        "committed_at": moment(" ".join(at)).isoformat(),
        "files": int(files),
        "added": int(added),
        "removed": int(removed),
    }
