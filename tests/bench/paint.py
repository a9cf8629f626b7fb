"""From the commit of a move to its paint in another Chromium, while others listen and fetch too."""

import itertools
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.urls import reverse
from playwright.sync_api import Page, sync_playwright

from board.live import tickets
from tests.bench import listeners, measures
from tests.bench.boards import Ground
from tests.bench.measures import Pace
from tests.bench.server import Ports
from tests.browser.conftest import CHROMIUM, QUIET

MOVES = 10 if measures.QUICK else 40
LISTENERS = (1, 50, 200)
LATE = 5  # seconds that the last move has to be painted

# Notes when the page has painted each version: the frame after the change, and the task after it.
NOTE = """() => {
  const drawn = () => Number(document.querySelector("#version").value);
  let last = drawn();
  window.painted = [];
  new MutationObserver(() => {
    const version = drawn();
    if (version <= last) return;
    last = version;
    requestAnimationFrame(() => {
      const task = new MessageChannel();
      task.port1.onmessage = () =>
        window.painted.push([version, performance.timeOrigin + performance.now()]);
      task.port2.postMessage(0);
    });
  }).observe(document.documentElement, { subtree: true, childList: true, attributes: true });
}"""


@dataclass(frozen=True)
class Painting:
    """How long the other Chromium took; how the listeners beside it fared."""

    pace: Pace | None  # None if next to nothing was painted
    painted: int
    fetched: int
    fetch_p50: float  # milliseconds
    lost: int


@contextmanager
def a_page(ports: Ports, ground: Ground) -> Iterator[Page]:
    """The board, open in a Chromium of somebody else's, live."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        site = f"http://127.0.0.1:{ports.web}"
        session = measures.session_of(ground.people[1])
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
        page.goto(site + reverse("board", args=[ground.board.key]))
        page.wait_for_selector('#live-state[data-state="live"]')
        try:
            yield page
        finally:
            browser.close()


def commit_to_paint(ports: Ports, page: Page, ground: Ground, number: int) -> Painting:
    """A move a second, while so many pages listen: this one, and the others without a browser."""
    page.reload()
    page.wait_for_selector('#live-state[data-state="live"]')
    with _others(ports, ground, number - 1) as told:
        page.evaluate(NOTE)
        commits = _move(ground)
        late = page.evaluate(
            "async ([last, late]) => { for (let n = 0; n < late * 20; n++) {"
            " if (painted.some(([version]) => version >= last)) break;"
            " await new Promise((done) => setTimeout(done, 50)); } return painted; }",
            [commits[-1][0], LATE],
        )
    seconds = list(_waits(commits, late))
    return Painting(
        Pace.of(seconds) if len(seconds) > 1 else None,
        len(seconds),
        told["fetched"],
        Pace.of(told["latencies"]).p50 if told["latencies"] else 0,
        told["lost"],
    )


def _move(ground: Ground) -> list[tuple[int, float]]:
    """Move a card to and fro, once a second; for each move its version and its commit."""
    card, by = ground.cards_in("Build")[0], ground.people[0]
    goals = itertools.cycle([ground.board.columns.get(name=name) for name in ("Review", "Build")])
    commits = []
    for _ in range(MOVES):
        due = time.monotonic() + 1
        card = card.move_to(next(goals), by=by)
        commits.append((card.board.version, time.time()))
        time.sleep(max(due - time.monotonic(), 0))
    return commits


def _waits(commits: list[tuple[int, float]], painted: list[tuple[int, float]]) -> Iterator[float]:
    """The seconds from each commit to the first paint that showed it."""
    for version, committed in commits:
        shown = [at for drawn, at in painted if drawn >= version]
        if shown:
            yield min(shown) / 1000 - committed


@contextmanager
def _others(ports: Ports, ground: Ground, number: int) -> Iterator[dict]:
    """So many pages that listen and fetch; filled with how they fared when they are gone."""
    told: dict = {"fetched": 0, "latencies": [], "lost": 0}
    if not number:
        yield told
        return
    plan = {
        "web": ports.web,
        "live": ports.live,
        "tickets": [
            tickets.issue(ground.board.pk, ground.people[each % len(ground.people)].pk)
            for each in range(number)
        ],
        "changes": reverse("changes", args=[ground.board.key]),
        "session": measures.session_of(ground.people[2]),
        "version": ground.board_now.version,
    }
    others = subprocess.Popen(
        [sys.executable, listeners.__file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        others.stdin.write(json.dumps(plan) + "\n")
        others.stdin.flush()
        others.stdout.readline()
        yield told
        answer, _nothing = others.communicate(timeout=30)
        told.update(json.loads(answer))
    finally:
        others.kill()
        others.wait()
