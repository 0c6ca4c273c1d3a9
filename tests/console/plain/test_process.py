"""The plain console between real pipes, files and terminals; its words are tested beside this."""

import array
import fcntl
import signal
import subprocess
import sys
import termios
import threading
from io import StringIO
from pathlib import Path

import pytest

from tests.console.terminal.emulator import Emulator
from tests.house.sources import ROOT
from tests.waiting import until_blocking
from tmchat.console.plain.printer import Printer


def command(folder: Path, *more: str) -> list[str]:
    """Starts the console under test."""
    return [sys.executable, "-m", "tests.console.plain.desk_on_pipes", str(folder), *more]


def test_commands_come_from_a_file_and_the_answers_are_all_there(tmp_path: Path) -> None:
    script = tmp_path / "script"
    script.write_text("next\nreply J’arrive, à 6 h 👍🏽\nhelp")
    with script.open() as stdin:
        done = subprocess.run(
            command(tmp_path / "drafts"), stdin=stdin, capture_output=True, cwd=ROOT, check=False
        )
    assert (done.returncode, done.stderr) == (0, b"")
    lines = done.stdout.decode().splitlines()
    assert any(line.endswith("] you: J’arrive, à 6 h 👍🏽") for line in lines)
    assert lines[-1].startswith("quit: ")


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        ("open 48\nreply hello\n", 2, "There is no such conversation"),
        ("sned\nnext\n", 2, "There is no command sned"),
        ("next\nnote\n", 2, "There is nothing to send"),
        ("next\nresend\n", 2, "No reply here may"),
        ("next\nschedule soon, Hello\n", 2, "Write "),
        ("search\n", 2, "Say what to look for"),
        ("next\nclaim\nscheduled\n", 0, "Nothing is scheduled here."),
    ],
)
def test_the_exit_code_says_whether_all_was_done(
    tmp_path: Path, typed: str, code: int, said: str
) -> None:
    done = subprocess.run(
        command(tmp_path), input=typed.encode(), capture_output=True, cwd=ROOT, check=False
    )
    assert (done.returncode, done.stderr) == (code, b"")
    assert said in done.stdout.decode()


def test_no_input_at_all_prints_what_waits_and_ends(tmp_path: Path) -> None:
    done = subprocess.run(
        command(tmp_path), stdin=subprocess.DEVNULL, capture_output=True, cwd=ROOT, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert "4 waiting" in done.stdout.decode()


def test_a_reader_that_goes_away_ends_it_quietly(tmp_path: Path) -> None:
    process = subprocess.Popen(
        command(tmp_path, "--talkative"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    with process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        until_blocking(lambda: process.poll() is not None)
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_a_reader_that_pauses_does_not_hold_up_a_signal(tmp_path: Path) -> None:
    process = subprocess.Popen(
        command(tmp_path, "--talkative"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    with process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        until_blocking(lambda: _is_full(process.stdout.fileno()))  # type: ignore[union-attr]
        process.send_signal(signal.SIGTERM)
        until_blocking(lambda: process.poll() is not None)
        assert process.stderr.read() == b""
        process.stdout.close()
    assert process.returncode == 143


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_a_dumb_terminal_gets_lines_and_no_escape_sequence(
    tmp_path: Path, number: signal.Signals
) -> None:
    with Emulator(command(tmp_path), TERM="dumb", columns=200) as terminal:
        terminal.until(lambda: "4 waiting" in terminal.picture)
        terminal.type("next\nreply On my way.\n")
        terminal.until(lambda: "you: On my way." in terminal.picture)
        terminal.signal(number)
        assert terminal.ended() == 128 + number
        assert b"\x1b" not in terminal.raw
        assert terminal.cooked()


def test_the_end_of_input_key_ends_it(tmp_path: Path) -> None:
    with Emulator(command(tmp_path), TERM="dumb", columns=200) as terminal:
        terminal.until(lambda: "4 waiting" in terminal.picture)
        terminal.type("\x04")
        assert terminal.ended() == 0


def test_where_somebody_sees_it_what_was_refused_leaves_no_exit_code(tmp_path: Path) -> None:
    with Emulator(command(tmp_path), TERM="dumb", columns=200) as terminal:
        terminal.until(lambda: "4 waiting" in terminal.picture)
        terminal.type("sned\nquit\n")
        assert terminal.ended() == 0


def test_a_lost_terminal_ends_it(tmp_path: Path) -> None:
    with Emulator(command(tmp_path, "--talkative"), TERM="dumb") as terminal:
        terminal.until(lambda: b"4 waiting" in terminal.raw)
        terminal.hang_up()
        terminal.until(lambda: terminal.process.poll() is not None, reading=False)
        assert terminal.process.returncode in (129, 141)


class Held(StringIO):
    """A reader that takes nothing until it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.let = threading.Event()

    def write(self, text: str) -> int:
        """Waits to be let."""
        self.let.wait(5.0)
        return super().write(text)


def test_a_slow_reader_is_told_how_many_lines_are_missing() -> None:
    out = Held()
    printer = Printer(out, unicode=True, most=10)
    for _ in range(200):
        printer.line("line")
    out.let.set()
    until_blocking(lambda: out.getvalue().count("line\n") >= 10)
    printer.line("after")
    printer.close(5.0)
    *lines, missing, after = out.getvalue().splitlines()
    assert after == "after"
    assert missing == f"({200 - len(lines)} lines are missing: nobody read them)"
    assert len(lines) in (10, 11)


def test_a_stream_without_a_descriptor_is_written_to_as_text() -> None:
    out = StringIO()
    printer = Printer(out, unicode=True)
    printer.line("one\ntwo\x1b")
    printer.close(5.0)
    assert out.getvalue() == "one\n    two␛\n"


def _is_full(reading: int) -> bool:
    """Whether a pipe holds as much as it takes, or nearly."""
    waiting = array.array("i", [0])
    fcntl.ioctl(reading, termios.FIONREAD, waiting)
    return waiting[0] > 50_000
