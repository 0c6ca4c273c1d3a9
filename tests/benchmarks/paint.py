"""First paint of the console beside that of an empty Textual application, each a fresh process."""

import compileall
import contextlib
import io
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.figures import Figure, middle, ratio
from tests.benchmarks.terminal import COLUMNS, ROOT, Terminal, surroundings

RUNS = 11
LATE = ("httpx", "websockets", "keyring", "sqlite3", "phonenumbers")
BARE = [sys.executable, "-m", "tests.benchmarks.bareapp"]
CONSOLE = [sys.executable, "-m", "tmchat", "console", "--hub", "http://127.0.0.1:9"]
BLANK_LINE = b" " * (COLUMNS // 2)
STATUS_BAR = b"0 waiting"
DESK = b"No conversation"
LOADED = """
import sys
from tmchat.console.terminal.compositing import CellApp
display = CellApp._display
def displayed(self, screen, renderable):
    display(self, screen, renderable)
    if renderable is not None:
        CellApp._display = display
        loaded = ",".join(name for name in {late!r} if name in sys.modules)
        self.exit(message="loaded:" + loaded + ";")
CellApp._display = displayed
from tmchat.cli.main import main
main({arguments!r})
"""
"""A console that says, once it is left, which of the late modules its first frame found loaded."""


def figures() -> Iterator[Figure]:
    """The ratio, the time to the whole desk, and which heavy modules the first frame had loaded."""
    with contextlib.redirect_stdout(io.StringIO()):
        compileall.compile_dir(ROOT / "tmchat", quiet=2)
        compileall.compile_dir(ROOT / "tests" / "benchmarks", quiet=2)
    with tempfile.TemporaryDirectory() as folder:
        times: dict[bytes, list[float]] = {BLANK_LINE: [], STATUS_BAR: [], DESK: []}
        for _ in range(RUNS):
            for sign, taken in times.items():
                command = BARE if sign is BLANK_LINE else CONSOLE
                taken.append(_seconds(command, sign, Path(folder)))
        bare, first, whole = map(middle, times.values())
        yield ratio("first paint, beside an app with one empty Static", first, bare, 1.15)
        yield Figure("  the whole desk painted", f"{whole / bare:.2f} x ({whole * 1000:.1f} ms)")
        loaded = _loaded(Path(folder))
    yield Figure(
        "  heavy modules imported before it", loaded or "none", f"none of {len(LATE)}", not loaded
    )


def _seconds(command: list[str], sign: bytes, folder: Path) -> float:
    with Terminal(command, surroundings(folder, TMCHAT_TOKEN="none")) as terminal:
        return terminal.until(sign) - terminal.started


def _loaded(folder: Path) -> str:
    program = LOADED.format(late=LATE, arguments=CONSOLE[3:])
    with Terminal([sys.executable, "-c", program], surroundings(folder)) as terminal:
        terminal.until(b"loaded:", b";\r\n")
        return terminal.written.rpartition(b"loaded:")[2].partition(b";")[0].decode()
