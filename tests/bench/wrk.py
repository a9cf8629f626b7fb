"""The same clients by `wrk`, where it is installed: it takes less of the machine for itself."""

import json
import re
import shutil
import subprocess
import tempfile
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
