"""From a consumer's text to the agent's screen: sandbox, hub and console are real processes."""

import http.client
import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from tests.benchmarks.figures import Figure, spread
from tests.benchmarks.realdesk import Desk, fill, push_body, running
from tests.benchmarks.terminal import Terminal

TEXTS = 150
BETWEEN = (0.1, 0.4)
"""Seconds between two texts, drawn anew for each: an even pace would beat against the paints."""
TEXTER = "6475550133"


def figures() -> Iterator[Figure]:
    """The whole way, and the way from the webhook on."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        past = fill(folder / "hub.db", short=20)
        with running(folder, past, account=True) as desk, desk.console() as console:
            console.until(b"20 waiting")
            tracking = _first_number(desk)
            for words, send in (
                ("text sent to painted", _Sandbox(desk, tracking)),
                ("  webhook pushed to painted", _Carrier(desk, tracking)),
            ):
                _open(console, send)
                random = Random(1)
                pauses = [random.uniform(*BETWEEN) for _ in range(TEXTS)]
                times = [_one(console, send, count, pause) for count, pause in enumerate(pauses, 1)]
                yield spread(words, times, p50=60, p99=250)


def _one(console: Terminal, send: "_Sandbox | _Carrier", count: int, pause: float) -> float:
    """Seconds from one text's being sent to its words' being painted."""
    time.sleep(pause)
    words = f"{send.mark}{count:04}z"
    before = len(console.written)
    started = time.perf_counter()
    send(words, count)
    return console.until(words.encode(), since=before) - started


def _open(console: Terminal, send: "_Sandbox | _Carrier") -> None:
    """Opens the texter's conversation, so that every text of theirs is on the screen."""
    send(f"{send.mark}0000z", 0)
    for keys in ("", "/", f"{send.mark}0000z", "\r", "\r"):
        console.type(keys)
        console.rest()


class _Sandbox:
    """A consumer's phone."""

    mark = "qs"

    def __init__(self, desk: Desk, tracking: str) -> None:
        self._line = http.client.HTTPConnection(urlsplit(desk.sandbox).netloc)
        self._tracking = tracking

    def __call__(self, words: str, count: int) -> None:
        """Sends one text and waits until the network has it."""
        body = json.dumps({"from": TEXTER, "to": self._tracking, "text": words})
        _post(self._line, "/sandbox/texts", body.encode())


class _Carrier:
    """The carrier's webhook, played from here."""

    mark = "qw"

    def __init__(self, desk: Desk, tracking: str) -> None:
        address = urlsplit(desk.webhook)
        self._line = http.client.HTTPConnection(address.netloc)
        self._path = address.path
        self._tracking = tracking

    def __call__(self, words: str, count: int) -> None:
        """Pushes one text and waits for the 2xx."""
        _post(self._line, self._path, push_body(count, "6475550134", self._tracking, words))


def _first_number(desk: Desk) -> str:
    line = http.client.HTTPConnection(urlsplit(desk.sandbox).netloc)
    line.request("GET", "/sandbox/numbers")
    found = json.loads(line.getresponse().read())
    line.close()
    return str(found[0]["phone_number"])


def _post(line: http.client.HTTPConnection, path: str, body: bytes) -> None:
    line.request("POST", path, body, {"Content-Type": "application/json"})
    answer = line.getresponse()
    answer.read()
    # A server may end an idle connection at the moment of the next request.
    line.close()
    if answer.status >= 300:
        raise RuntimeError(f"{path} answered {answer.status}")
