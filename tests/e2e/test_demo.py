"""`tmchat demo` in a real terminal: a text comes, is claimed and answered, and nothing stays."""

import json
import re
import signal
import stat
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests import asking
from tests.e2e.programs import Consumers, Demo, demo, surroundings
from tests.e2e.refusing_proxy import refusing_proxy
from tests.e2e.terminal import DEADLINE, TMCHAT, Terminal
from tests.house.sources import ROOT
from tests.waiting import until_blocking

QUESTION = "Do you have brake pads for a 2014 Civic?"
ANSWER = "Yes, two sets in stock."

BACKSPACE = "\x7f"

MODES_OF_A_SCREEN = ("1049", "1000", "1003", "1004", "1006", "1015", "2004")
COLOUR = re.compile(r"\x1b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")


def answer(terminal: Terminal, desk: Demo) -> None:
    """A consumer texts, the agent at `terminal` claims and answers, the phone gets the answer."""
    desk.consumers.text(QUESTION)
    terminal.shows("Do you have brake", "1 waiting")
    terminal.press("enter")
    terminal.shows(QUESTION)
    terminal.press("c")
    terminal.shows("you claimed the conversation")
    # In one piece, as a lagging line delivers it: each key counts where the one before it led to.
    terminal.type(f"r{ANSWER[:4]} lots{BACKSPACE * 5}{ANSWER[4:]}\r")
    terminal.until(lambda: desk.consumers.received() == [ANSWER], "the answer on the phone")
    terminal.shows(ANSWER, "0 waiting")


def leave(terminal: Terminal) -> None:
    """Ctrl+Q ends the program well and gives the terminal back as it was."""
    terminal.press("ctrl+q")
    assert terminal.ended() == 0
    assert_given_back(terminal)


def assert_given_back(terminal: Terminal) -> None:
    """Every mode that a screen needs is off again, in the order of the bytes."""
    written = [piece.written for piece in terminal.pieces]
    for mode in MODES_OF_A_SCREEN:
        switches = [one for one in written if one in (f"\x1b[?{mode}h", f"\x1b[?{mode}l")]
        assert not switches or switches[-1].endswith("l"), mode
    assert [one for one in written if one in ("\x1b[?25h", "\x1b[?25l")][-1:] != ["\x1b[?25l"]
    assert terminal.cooked()


SITUATIONS: dict[str, dict[str, Any]] = {
    "wide": {},
    "80x24": {"columns": 80, "lines": 24},
    "linux-console": {"term": "linux", "columns": 80, "lines": 25},
    "no-utf-8": {"locale": "C"},
    "no-colour": {"NO_COLOR": "1"},
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_text_is_claimed_and_answered(situation: str, tmp_path: Path) -> None:
    with demo(tmp_path, **SITUATIONS[situation]) as desk:
        answer(desk.terminal, desk)
        leave(desk.terminal)
        everything = "".join(piece.written for piece in desk.terminal.pieces)
        if situation in ("linux-console", "no-utf-8"):
            assert everything.isascii()
        if situation == "no-colour":
            assert COLOUR.findall(everything) == []


def test_the_same_over_long_poll(tmp_path: Path) -> None:
    with demo(tmp_path, "--transport", "poll") as desk:
        answer(desk.terminal, desk)
        leave(desk.terminal)


def test_the_same_where_a_proxy_refuses_websocket(tmp_path: Path) -> None:
    with demo(tmp_path) as desk, refusing_proxy(desk.hub) as proxy:
        around = surroundings(tmp_path / "elsewhere", TMCHAT_TOKEN=desk.token)
        with Terminal([*TMCHAT, "--hub", proxy.address], around) as terminal:
            answer(terminal, desk)
            assert proxy.refused
            leave(terminal)
        # The demo's own screen follows over its WebSocket what the other one did.
        desk.terminal.shows("Mine 1")


def test_without_a_terminal_the_same_desk_comes_as_lines(tmp_path: Path) -> None:
    kept, printed = tmp_path / "kept", tmp_path / "printed"
    command = [*TMCHAT, "demo", "--rate", "0", "--keep", str(kept)]
    with (
        printed.open("w") as output,
        subprocess.Popen(
            command,
            cwd=ROOT,
            env=surroundings(tmp_path),
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        ) as process,
    ):
        assert process.stdin is not None
        until_blocking((kept / "servers.json").exists, DEADLINE)
        consumers = Consumers(json.loads((kept / "servers.json").read_text("utf-8"))["sandbox"])
        consumers.text(QUESTION)
        until_blocking(lambda: QUESTION in printed.read_text("utf-8"), DEADLINE)
        process.stdin.write(f"next\nclaim\nreply {ANSWER}\n")
        process.stdin.flush()
        until_blocking(lambda: consumers.received() == [ANSWER], DEADLINE)
        consumers.close()
        _, complaint = process.communicate("quit\n", timeout=DEADLINE)
    assert process.returncode == 0
    assert "\x1b" not in printed.read_text("utf-8")
    assert complaint == "Standard output is not a terminal: plain lines instead.\n"


def test_a_kept_desk_is_there_again(tmp_path: Path) -> None:
    with demo(tmp_path) as desk:
        answer(desk.terminal, desk)
        leave(desk.terminal)
        assert not (tmp_path / "kept" / "servers.json").exists()
    with demo(tmp_path) as again:
        again.terminal.shows("Mine 1")
        again.terminal.press("2", "enter")
        again.terminal.shows(QUESTION, ANSWER)
        leave(again.terminal)


def test_the_addresses_are_for_this_user_alone(tmp_path: Path) -> None:
    with demo(tmp_path):
        kept = tmp_path / "kept"
        assert stat.S_IMODE(kept.stat().st_mode) == 0o700
        assert stat.S_IMODE((kept / "servers.json").stat().st_mode) == 0o600


def test_a_killed_demo_leaves_no_process(tmp_path: Path) -> None:
    with demo(tmp_path) as desk:
        servers = children(desk.terminal.process.pid)
        assert servers
        desk.terminal.process.kill()
        desk.terminal.ended()
        until_blocking(lambda: not any(map(alive, servers)), DEADLINE)
        with pytest.raises(httpx.ConnectError):
            asking.get(desk.hub)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda one: one.name)
def test_a_signal_ends_the_demo_in_order(number: signal.Signals, tmp_path: Path) -> None:
    with demo(tmp_path) as desk:
        servers = children(desk.terminal.process.pid)
        desk.terminal.process.send_signal(number)
        assert desk.terminal.ended() == 128 + number
        assert_given_back(desk.terminal)
        until_blocking(lambda: not any(map(alive, servers)), DEADLINE)


def children(process: int) -> list[int]:
    """The processes that `process` has started."""
    tasks = Path(f"/proc/{process}/task")
    lists = [(one / "children").read_text() for one in tasks.iterdir()]
    return [int(child) for child in " ".join(lists).split()]


def alive(process: int) -> bool:
    """Whether a process runs; one that is only waited for does not."""
    try:
        words = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return words.rpartition(")")[2].split()[0] != "Z"
