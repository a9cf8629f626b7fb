"""OpenFeature's own client for Node, unmodified, against the real process."""

import json
import shutil
import subprocess
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.patience import eventually

NODE = shutil.which("node") or str(settings.BASE_DIR / ".venv/bin/node")
PROGRAM = Path(__file__).with_name("program.mjs")
VARIANTS = {
    "string": ({"on": "blue", "off": "red"}, "default"),
    "number": ({"on": 7, "off": 0.5}, -1),
    "object": ({"on": {"size": [2, None]}, "off": {}}, {"default": True}),
}


class Program:
    """A program that runs: `program.ask("new-search", False, "ada")` is the client's details."""

    def __init__(self, running: subprocess.Popen[str]):
        self.running = running

    def ask(self, flag: str, otherwise: Any, key: str | None = None, kind: str = "boolean") -> dict:
        said = {"type": kind, "flag": flag, "otherwise": otherwise}
        if key is not None:
            said["context"] = {"targetingKey": key, "plan": "gold", "seats": [1, {"row": None}]}
        self.running.stdin.write(f"{json.dumps(said)}\n")
        self.running.stdin.flush()
        return json.loads(self.running.stdout.readline())


@contextmanager
def started(port: int, token: str):
    command = [NODE, str(PROGRAM), f"http://127.0.0.1:{port}", token]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        yield Program(running)
        running.kill()


@pytest.fixture
def program_of(server):
    """A program with a token: `program_of(secret)`."""
    with ExitStack() as programs:
        yield lambda token: programs.enter_context(started(server.port, token))


def test_on_off_half_and_what_cannot_be_answered(
    program_of, token_of, board, make_flag, state_of, grace
):
    state = state_of(make_flag())
    program = program_of(token_of(board))
    eventually(lambda: program.ask("new-search", True).get("reason") == "DISABLED")
    assert program.ask("new-search", True, "ada")["value"] is False
    state = state.switch(by=grace, enabled=True, rollout=50, reason="Test")
    eventually(lambda: program.ask("new-search", False, "ada")["reason"] == "SPLIT")
    inside = [program.ask("new-search", False, f"user-{n}")["value"] for n in range(200)]
    assert 70 <= sum(inside) <= 130
    without = program.ask("new-search", True)
    assert (without["value"], without["errorCode"]) == (True, "TARGETING_KEY_MISSING")
    state = state.switch(by=grace, rollout=100, allowed=["ada"])
    eventually(lambda: program.ask("new-search", False)["reason"] == "STATIC")
    assert program.ask("new-search", False, "ada")["reason"] == "TARGETING_MATCH"
    state.switch(by=grace, enabled=False)
    eventually(lambda: program.ask("new-search", True, "ada")["value"] is False, 1)
    unknown = program.ask("nothing", True, "ada")
    assert (unknown["value"], unknown["errorCode"]) == (True, "FLAG_NOT_FOUND")
    stranger = program_of("sluice_wrong").ask("new-search", True, "ada")
    assert (stranger["value"], stranger["errorCode"]) == (True, "GENERAL")


def test_every_type_of_value(program_of, token_of, board, make_flag, state_of, grace):
    program = program_of(token_of(board))
    for kind, (variants, default) in VARIANTS.items():
        state = state_of(make_flag(f"of-{kind}", variants=variants))
        ask = partial(program.ask, f"of-{kind}", default, kind=kind)
        eventually(lambda ask=ask: ask().get("variant") == "off")
        off = ask()
        assert (off["value"], off.get("errorCode")) == (variants["off"], None)
        state.switch(by=grace, enabled=True, rollout=100, reason="Test")
        eventually(lambda ask=ask: ask()["variant"] == "on")
        assert ask()["value"] == variants["on"]
        other = program.ask(f"of-{kind}", True)
        assert (other["value"], other["errorCode"]) == (True, "TYPE_MISMATCH")
