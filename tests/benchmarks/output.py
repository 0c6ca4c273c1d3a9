"""Bytes that the console writes to its terminal, beside Textual's own output and beside weechat and
irssi where they are installed (`chatclients`); how long a paint takes is `keys`' and `push`'s."""

import http.client
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from tests.benchmarks import chatclients
from tests.benchmarks.figures import Figure, amount, middle
from tests.benchmarks.realdesk import Desk, fill, push_body, running
from tests.benchmarks.terminal import Terminal

TEXTS = 12
KEYS = 24
IDLE = 8.0
POURED = 5.0
TEXTS_A_SECOND = 100
TRACKING = "4165550000"
OPENED, OTHER = "6475550141", "6475550142"
WORDS = (
    "Hi, do you have front brake pads for a 2014 Civic, and what would they cost?",
    "Can I come by tomorrow before six? I am at work until five.",
    "OK thank you 👍🏽 see you then",
    "我想预约周六上午洗牙，可以吗？",
    "No",
    "The invoice says 214.50 but we agreed on 190, could you have a look please?",
    "Parking behind the house?",
)
ANSWERS = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[?69$p": b"\x1b[?69;2$y"}
"""A terminal that shows frames whole and knows left and right margins."""
MOST = {
    "first paint": 20_000,
    "a key in the composer": 120,
    "a text in another conversation": 250,
    "a text in the open conversation": 500,
    "a notice, shown and gone": 500,
    "idle": 0,
    f"{TEXTS_A_SECOND} varied texts a second": 25_000,
}
ELSEWHERE = {"a text in the open conversation": 2500}
"""What is to be reached where a terminal moves nothing narrower than a line."""


def figures() -> Iterator[Figure]:
    """One console after the other on the same desk, then other programs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        past = fill(folder / "hub.db", short=40)
        with running(folder, past) as desk:
            full = dict(_measured(desk, ("--full-output",), {}))
            yield from _told("moves blocks", dict(_measured(desk, (), ANSWERS)), full, MOST)
            most = MOST | ELSEWHERE
            yield from _told("moves whole lines", dict(_measured(desk, (), {})), full, most)
    yield from chatclients.figures()


@dataclass(frozen=True, slots=True)
class Written:
    """Bytes for one of each kind, or in a second."""

    count: float
    unit: str = "bytes"


def _told(
    kind: str, found: Mapping[str, Written], full: Mapping[str, Written], most: Mapping[str, int]
) -> Iterator[Figure]:
    yield Figure(f"bytes to a terminal that {kind}", "", "")
    for name, written in found.items():
        beside = amount(full[name].count, full[name].unit)
        told = f"{amount(written.count, written.unit)} (Textual's own: {beside})"
        target = f"≤ {most[name]:,} {written.unit}"
        yield Figure(f"  {name}", told, target, written.count <= most[name])


def _measured(
    desk: Desk, flags: tuple[str, ...], answers: Mapping[bytes, bytes]
) -> Iterator[tuple[str, Written]]:
    """What a fresh console writes for each kind of thing that happens."""
    with desk.console("--no-bell", *flags, answers=answers) as console:
        console.until(b"online")
        console.rest()
        yield "first paint", Written(len(console.written))
        send = Texts(desk)
        send(OPENED, "zqopened")
        send(OTHER, "zqother")
        for keys in ("/", "zqopened", "\r", "\r", "/\x15\x1b", "r"):
            console.type(keys)
            console.rest()
        yield "a key in the composer", Written(_each(console, _typing(console), KEYS))
        random = Random(1)
        written = _each(console, lambda: send(OTHER, _words(random)), TEXTS)
        yield "a text in another conversation", Written(written)
        written = _each(console, lambda: send(OPENED, _words(random)), TEXTS)
        yield "a text in the open conversation", Written(written)
        console.type("\x1b")
        console.rest()
        yield "a notice, shown and gone", Written(_each(console, lambda: console.type("y"), 1, 6.0))
        before = len(console.written)
        console.read(IDLE)
        yield "idle", Written((len(console.written) - before) / IDLE, "bytes/s")
        yield (
            f"{TEXTS_A_SECOND} varied texts a second",
            Written(_poured(console, desk, random), "bytes/s"),
        )


def _typing(console: Terminal) -> Callable[[], None]:
    letters = iter("because we have had them in stock since Monday ")
    return lambda: console.type(next(letters))


def _each(console: Terminal, cause: Callable[[], object], count: int, quiet: float = 0.3) -> float:
    """Bytes for one `cause`, the median of `count`."""
    found = []
    for _ in range(count):
        before = len(console.written)
        cause()
        console.rest(quiet)
        found.append(len(console.written) - before)
    return middle(found)


def _poured(console: Terminal, desk: Desk, random: Random) -> float:
    """Bytes a second while texts pour in, one in four into the open conversation."""
    stop = threading.Event()

    def pour() -> None:
        send = Texts(desk)
        started = time.monotonic()
        count = 0
        while not stop.is_set():
            texter = OPENED if count % 4 == 0 else f"64755502{random.randrange(40):02}"
            send(texter, _words(random))
            count += 1
            stop.wait(max(0.0, started + count / TEXTS_A_SECOND - time.monotonic()))

    pouring = threading.Thread(target=pour)
    pouring.start()
    try:
        console.read(1.0)
        before = len(console.written)
        console.read(POURED)
        return (len(console.written) - before) / POURED
    finally:
        stop.set()
        pouring.join()


def _words(random: Random) -> str:
    return f"{random.choice(WORDS)} {random.randrange(1000)}"


class Texts:
    """The carrier's webhook, played from here: each call is one text that the hub has taken."""

    _count = 0

    def __init__(self, desk: Desk) -> None:
        address = urlsplit(desk.webhook)
        self._line = http.client.HTTPConnection(address.netloc)
        self._path = address.path

    def __call__(self, texter: str, words: str) -> None:
        """Pushes one text; raises `RuntimeError` when the hub does not take it."""
        Texts._count += 1
        body = push_body(Texts._count, texter, TRACKING, words)
        self._line.request("POST", self._path, body, {"Content-Type": "application/json"})
        answer = self._line.getresponse()
        answer.read()
        # A server may end an idle connection at the moment of the next request.
        self._line.close()
        if answer.status >= 300:
            raise RuntimeError(f"the hub answered {answer.status}")
