"""`tmchat doctor`: each check by itself, and the report with and without a running hub."""

import os
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

from tests.asking import NO_TLS
from tests.cli.desk import SEGMENT, RunningDesk, running_desk
from tmchat.cli import machine
from tmchat.cli.finding import Level
from tmchat.cli.hubchecks import clock_finding
from tmchat.cli.main import main
from tmchat.console.terminal.choice import Choice
from tmchat.core.records import Role
from tmchat.protocol import frames
from tmchat.settings.paths import Folders

SCREEN = Choice("screen")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """One desk for all tests."""
    with running_desk(tmp_path_factory.mktemp("desk")) as running:
        yield running


def report(capsys: pytest.CaptureFixture[str]) -> dict[str, tuple[str, str]]:
    """Level and sentence by what was checked."""
    rows = (line.split(None, 2) for line in capsys.readouterr().out.splitlines())
    return {what: (level, sentence) for level, what, sentence in rows}


class Ring:
    """A keyring that does as it is told."""

    def __init__(self, seconds: float = 0, fault: Exception | None = None) -> None:
        self._seconds = seconds
        self._fault = fault

    def get_password(self, service: str, username: str) -> str | None:
        """Nothing, late or not at all."""
        time.sleep(self._seconds)
        if self._fault:
            raise self._fault
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        """Not asked for."""

    def delete_password(self, service: str, username: str) -> None:
        """Not asked for."""


def test_a_machine_without_a_hub_is_well(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert main(["doctor"]) == 0
    told = report(capsys)
    assert told["versions"][0] == "ok"
    assert f"Textual {metadata.version('textual')}" in told["versions"][1]
    assert told["terminal"] == ("warn", "Standard output is not a terminal: plain lines instead.")
    assert told["keyring"][0] == "warn"
    assert told["hub"] == ("warn", "None is set up here; run tmchat login URL.")
    assert list(tmp_path.iterdir()) == []


def test_a_running_hub_is_reached(
    desk: RunningDesk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    token = desk.tokens[Role.ADMINISTRATOR]
    monkeypatch.setenv("TMCHAT_TOKEN", token)
    assert main(["doctor", "--hub", desk.hub]) == 0
    printed = capsys.readouterr().out
    assert token not in printed
    rows = [line.split(None, 2)[:2] for line in printed.splitlines()]
    own = ("hub", "token", "clock", "line")
    for what in (*own, "storage", "telmetrics", "carrier", "webhook", "inbound"):
        assert ["ok", what] in rows
    assert "Good for ada, administrator; it comes from TMCHAT_TOKEN." in printed


def test_what_the_hub_says_is_wrong_fails(
    desk: RunningDesk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMCHAT_TOKEN", desk.tokens[Role.AGENT])
    desk.desk.switchboard.trouble = "The disk is full."
    try:
        assert main(["doctor", "--hub", desk.hub]) == 1
    finally:
        desk.desk.switchboard.trouble = ""
    told = report(capsys)
    assert told["storage"] == ("fail", "The disk is full.")


def test_a_hub_that_lets_this_console_not_in_fails(
    desk: RunningDesk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    later = SimpleNamespace(**{**vars(frames), "VERSION": frames.VERSION + 1})
    monkeypatch.setattr("tmchat.protocol.consoleside.fr", later)
    monkeypatch.setenv("TMCHAT_TOKEN", desk.tokens[Role.AGENT])
    assert main(["doctor", "--hub", desk.hub]) == 1
    told = report(capsys)
    assert told["line"][0] == "fail"
    assert "The hub speaks version 1, this console 2." in told["line"][1]
    assert told["hub"][0] == "ok"
    assert "inbound" not in told


def test_payloads_that_could_not_be_read_are_counted(
    desk: RunningDesk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with httpx.Client(verify=NO_TLS) as carrier:
        public = desk.desk.hook.base
        assert carrier.post(f"{public}/hook/{SEGMENT}", content=b"{}").status_code == 200
    monkeypatch.setenv("TMCHAT_TOKEN", desk.tokens[Role.ADMINISTRATOR])
    assert main(["doctor", "--hub", desk.hub]) == 0
    level, sentence = report(capsys)["inbound"]
    assert level == "warn"
    assert sentence == "1 could not be read; `tmchat hub inbound list` shows them."


@pytest.mark.parametrize(
    ("hub", "token", "sentence"),
    [
        ("http://127.0.0.1:1", "a-token", "No hub answers at http://127.0.0.1:1"),
        ("http://127.0.0.1:1", "", "Nobody is logged in to http://127.0.0.1:1; run tmchat login"),
        ("desk", "a-token", "'desk' is no address of a hub"),
        ("", "wrong", "knows no such token"),
    ],
)
def test_a_hub_that_cannot_be_used_fails(
    desk: RunningDesk,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    hub: str,
    token: str,
    sentence: str,
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("TMCHAT_TOKEN", token)
    assert main(["doctor", "--hub", hub or desk.hub]) == 1
    level, said = report(capsys)["hub"]
    assert level == "fail"
    assert sentence in said


def test_a_damaged_settings_file_is_a_finding(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "tmchat.toml"
    file.write_text("[console\n")
    assert main(["doctor", "--config", str(file)]) == 1
    level, said = report(capsys)["hub"]
    assert (level, "is not TOML" in said) == ("fail", True)


@pytest.mark.parametrize(
    ("columns", "lines", "level"),
    [(120, 40, Level.OK), (80, 24, Level.OK), (79, 24, Level.WARN), (59, 24, Level.WARN)],
)
def test_size(columns: int, lines: int, level: Level) -> None:
    size = os.terminal_size((columns, lines))
    assert machine.terminal({"TERM": "xterm"}, SCREEN, size).level is level


@pytest.mark.parametrize(
    ("environment", "level", "words"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, Level.OK, "16 million"),
        ({"TERM": "xterm-256color"}, Level.OK, "256"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, Level.OK, "NO_COLOR"),
        ({"TERM": "linux"}, Level.WARN, "16 at most"),
    ],
)
def test_colours(environment: dict[str, str], level: Level, words: str) -> None:
    found = machine.colours(environment)
    assert found.level is level
    assert words in found.sentence


@pytest.mark.parametrize(
    ("environment", "options", "levels"),
    [
        ({}, {}, []),
        ({"TMUX": "/tmp/tmux"}, {"set-clipboard": "on"}, [Level.OK]),
        ({"TMUX": "/tmp/tmux"}, {"allow-passthrough": "on"}, [Level.OK]),
        ({"TMUX": "/tmp/tmux"}, {"set-clipboard": "external"}, [Level.WARN]),
        ({"STY": "1.pts"}, {}, [Level.WARN]),
    ],
)
def test_multiplexers(
    environment: dict[str, str], options: dict[str, str], levels: list[Level]
) -> None:
    found = machine.multiplexer(environment, lambda name: options.get(name, ""))
    assert [one.level for one in found] == levels


@pytest.mark.parametrize(
    ("environment", "way", "options", "level"),
    [
        ({}, "", {}, Level.OK),
        ({}, "osc9", {}, Level.OK),
        ({"TMUX": "/tmp/tmux"}, "osc99", {}, Level.WARN),
        ({"TMUX": "/tmp/tmux"}, "osc99", {"allow-passthrough": "on"}, Level.OK),
    ],
)
def test_notifications(
    environment: dict[str, str], way: str, options: dict[str, str], level: Level
) -> None:
    found = machine.notifications(environment, way, lambda name: options.get(name, ""))
    assert found.level is level


def test_a_tmux_that_is_not_there_answers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert machine.tmux_option("set-clipboard") == ""


def test_unicode() -> None:
    good = machine.unicode_signs({"LC_ALL": "C.UTF-8"}, "utf-8", speaks=True)
    assert good.level is Level.OK
    poor = machine.unicode_signs({"LANG": "C", "TERM": "linux"}, "ascii", speaks=False)
    assert poor.level is Level.WARN
    assert "LANG=C and TERM=linux" in poor.sentence


@pytest.mark.parametrize(
    ("ring", "level", "words"),
    [
        (Ring(), Level.OK, "answers."),
        (None, Level.WARN, "None; tokens are kept in"),
        (Ring(seconds=0.5), Level.WARN, "does not answer"),
        (Ring(fault=OSError("no bus")), Level.WARN, "does not answer"),
    ],
)
def test_keyrings(ring: Ring | None, level: Level, words: str) -> None:
    found = machine.keyring(lambda: ring, Path("/state/tokens.json"), limit=0.1)
    assert found.level is level
    assert words in found.sentence


def test_folders(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    places = Folders(tmp_path, tmp_path / "later" / "still", tmp_path / "file", tmp_path)
    found = {one.what: one for one in machine.paths(places)}
    assert [found[what].level for what in ("settings", "state", "data")] == [
        Level.OK,
        Level.OK,
        Level.FAIL,
    ]
    assert "made when needed" in found["state"].sentence
    assert not (tmp_path / "later").exists()


@pytest.mark.parametrize(
    ("hub_now", "level", "words"),
    [
        (10_050, Level.OK, "within two seconds"),
        (12_100, Level.OK, "within two seconds"),
        (7_000, Level.WARN, "3.0 s ahead of the hub"),
        (15_100, Level.WARN, "5.0 s behind the hub"),
    ],
)
def test_clocks(hub_now: int, level: Level, words: str) -> None:
    found = clock_finding(hub_now, before=10_000, after=10_100)
    assert found.level is level
    assert words in found.sentence
