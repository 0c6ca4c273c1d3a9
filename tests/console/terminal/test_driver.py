"""The driver's cures, each seen in a real pseudo terminal; drawing is tested elsewhere."""

import signal
from pathlib import Path

import pytest

from tests.console.terminal.emulator import TinyTerminal
from tests.console.terminal.tinyapp import FILLER

RESTORED = (b"\x1b[?1003l", b"\x1b[?2004l", b"\x1b[<u", b"\x1b[?1049l", b"\x1b[?25h")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Where the application reports."""
    return tmp_path / "report"


def test_bytes_that_are_not_utf8_do_not_end_the_typing(report: Path) -> None:
    with TinyTerminal(report) as terminal:
        terminal.type(b"a\xff\xc3(\xe2\x82")
        terminal.type("bcé")
        terminal.until(lambda: "bcé" in terminal.picture)
        assert terminal.process.poll() is None


@pytest.mark.parametrize("noise", [b"\x1b[99999999;1u", b"\x1b[1;99999999999999999999u"])
def test_a_sequence_that_textual_cannot_take_does_not_end_the_typing(
    report: Path, noise: bytes
) -> None:
    with TinyTerminal(report) as terminal:
        terminal.type(b"a" + noise + b"then more")
        terminal.until(lambda: "typed a" in terminal.picture)
        terminal.until(lambda: "then more" in terminal.picture)


def test_a_lone_escape_is_a_key_and_not_the_start_of_what_follows(report: Path) -> None:
    with TinyTerminal(report) as terminal:
        terminal.type("\x1b")
        terminal.until(lambda: True)
        terminal.type("after")
        terminal.until(lambda: "after" in terminal.picture)


def test_a_paste_loses_its_controls_and_keeps_its_lines(report: Path) -> None:
    with TinyTerminal(report) as terminal:
        terminal.type("\x1b[200~one\rtwo\r\nthree \x07\x9b2J\x1b[201~")
        terminal.until(lambda: any(line.startswith("paste") for line in terminal.reports()))
        assert "paste 'one\\ntwo\\nthree ␇�2J'" in terminal.reports()


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)]
)
def test_a_signal_ends_the_application_in_order(
    report: Path, number: signal.Signals, code: int
) -> None:
    with TinyTerminal(report) as terminal:
        terminal.signal(number)
        assert terminal.ended() == code
        assert "unmounted" in terminal.reports()
        for sequence in RESTORED:
            assert sequence in terminal.raw
        after = terminal.raw.rpartition(b"\x1b[?1049l")[2]
        assert b"H" not in after, "something was painted after the screen was left"
        assert terminal.cooked()


def test_a_terminal_that_is_gone_ends_the_application(report: Path) -> None:
    with TinyTerminal(report) as terminal:
        terminal.type("\x02")
        terminal.until(lambda: terminal.ticks() > 3)
        terminal.hang_up()
        terminal.until(lambda: terminal.process.poll() is not None, reading=False)
        assert terminal.process.returncode == 129
        assert "unmounted" in terminal.reports()


def test_a_lost_terminal_without_a_signal_ends_the_application_too(report: Path) -> None:
    """As under `nohup` or a parent that ignores SIGHUP: only the read says so."""
    with TinyTerminal(report, TINYAPP_IGNORES_HANGUP="1") as terminal:
        terminal.hang_up()
        terminal.until(lambda: terminal.process.poll() is not None, reading=False)
        assert terminal.process.returncode == 129


def test_after_stop_and_continue_everything_is_painted_in_the_size_there_is(report: Path) -> None:
    with TinyTerminal(report) as terminal:
        terminal.type("kept")
        terminal.until(lambda: "typed kept" in terminal.picture)
        terminal.type("\x1a")
        terminal.until(terminal.stopped)
        terminal.read()
        assert terminal.raw.rstrip().endswith(b"\x1b[?1004l")
        assert terminal.cooked()
        terminal.resize(100, 30)
        terminal.screen.reset()
        terminal.signal(signal.SIGCONT)
        terminal.until(lambda: "typed kept" in terminal.picture)
        terminal.until(lambda: "size 100x30" in terminal.picture)
        terminal.type("more")
        terminal.until(lambda: "typed keptmore" in terminal.picture)


@pytest.mark.parametrize(("typed", "code"), [("a line\n", "lent 0"), ("\x03", "lent -2")])
def test_a_program_has_the_terminal_to_itself_and_gives_it_back(
    report: Path, typed: str, code: str
) -> None:
    with TinyTerminal(report) as terminal:
        terminal.type("kept\x02")
        terminal.until(lambda: "typed kept" in terminal.picture)
        terminal.until(lambda: terminal.ticks() > 3)
        terminal.type("\x07")
        terminal.until(lambda: b"program here" in terminal.raw)
        assert terminal.cooked()
        # The application goes on behind it and paints nothing over it.
        ticks = terminal.ticks()
        terminal.until(lambda: terminal.ticks() > ticks + 3)
        assert terminal.raw.rpartition(b"program here")[2].strip() == b""
        terminal.screen.reset()
        terminal.type(typed)
        terminal.until(lambda: code in terminal.reports())
        terminal.until(lambda: "typed kept" in terminal.picture)
        terminal.type("more")
        terminal.until(lambda: "typed keptmore" in terminal.picture)
        terminal.signal(signal.SIGINT)
        assert terminal.ended() == 130


def test_a_stop_in_the_same_size_is_painted_whole_again(report: Path) -> None:
    with TinyTerminal(report) as terminal:
        terminal.type("kept")
        terminal.until(lambda: "typed kept" in terminal.picture)
        terminal.type("\x1a")
        terminal.until(terminal.stopped)
        terminal.read()
        terminal.screen.reset()
        terminal.signal(signal.SIGCONT)
        terminal.until(lambda: "typed kept" in terminal.picture)


def test_a_stop_that_nobody_announced_is_recovered_from(report: Path) -> None:
    with TinyTerminal(report) as terminal:
        terminal.type("kept")
        terminal.until(lambda: "typed kept" in terminal.picture)
        terminal.signal(signal.SIGSTOP)
        terminal.until(terminal.stopped)
        terminal.read()
        terminal.screen.reset()
        terminal.signal(signal.SIGCONT)
        terminal.until(lambda: "typed kept" in terminal.picture)
        terminal.type("!")
        terminal.until(lambda: "typed kept!" in terminal.picture)
        assert "kept!!" not in terminal.picture, "two threads read the keys"


def test_a_frozen_terminal_does_not_hold_up_the_event_loop(report: Path) -> None:
    with TinyTerminal(report, columns=120, lines=40) as terminal:
        terminal.type("\x02")
        terminal.until(lambda: terminal.ticks() > 2)
        before = terminal.ticks()
        terminal.until(lambda: terminal.ticks() > before + 60, reading=False)
        terminal.type("\x02latest")
        terminal.until(lambda: b"latest" in _after_thaw(terminal))
        terminal.until(lambda: f"tick {_last_tick(terminal)} " in terminal.picture)
        terminal.until(lambda: "typed latest" in terminal.picture)
        assert "the quick brown fox" in terminal.picture.splitlines()[10]
        assert terminal.latest() < 0.5


def test_a_terminal_that_was_frozen_gets_the_newest_picture_alone(report: Path) -> None:
    with TinyTerminal(report, columns=120, lines=40) as terminal:
        terminal.type("\x02")
        terminal.until(lambda: terminal.ticks() > 2)
        before = terminal.ticks()
        taken = len(terminal.raw)
        terminal.until(lambda: terminal.ticks() > before + 40, reading=False)
        terminal.type("\x02latest")
        terminal.until(lambda: "typed latest" in terminal.picture)
        terminal.until(lambda: f"tick {_last_tick(terminal)} " in terminal.picture)
        # The backlog of the pseudo terminal, the frame that was under way, the newest one.
        assert len(terminal.raw) - taken < 30_000


def test_only_what_changed_is_written(report: Path) -> None:
    with TinyTerminal(report, columns=120, lines=40) as terminal:
        terminal.type("ab")
        terminal.until(lambda: "typed ab" in terminal.picture)
        before = len(terminal.raw)
        terminal.type("c")
        terminal.until(lambda: "typed abc" in terminal.picture)
        assert len(terminal.raw) - before < 40


def test_full_output_writes_whole_lines(report: Path) -> None:
    with TinyTerminal(report, columns=120, lines=40, TINYAPP_FULL_OUTPUT="1") as terminal:
        before = len(terminal.raw)
        terminal.type("c")
        terminal.until(lambda: "typed c" in terminal.picture)
        assert len(terminal.raw) - before > 100


def test_a_storm_of_sizes_ends_in_the_right_picture(report: Path) -> None:
    with TinyTerminal(report, columns=120, lines=40) as terminal:
        terminal.type("kept\x02")
        terminal.until(lambda: terminal.ticks() > 2)
        for size in [(20, 5), (200, 60), (21, 6), (90, 12), (20, 5), (80, 24)] * 4:
            terminal.resize(*size)
            terminal.read()
        terminal.type("\x02")
        terminal.until(lambda: "size 80x24" in terminal.picture)
        terminal.until(lambda: "typed kept" in terminal.picture)
        terminal.until(lambda: f"tick {_last_tick(terminal)} " in terminal.picture)
        filler = FILLER[_last_tick(terminal) % 40 :]
        terminal.until(lambda: terminal.picture.splitlines()[3].strip() in filler)
        assert terminal.picture.splitlines()[3].strip()
        assert terminal.process.poll() is None


def test_a_size_that_came_back_is_painted_anew(report: Path) -> None:
    """What a terminal does with its lines in between is its own matter."""
    with TinyTerminal(report) as terminal:
        terminal.type("kept")
        terminal.until(lambda: "typed kept" in terminal.picture)
        terminal.resize(60, 10)
        terminal.until(lambda: "size 60x10" in terminal.picture)
        terminal.resize(80, 24)
        terminal.screen.reset()
        terminal.until(lambda: "typed kept" in terminal.picture)
        terminal.until(lambda: "size 80x24" in terminal.picture)


def test_a_size_that_comes_among_the_keys_counts(report: Path) -> None:
    """Mode 2048: the terminal tells its size itself, and the signal is no longer heard."""
    with TinyTerminal(report) as terminal:
        terminal.type("kept")
        terminal.type(b"\x1b[?2048;2$y")
        terminal.until(lambda: b"\x1b[?2048h" in terminal.raw)
        terminal.until(lambda: "typed kept" in terminal.picture)
        terminal.resize(100, 30)
        terminal.screen.reset()
        terminal.type(b"\x1b[48;30;100;480;800t")
        terminal.until(lambda: "size 100x30" in terminal.picture)
        terminal.until(lambda: "typed kept" in terminal.picture)


def test_a_terminal_that_knows_margins_is_believed(report: Path) -> None:
    with TinyTerminal(report) as terminal:
        terminal.until(lambda: b"\x1b[?69$p" in terminal.raw)
        terminal.type(b"\x1b[?69;2$y")
        terminal.type("more")
        terminal.until(lambda: "typed more" in terminal.picture)
        terminal.resize(60, 10)
        # Margins that somebody left behind are taken away before everything is painted.
        terminal.until(lambda: b"\x1b[?69l\x1b[r" in terminal.raw)


def test_a_linux_console_is_asked_nothing_about_margins(report: Path) -> None:
    with TinyTerminal(report, TERM="linux") as terminal:
        terminal.type("more")
        terminal.until(lambda: "typed more" in terminal.picture)
        assert b"\x1b[?69$p" not in terminal.raw


def test_the_look_is_given_back(report: Path) -> None:
    with TinyTerminal(report) as terminal:
        terminal.signal(signal.SIGTERM)
        terminal.ended()
        assert terminal.raw.rindex(b"\x1b[0m") < terminal.raw.rindex(b"\x1b[?1049l")
        assert b"m" not in terminal.raw[terminal.raw.rindex(b"\x1b[0m") + 4 :]


def test_quitting_a_frozen_terminal_does_not_hang(report: Path) -> None:
    with TinyTerminal(report, columns=120, lines=40) as terminal:
        terminal.type("\x02")
        terminal.until(lambda: terminal.ticks() > 60, reading=False)
        terminal.signal(signal.SIGTERM)
        terminal.until(lambda: terminal.process.poll() is not None, reading=False)
        assert terminal.process.returncode == 143
        assert "unmounted" in terminal.reports()


def test_what_a_widget_lets_through_does_not_reach_the_terminal(report: Path) -> None:
    with TinyTerminal(report) as terminal:
        before = len(terminal.raw)
        terminal.type("\x05")
        terminal.until(lambda: "raw" in terminal.picture and "end" in terminal.picture)
        assert "size 80x24" in terminal.picture, "the text cleared the screen"
        written = terminal.raw[before:]
        assert b"QUJD\x07" not in written
        assert b"\x1b]52" not in written
        assert b"\x1b[2J" not in written
        assert "\x9b".encode() not in written


def test_the_size_is_the_terminals_own_whatever_was_exported(report: Path) -> None:
    with TinyTerminal(report, columns=90, lines=20, COLUMNS="40", LINES="10") as terminal:
        terminal.resize(70, 18)
        terminal.until(lambda: "size 70x18" in terminal.picture)


def test_a_copy_reaches_the_terminal_and_gets_through_tmux(report: Path) -> None:
    with TinyTerminal(report, TMUX="/tmp/tmux,1,0") as terminal:
        terminal.type("\x0f")
        terminal.until(lambda: b"Ptmux;\x1b\x1b]52;c;Y29waWVk\x07\x1b\\" in terminal.raw)


def test_a_terminal_without_unicode_gets_ascii(report: Path) -> None:
    with TinyTerminal(report, LC_ALL="C", LANG="C") as terminal:
        terminal.type("Zoé 林!")
        terminal.until(lambda: "typed Zo? ??!" in terminal.picture)
        assert terminal.raw.isascii()


def _after_thaw(terminal: TinyTerminal) -> bytes:
    return terminal.raw[-65536:]


def _last_tick(terminal: TinyTerminal) -> int:
    ticks = [line for line in terminal.reports() if line.startswith("tick")]
    return int(ticks[-1].split()[1])


@pytest.mark.parametrize("variable", ["TINYAPP_FULL_OUTPUT", "TINYAPP_CELLS"])
def test_the_title_is_kept_and_given_back(report: Path, variable: str) -> None:
    with TinyTerminal(report, **{variable: "1"}) as terminal:  # type: ignore[arg-type]
        terminal.type("\x14")
        terminal.until(lambda: b"\x1b[22;2t\x1b]2;(1) tiny\x07" in terminal.raw)
        terminal.signal(signal.SIGTERM)
        terminal.until(lambda: terminal.process.poll() is not None)
        terminal.read()
    kept, back = terminal.raw.index(b"\x1b[22;2t"), terminal.raw.index(b"\x1b[23;2t")
    assert kept < terminal.raw.index(b"(1) tiny") < back


def test_a_terminal_without_titles_is_given_none(report: Path) -> None:
    with TinyTerminal(report, TERM="linux") as terminal:
        terminal.type("\x14after")
        terminal.until(lambda: "after" in terminal.picture)
    assert b"tiny" not in terminal.raw


def test_who_listens_gets_what_was_sent_for_each_key(report: Path) -> None:
    with TinyTerminal(report, TINYAPP_LISTENS="1") as terminal:
        terminal.type("a\x1b[1;5Cé\x1b[<0;1;1M\x1b[<0;1;1m\x1bOP")
        terminal.until(lambda: "heard '\\x1bOP' f1" in terminal.reports())
        heard = [line for line in terminal.reports() if line.startswith("heard")]
        assert heard == [
            "heard 'a' a",
            "heard '\\x1b[1;5C' ctrl+right",
            "heard 'é' é",
            "heard '\\x1bOP' f1",
        ]
