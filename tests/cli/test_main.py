"""The `tmchat` command itself: finding subcommands and ending decently."""

import importlib.util
import os
import subprocess
import sys
import tomllib
import types
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import tmchat
from tests.house.sources import ROOT
from tmchat.cli import main as command_line
from tmchat.cli.failure import Plight
from tmchat.cli.main import BY_NAME, COMMANDS, Command, main
from tmchat.settings.failure import SettingsError

SECRET = "a texter's words"


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Callable[[], int]], None]]:
    """Makes `tmchat probe [--loud]` run a function of the test."""
    module = types.ModuleType("tmchat.cli.probe")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(BY_NAME, "probe", Command("probe", "A probe.", "probe"))

    def arguments(parser: ArgumentParser) -> None:
        parser.add_argument("--loud", action="store_true", help="Loud.")

    def make(run: Callable[[], int]) -> None:
        def run_with(args: Namespace) -> int:
            assert isinstance(args.loud, bool)
            return run()

        module.__dict__.update(arguments=arguments, run=run_with)

    yield make


def raising(error: BaseException) -> Callable[[], int]:
    """A command that ends with `error`."""

    def run() -> int:
        texts = [SECRET]
        assert texts
        raise error

    return run


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_of_the_table_has_its_module(command: Command) -> None:
    assert importlib.util.find_spec(f"tmchat.cli.{command.module}") is not None


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--help"], ["-h"], ["help"]):
        assert main(words) == 0
        printed = capsys.readouterr().out
        for command in COMMANDS:
            assert f"  {command.name} " in printed
            assert command.summary in printed


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"tmchat {tmchat.__version__}\n"


def test_help_of_a_command_is_its_parsers(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["help", "settings"], ["settings", "--help"]):
        with pytest.raises(SystemExit) as left:
            main(words)
        assert left.value.code == 0
        assert capsys.readouterr().out.startswith("usage: tmchat settings")


def test_a_command_gives_its_exit_code(probe: Callable[[Callable[[], int]], None]) -> None:
    probe(lambda: 7)
    assert main(["probe", "--loud"]) == 7


def test_an_unknown_command_gets_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sned"]) == 2
    assert capsys.readouterr().err == (
        "tmchat: 'sned' is no command, did you mean send? see tmchat --help\n"
    )
    assert main(["zzzz"]) == 2
    assert capsys.readouterr().err == "tmchat: 'zzzz' is no command; see tmchat --help\n"


def test_a_wrong_argument_gets_one_sentence(
    probe: Callable[[Callable[[], int]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    probe(lambda: 0)
    assert main(["probe", "--quiet"]) == 2
    assert capsys.readouterr().err == (
        "tmchat: unrecognized arguments: --quiet; see tmchat probe --help\n"
    )


@pytest.mark.parametrize("error", [Plight("No hub."), SettingsError("No hub.")])
def test_a_plight_is_one_line_and_code_2(
    probe: Callable[[Callable[[], int]], None],
    capsys: pytest.CaptureFixture[str],
    error: Exception,
) -> None:
    probe(raising(error))
    assert main(["probe"]) == 2
    assert capsys.readouterr().err == "tmchat: No hub.\n"


def test_an_interruption_is_quiet(
    probe: Callable[[Callable[[], int]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    probe(raising(KeyboardInterrupt()))
    assert main(["probe"]) == 130
    assert capsys.readouterr().err == ""


def test_an_interruption_while_it_loads_is_quiet() -> None:
    interrupting = """
import os, signal, sys, types
class Loading(types.ModuleType):
    def __getattr__(self, name):
        os.kill(os.getpid(), signal.SIGINT)
sys.modules["tmchat.cli.main"] = Loading("tmchat.cli.main")
from tmchat.__main__ import main
sys.exit(main())
"""
    done = subprocess.run(
        [sys.executable, "-c", interrupting], cwd=ROOT, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_an_interruption_that_came_out_as_another_error_is_quiet(
    probe: Callable[[Callable[[], int]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    error = RuntimeError("Error calling __set_name__")
    error.__cause__ = KeyboardInterrupt()
    probe(raising(error))
    assert main(["probe"]) == 130
    assert capsys.readouterr().err == ""


def test_the_installed_command_begins_where_an_interruption_is_caught() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["scripts"] == {"tmchat": "tmchat.__main__:main"}


def crash_file(err: str) -> Path:
    """The file that the sentence `err` names."""
    return Path(err.partition("; ")[2].removesuffix(" says where.\n"))


def test_a_fault_leaves_a_file_without_locals_or_messages(
    probe: Callable[[Callable[[], int]], None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    group = ExceptionGroup(SECRET, [ValueError(SECRET), KeyError(SECRET)])
    group.__cause__ = OSError(SECRET)
    probe(raising(group))
    assert main(["probe"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("tmchat: broken off by a fault of its own (ExceptionGroup); ")
    path = crash_file(said)
    written = path.read_text()
    assert path.parent == tmp_path / "tmchat"
    assert path.stat().st_mode & 0o777 == 0o600
    assert "in run" in written
    for kind in ("ExceptionGroup", "ValueError", "KeyError", "OSError"):
        assert f"builtins.{kind}" in written
    assert SECRET not in written + said


def test_a_fault_is_said_even_where_no_file_can_be_written(
    probe: Callable[[Callable[[], int]], None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    probe(raising(RuntimeError(SECRET)))
    assert main(["probe"]) == 1
    assert capsys.readouterr().err == (
        "tmchat: broken off by a fault of its own (RuntimeError); no crash file could be written.\n"
    )


def test_a_reader_that_goes_away_is_no_fault() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as gone:
        done = subprocess.run(
            [sys.executable, "-m", "tmchat", "settings"],
            cwd=ROOT,
            stdout=gone,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize(
    ("redirection", "reason"),
    [(">/dev/full", "No space left on device"), (">&-", "Bad file descriptor")],
)
@pytest.mark.parametrize("words", ["settings", "--version", "settings --help"])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_output_that_cannot_be_written_is_said_and_is_no_fault(
    tmp_path: Path, words: str, redirection: str, reason: str, unbuffered: str
) -> None:
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -m tmchat {words} {redirection}', sys.executable],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ
        | {"XDG_STATE_HOME": str(tmp_path / "state"), "PYTHONUNBUFFERED": unbuffered},
        check=False,
    )
    assert done.stderr == f"tmchat: The output cannot be written: {reason}.\n"
    assert done.returncode == 2
    assert not (tmp_path / "state").exists()


@pytest.mark.parametrize(
    ("redirections", "words", "code"),
    [
        ("<&-", "login http://127.0.0.1:1", 2),
        ("2>&-", "nothing", 2),
        ("<&- >&- 2>&-", "settings", 2),
    ],
)
def test_streams_that_are_closed_are_no_fault(
    tmp_path: Path, redirections: str, words: str, code: int
) -> None:
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -m tmchat {words} {redirections}', sys.executable],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=os.environ | {"XDG_STATE_HOME": str(tmp_path / "state")},
        check=False,
    )
    assert (done.returncode, done.stdout) == (code, "")
    assert not (tmp_path / "state").exists()


def test_a_terminal_without_utf_8_gets_escapes_not_a_fault() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tmchat", "naïve–☃"],
        cwd=ROOT,
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        check=False,
    )
    assert done.returncode == 2
    assert b"na\\xefve\\u2013\\u2603" in done.stderr


def test_plain_tmchat_is_the_console() -> None:
    assert command_line.DEFAULT in BY_NAME
