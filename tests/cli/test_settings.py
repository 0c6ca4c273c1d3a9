"""`tmchat settings` and the flags made from settings classes."""

import tomllib
from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path

import pytest

from tmchat.cli.flags import add_flags, chosen
from tmchat.cli.main import main
from tmchat.cli.settings import settings_class
from tmchat.settings.failure import SettingsError
from tmchat.settings.hub import HubSettings
from tmchat.settings.schema import setting
from tmchat.settings.source import SECTIONS, load


def hub_settings(*words: str) -> HubSettings:
    """The hub's settings that the command line `words` makes."""
    parser = ArgumentParser()
    add_flags(parser, HubSettings)
    return chosen(parser.parse_args(words), HubSettings, section="hub")


def uncommented(printed: str) -> str:
    """The printed file with every value put in force."""
    lines = printed.splitlines()
    return "\n".join(line[1:] if line[:1] == "#" and line[1:2] != " " else line for line in lines)


@pytest.mark.parametrize("section", SECTIONS)
def test_the_printed_file_with_every_value_in_force_changes_nothing(
    section: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["settings"]) == 0
    file = tmp_path / "tmchat.toml"
    file.write_text(uncommented(capsys.readouterr().out))
    assert set(tomllib.loads(file.read_text())) == set(SECTIONS)
    cls = settings_class(section)
    kept: object = load(cls, toml=file, section=section, environment={}, prefix="T", flags={})
    assert kept == cls()


def test_one_section_can_be_printed_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settings", "console"]) == 0
    printed = capsys.readouterr().out
    assert "[console]" in printed
    assert "[hub]" not in printed
    assert main(["settings", "desk"]) == 2
    assert "invalid choice: 'desk'" in capsys.readouterr().err


def test_flags_are_read_with_the_usual_file_and_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "tmchat").mkdir()
    (tmp_path / "tmchat/tmchat.toml").write_text("[hub]\nport = 1\nhost = 'file'\n")
    monkeypatch.setenv("TMCHAT_HUB_PUBLIC_PORT", "2")
    made = hub_settings("--port", "3", "--no-allow-plain-http", "--token-hosts", "a,b")
    assert (made.port, made.public_port, made.host) == (3, 2, "file")
    assert made.token_hosts == ("a", "b")
    assert made.allow_plain_http is False


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.toml cannot be read"):
        hub_settings("--config", str(tmp_path / "none.toml"))


def test_a_wrong_flag_is_refused_in_the_words_of_settings() -> None:
    with pytest.raises(SettingsError, match="--port wants a whole number, not 'x'"):
        hub_settings("--port", "x")


def test_no_secret_can_be_given_in_arguments() -> None:
    with pytest.raises(SystemExit):
        hub_settings("--telmetrics-token", "x")


def test_help_shows_defaults_and_survives_a_percent_sign() -> None:
    @dataclass(frozen=True)
    class Share:
        share: float = setting(0.5, "Share, 50% if not said.")
        loud: bool = setting(True, "Loud.")

    parser = ArgumentParser()
    add_flags(parser, Share)
    printed = " ".join(parser.format_help().split())
    assert "Share, 50% if not said. (default: 0.5)" in printed
    assert "--loud, --no-loud Loud. (default: yes)" in printed
