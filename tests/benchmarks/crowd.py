"""A thousand consoles on one hub: connecting, what an idle one costs, and how soon all hear."""

import http.client
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from tests.benchmarks.figures import Figure, amount, spread
from tests.benchmarks.realdesk import Desk, fill, push_body, running
from tests.benchmarks.terminal import ROOT

CONSOLES = 1_000
PROCESSES = 2
MARKED = 60
BETWEEN = 0.2
BURST = 100
TRACKING = "4165550000"
LAST = "the-last-of-the-crowd"
MEGABYTE = 1024 * 1024


def figures() -> Iterator[Figure]:
    """All in the order in which it happens to one hub."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        past = fill(folder / "hub.db", single=1)
        with running(folder, past) as desk:
            before = _memory(desk)
            with _crowd(desk) as told:
                connecting = max(float(one.readline()) for one in told)
                yield Figure(f"{CONSOLES:,} consoles connect", f"{connecting:.1f} s")
                time.sleep(2)
                each = (_memory(desk) - before) / CONSOLES
                yield Figure("  memory of an idle one at the hub", amount(each / 1024, "kB"))
                began = _texts(desk)
                results = [json.loads(one.readline()) for one in told]
                waits = [wait for _, found in results for wait in found]
                yield spread("  webhook pushed to a console's socket", waits)
                seconds = max(at for at, _ in results) - began
                told_rate = amount(BURST * CONSOLES / seconds, "texts/s")
                yield Figure(f"  {BURST} texts at once to all of them", told_rate)
                yield Figure("  memory of the hub then", amount(_memory(desk) / MEGABYTE, "MB"))


@contextmanager
def _crowd(desk: Desk) -> Iterator[list[IO[str]]]:
    """All consoles, in a few processes; what these print."""
    address = desk.agents.replace("http", "ws", 1) + "/agents/socket"
    module = [sys.executable, "-m", "tests.benchmarks.crowdsockets"]
    words = [*module, address, desk.token, str(CONSOLES // PROCESSES), LAST]
    crowd = [
        subprocess.Popen(words, stdout=subprocess.PIPE, cwd=ROOT, text=True)
        for _ in range(PROCESSES)
    ]
    try:
        yield [one.stdout for one in crowd if one.stdout is not None]
    finally:
        for one in crowd:
            one.kill()
            one.communicate()


def _texts(desk: Desk) -> float:
    """Marked texts at a steady pace, then many at once, then the last; when the many began."""
    line = http.client.HTTPConnection(urlsplit(desk.webhook).netloc)
    path = urlsplit(desk.webhook).path

    def push(number: int, words: str) -> None:
        body = push_body(number, f"647555{number % 50:04}", TRACKING, words)
        line.request("POST", path, body, {"Content-Type": "application/json"})
        answer = line.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"the hub answered {answer.status}")

    for number in range(MARKED):
        push(number, f"at{time.time():.6f}z")
        time.sleep(BETWEEN)
    began = time.time()
    for number in range(BURST):
        push(MARKED + number, "one of many")
    push(MARKED + BURST, LAST)
    line.close()
    return began


def _memory(desk: Desk) -> float:
    """What the hub's process keeps in memory, in bytes."""
    told = Path(f"/proc/{desk.pid}/status").read_text()
    line = next(one for one in told.splitlines() if one.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024
