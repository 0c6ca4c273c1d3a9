"""`tmchat login` and `logout`: token tried, kept, forgotten; the hub remembered in the file."""

import io
import json
import os
import pty
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.desk import RunningDesk, running_desk
from tests.cli.processes import read_to_end
from tests.house.sources import ROOT
from tmchat.cli.main import main
from tmchat.cli.settingsfile import remember_hub, with_hub
from tmchat.core.records import Role

HUB = "https://desk.example.com"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """One desk for all tests."""
    with running_desk(tmp_path_factory.mktemp("desk")) as running:
        yield running


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Settings and tokens of this test alone."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path


def pipe(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    """Puts `written` on standard input, which is no terminal."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(written))


def test_login_keeps_the_token_and_remembers_the_hub(
    desk: RunningDesk,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    folder: Path,
) -> None:
    token = desk.tokens[Role.AGENT]
    pipe(monkeypatch, f"{token}\nnot this\n")
    assert main(["login", f"{desk.hub}/"]) == 0
    said = capsys.readouterr()
    kept = folder / "state/tmchat/tokens.json"
    assert said.out.startswith(f"Logged in to {desk.hub} as ann, agent. ")
    assert str(kept) in said.out
    assert said.out.count("\n") == 1
    assert token not in said.out + said.err
    assert json.loads(kept.read_text()) == {desk.hub: token}
    settings = folder / "config/tmchat/tmchat.toml"
    assert tomllib.loads(settings.read_text()) == {"console": {"hub": desk.hub}}
    conversation = desk.text("+19055550101", "Hello")
    assert main(["send", "--conversation", str(conversation.id), "Hello!"]) == 0
    capsys.readouterr()
    assert main(["logout"]) == 0
    assert capsys.readouterr().out == f"The token for {desk.hub} was removed from {kept}.\n"
    assert main(["send", "--conversation", str(conversation.id), "Hello!"]) == 2


def test_a_token_that_the_hub_does_not_know_is_not_kept(
    desk: RunningDesk,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    folder: Path,
) -> None:
    pipe(monkeypatch, "wrong\n")
    assert main(["login", desk.hub]) == 2
    assert "knows no such token" in capsys.readouterr().err
    assert not (folder / "state").exists()
    assert not (folder / "config").exists()


def typed_at_the_prompt(hub: str, keys: bytes) -> tuple[int, bytes]:
    """The exit code of `tmchat login` in a terminal where `keys` are pressed, and all it shows."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "tmchat", "login", hub],
        cwd=ROOT,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env=os.environ,
    )
    os.close(theirs)
    shown = b""
    while b"Token: " not in shown:
        shown += os.read(ours, 1024)
    os.write(ours, keys)
    shown += read_to_end(ours)
    os.close(ours)
    return process.wait(10), shown


def test_a_terminal_does_not_echo_the_token(desk: RunningDesk) -> None:
    token = desk.tokens[Role.AGENT]
    code, shown = typed_at_the_prompt(desk.hub, token.encode() + b"\n")
    assert code == 0
    assert b"Logged in to" in shown
    assert token.encode() not in shown


def test_the_end_of_input_at_the_prompt_gives_no_token(folder: Path) -> None:
    code, shown = typed_at_the_prompt("http://127.0.0.1:1", b"\x04")
    assert code == 2
    assert b"\ntmchat: No token was given" in shown.replace(b"\r", b"")
    assert not (folder / "state").exists()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("desk.example.com", "'desk.example.com' is no address of a hub"),
        ("https://", "is no address of a hub"),
        ("https://desk:port", "is no address of a hub"),
        ("https://d\x1b[2Jsk", "'https://d\\x1b[2Jsk' is no address of a hub"),
        ("https://ann:pw@desk", "holds no name, password"),
        ("http://desk.example.com", "others could read the token"),
        ("http://192.0.2.7:8071", "others could read the token"),
    ],
)
def test_a_wrong_address_is_refused_before_the_token_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str, sentence: str
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert main(["login", url]) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "No token was given"), ("two words\n", "is no token"), ("tökén\n", "is no token")],
)
def test_what_is_no_token_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: str, sentence: str
) -> None:
    pipe(monkeypatch, typed)
    assert main(["login", "http://127.0.0.1:1"]) == 2
    assert sentence in capsys.readouterr().err


def test_plain_http_goes_where_it_is_allowed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe(monkeypatch, "token\n")
    assert main(["login", "--allow-plain-http", "http://no-such-host.invalid"]) == 2
    assert "No hub answers at" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["export", "numbers list", "send --conversation 1 Hello"])
def test_a_token_that_counts_no_more_is_mended_where_it_came_from(
    desk: RunningDesk,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    folder: Path,
    command: str,
) -> None:
    def said() -> str:
        assert main([*command.split(), "--hub", desk.hub]) == 2
        return capsys.readouterr().err.partition("knows no such token ")[2]

    kept = folder / "state/tmchat/tokens.json"
    kept.parent.mkdir(parents=True, mode=0o700)
    kept.touch(mode=0o600)
    kept.write_text(json.dumps({desk.hub: "old"}))
    assert said() == f"as {kept} holds; run tmchat login {desk.hub} again.\n"
    monkeypatch.setenv("TMCHAT_CONSOLE_TOKEN_COMMAND", "echo old")
    assert said() == "as the token command prints; mend console.token_command.\n"
    monkeypatch.setenv("TMCHAT_TOKEN", "old")
    assert said() == "as TMCHAT_TOKEN holds; mend that variable, or unset it and log in.\n"


def test_variables_that_go_first_are_named(
    desk: RunningDesk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TMCHAT_CONSOLE_HUB", HUB)
    monkeypatch.setenv("TMCHAT_TOKEN", "another")
    pipe(monkeypatch, desk.tokens[Role.AGENT])
    assert main(["login", desk.hub]) == 0
    assert capsys.readouterr().err.splitlines() == [
        "TMCHAT_CONSOLE_HUB names another hub and goes first.",
        "TMCHAT_TOKEN is set and goes before the token kept here.",
    ]
    assert main(["logout", "--hub", desk.hub]) == 0
    assert "TMCHAT_TOKEN is still set" in capsys.readouterr().err


def test_logging_out_twice_is_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["logout", "--hub", HUB]) == 0
    assert capsys.readouterr().out == f"No token for {HUB} was kept here.\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f'[console]\nhub = "{HUB}"\n'),
        (
            "# mine\n[hub]\nport = 1\n",
            f'# mine\n[hub]\nport = 1\n\n[console]\nhub = "{HUB}"\n',
        ),
        (
            '[console] # here\nbell = false\nhub = "http://old" # old\n[hub]\n',
            f'[console] # here\nbell = false\nhub = "{HUB}"\n[hub]\n',
        ),
        (
            '[console]\ntheme = "mono"\n[hub]\nport = 1\n',
            f'[console]\nhub = "{HUB}"\ntheme = "mono"\n[hub]\nport = 1\n',
        ),
        (
            '[console.keys]\nclaim = ["f6"]\n',
            f'[console.keys]\nclaim = ["f6"]\n\n[console]\nhub = "{HUB}"\n',
        ),
        ('console.hub = "http://old"\n', None),
        ('console = { hub = "http://old" }\n', None),
    ],
)
def test_one_line_of_the_settings_file_changes(before: str, after: str | None) -> None:
    assert with_hub(before, HUB) == after


def test_a_linked_settings_file_stays_a_link_with_its_mode(folder: Path) -> None:
    real, link = folder / "dotfiles.toml", folder / "tmchat.toml"
    real.write_text("[hub]\nport = 1\n")
    real.chmod(0o640)
    link.symlink_to(real)
    remember_hub(link, HUB)
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert tomllib.loads(real.read_text()) == {"hub": {"port": 1}, "console": {"hub": HUB}}


def test_a_file_that_cannot_be_changed_says_what_to_write(
    desk: RunningDesk,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    folder: Path,
) -> None:
    file = folder / "mine.toml"
    file.write_text(f'console.hub = "{HUB}"\n')
    pipe(monkeypatch, desk.tokens[Role.AGENT])
    assert main(["login", "--config", str(file), desk.hub]) == 2
    assert f'put hub = "{desk.hub}" under [console]' in capsys.readouterr().err
    assert file.read_text() == f'console.hub = "{HUB}"\n'
