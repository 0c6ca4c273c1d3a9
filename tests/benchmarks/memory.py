"""The console's memory with ten thousand conversations listed, in a process of its own."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.bigdesk import CONVERSATIONS
from tests.benchmarks.figures import Figure, amount, at_most
from tests.benchmarks.realdesk import fill, running
from tests.benchmarks.terminal import Terminal

MEGABYTE = 1024 * 1024


def figures() -> Iterator[Figure]:
    """What stays in memory once all is listed, and the most that there was on the way."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        past = fill(folder / "hub.db", single=CONVERSATIONS)
        with running(folder, past) as desk, desk.console() as console:
            console.until(b"online")
            console.rest()
            resident, most = (_kept(console, field) for field in ("VmRSS", "VmHWM"))
    yield at_most(f"memory with {CONVERSATIONS:,} conversations listed", resident, 150, "MB")
    yield Figure("  the most it ever took", amount(most, "MB"))


def _kept(console: Terminal, field: str) -> float:
    """A figure of the kernel's about the process, in megabytes."""
    told = Path(f"/proc/{console.pid}/status").read_text()
    line = next(one for one in told.splitlines() if one.startswith(f"{field}:"))
    return int(line.split()[1]) * 1024 / MEGABYTE
