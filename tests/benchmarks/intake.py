"""Durable texts a second at the hub while consoles listen, beside a bare loop of its libraries."""

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from tests.benchmarks.figures import Figure
from tests.benchmarks.realdesk import fill, free_ports, push_body, running, started
from tests.benchmarks.terminal import ROOT, surroundings

CONSOLES = 200
TEXTS = 4_000
SENDERS = 32
TEXTERS = 500
TRACKING = "4165550000"
RUNS = 3


@dataclass(frozen=True, slots=True)
class Rate:
    """Texts a second: answered 2xx, and seen by the last of the consoles."""

    answered: float
    seen: float
    lacking: int


def figures() -> Iterator[Figure]:
    """Both rates, of the hub and of the bare loop, each with consoles and without."""
    for consoles in (0, CONSOLES):
        hubs: list[Rate] = []
        bares: list[Rate] = []
        for _ in range(RUNS):
            bares.append(_bare(consoles))
            hubs.append(_hub(consoles))
        hub, bare = _typical(hubs), _typical(bares)
        yield Figure(
            f"durable texts/s, {consoles} consoles: hub beside bare loop",
            f"{hub.answered:,.0f} beside {bare.answered:,.0f}",
        )
        if consoles:
            yield Figure(
                "  to the last console's socket",
                f"{hub.seen:,.0f} beside {bare.seen:,.0f}",
            )
            lacking = sum(rate.lacking for rate in hubs)
            told = f"{lacking} of {CONSOLES * RUNS}"
            yield Figure("  consoles that lacked the last text", told, "none", not lacking)


def _typical(rates: list[Rate]) -> Rate:
    return sorted(rates, key=lambda rate: rate.answered)[len(rates) // 2]


def _hub(consoles: int) -> Rate:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        past = fill(folder / "hub.db", single=1)
        with running(folder, past) as desk:
            return _rate(desk.webhook, desk.agents, past.token, consoles)


def _bare(consoles: int) -> Rate:
    with tempfile.TemporaryDirectory() as name:
        (port,) = free_ports(1)
        words = ["tests.benchmarks.bareloop", str(Path(name) / "bare.db"), str(port)]
        with started(words, surroundings(Path(name))):
            address = f"http://127.0.0.1:{port}"
            return _rate(f"{address}/hook", address, "none", consoles)


def _rate(webhook: str, agents: str, token: str, consoles: int) -> Rate:
    with _listening(agents, token, consoles) as told:
        began, clock = time.perf_counter(), time.time()
        asyncio.run(_pour(webhook))
        answered = seen = time.perf_counter() - began
        complete = consoles
        if told is not None:
            count, at = told.readline().split()
            complete, seen = int(count), float(at) - clock
        return Rate(TEXTS / answered, TEXTS / seen, consoles - complete)


@contextmanager
def _listening(agents: str, token: str, consoles: int) -> Iterator[IO[str] | None]:
    """That many consoles; what they print once they have got the last text."""
    if not consoles:
        yield None
        return
    address = agents.replace("http", "ws", 1) + "/agents/socket"
    module = [sys.executable, "-m", "tests.benchmarks.listeners"]
    listeners = subprocess.Popen(
        [*module, address, token, str(consoles), _words(TEXTS - 1)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )
    try:
        assert listeners.stdout is not None
        listeners.stdout.readline()
        yield listeners.stdout
    finally:
        listeners.kill()
        listeners.communicate()


def _words(count: int) -> str:
    return f"text-{count:06}-z"


async def _pour(webhook: str) -> None:
    """Sends all texts, each sender the next as soon as its last was answered; the last one last."""
    counts = iter(range(TEXTS - 1))
    await asyncio.gather(*(_send(webhook, counts) for _ in range(SENDERS)))
    await _send(webhook, iter([TEXTS - 1]))


async def _send(webhook: str, counts: Iterator[int]) -> None:
    """Posts over one connection, by hand: a client library would cost more than the hub does."""
    address = urlsplit(webhook)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    for count in counts:
        body = push_body(count, f"647555{count % TEXTERS:04}", TRACKING, _words(count))
        head = (
            f"POST {address.path} HTTP/1.1\r\nHost: {address.netloc}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"the server answered {answer[:60]!r}")
        length = answer.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        await reader.readexactly(int(length))
    writer.close()
    await writer.wait_closed()
