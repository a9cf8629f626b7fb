"""The same clients by `wrk`, where it is installed: it takes less of the machine for itself."""

import json
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

LUA = """
local plans = {{ {plans} }}
local counter = 0
function setup(thread)
  counter = counter + 1
  thread:set("number", counter)
end
function init(args) requests, turn = plans[number], 0 end
function request()
  turn = turn + 1
  return requests[(turn - 1) % #requests + 1]
end
"""


def is_here() -> bool:
    return shutil.which("wrk") is not None


@dataclass(frozen=True)
class Pace:
    """Answers a second, and in ms how long the median and all but one in a hundred took."""

    rate: float
    p50: float
    p99: float


MILLISECONDS = {"us": 0.001, "ms": 1, "s": 1000}


def pace(url: str, body: str, headers: dict[str, str], seconds: int, clients: int) -> Pace:
    """The same request again and again, on connections that are kept. All must be answered."""
    said = "\n".join(f"wrk.headers[{json.dumps(k)}] = {json.dumps(v)}" for k, v in headers.items())
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "same.lua")
        script.write_text(f'wrk.method = "POST"\nwrk.body = {json.dumps(body)}\n{said}\n')
        command = [
            "wrk",
            "-t1",
            f"-c{clients}",
            f"-d{seconds}s",
            "--latency",
            "-s",
            str(script),
            url,
        ]
        ran = subprocess.run(
            command, capture_output=True, text=True, check=True, timeout=seconds + 30
        )
    told = ran.stdout
    if "Non-2xx" in told or "Socket errors" in told:
        raise RuntimeError(told)
    times = {
        percent: float(number) * MILLISECONDS[unit]
        for percent, number, unit in re.findall(
            r"^\s+(\d+)%\s+([\d.]+)(us|ms|s)$", told, re.MULTILINE
        )
    }
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    return Pace(float(rate[1]), times["50"], times["99"])


def requests_a_second(port: int, seconds: int, clients: list[list[str]]) -> tuple[float, int]:
    """Answers a second, and how many of them were no success; one thread for each client."""
    plans = ", ".join("{" + ", ".join(json.dumps(each) for each in plan) + "}" for plan in clients)
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "plans.lua")
        script.write_text(LUA.format(plans=plans))
        number = len(clients)
        told = subprocess.run(
            [
                *("wrk", f"-t{number}", f"-c{number}", f"-d{seconds}s", "-s", str(script)),
                f"http://127.0.0.1:{port}/",
            ],
            capture_output=True,
            text=True,
            check=True,
            timeout=seconds + 30,
        ).stdout
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    return float(rate[1]), int(failed[1]) if failed else 0
