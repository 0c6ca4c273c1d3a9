"""`tmchat keys`: the table in force, with the keys of the settings file."""

import re
from pathlib import Path

import pytest

from tmchat.cli.main import main
from tmchat.console.actions.table import ACTIONS, keys_of


def test_every_action_stands_there_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys"]) == 0
    rows = [re.split(" {2,}", line.strip()) for line in capsys.readouterr().out.splitlines()]
    for action in ACTIONS:
        (row,) = [row for row in rows if row[1:2] == [action.id]]
        assert row[0] == keys_of(action) or (row[0] == "-" and not action.keys)
        assert row[2] == f"{action.title}. {action.help}"


def rows_of(printed: str) -> list[list[str]]:
    return [line.split() for line in printed.splitlines()]


def test_the_printed_keymap_changes_nothing_and_does_once_a_line_is_taken_in(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["keys", "--toml"]) == 0
    printed = capsys.readouterr().out
    file = tmp_path / "keymap.toml"
    file.write_text(printed)
    assert main(["keys"]) == 0
    usual = capsys.readouterr().out
    assert main(["keys", "--keymap", str(file)]) == 0
    assert capsys.readouterr().out == usual
    # Every line is one that can be taken in as it stands.
    file.write_text("\n".join(line[1:] for line in printed.splitlines() if line[:2] != "# "))
    assert main(["keys", "--keymap", str(file)]) == 0
    assert capsys.readouterr() == (usual, "")


def test_the_keymap_is_written_into_a_folder_that_was_not_there(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    file = tmp_path / "config/tmchat/keymap.toml"
    assert main(["keys", "--toml"]) == 0
    printed = capsys.readouterr().out
    assert main(["keys", "--toml", "-o", str(file)]) == 0
    assert capsys.readouterr() == ("", "")
    assert file.read_text() == printed
    assert file.parent.stat().st_mode & 0o777 == 0o700
    file.write_text('claim = "f6"\n')
    assert main(["keys", "--toml", "-o", str(file)]) == 2
    assert f"{file} is there already; move it away" in capsys.readouterr().err
    assert file.read_text() == 'claim = "f6"\n'


def test_a_keymap_that_cannot_be_written_is_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    assert main(["keys", "--toml", "-o", str(tmp_path / "file/keymap.toml")]) == 2
    assert "file/keymap.toml cannot be written: " in capsys.readouterr().err
    assert main(["keys", "-o", str(tmp_path / "keymap.toml")]) == 2
    assert capsys.readouterr().err == "tmchat: -o wants --toml beside it.\n"


def test_the_keymap_beside_the_settings_file_goes_over_the_settings(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "tmchat"
    folder.mkdir()
    (folder / "tmchat.toml").write_text('[console.keys]\nclaim = ["f6"]\nrelease = ["f7"]\n')
    (folder / "keymap.toml").write_text('claim = "Ctrl+X"\nreply = ""\n')
    assert main(["keys"]) == 0
    rows = rows_of(capsys.readouterr().out)
    assert ["Ctrl+X", "claim"] in [row[:2] for row in rows]
    assert ["F7", "release"] in [row[:2] for row in rows]
    assert ["-", "reply"] in [row[:2] for row in rows]


def test_keys_of_the_settings_file_are_in_force(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "tmchat.toml"
    file.write_text('[console.keys]\nclaim = ["f6", "X"]\nrelease = []\n')
    assert main(["keys", "--config", str(file)]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["F6,", "X", "claim"] in [row[:3] for row in rows]
    assert ["-", "release"] in [row[:2] for row in rows]


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ('clam = ["f6"]', "there is no action 'clam'"),
        ('claim = ["r"]', "[console.keys] claim: r in the list is already reply; claim keeps c."),
        ("claim = 6", "console.keys wants a table of lists of strings"),
        ('claim = ["blub"]', "'blub' is no key"),
    ],
)
def test_keys_that_cannot_be_are_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, keys: str, sentence: str
) -> None:
    file = tmp_path / "tmchat.toml"
    file.write_text(f"[console.keys]\n{keys}\n")
    assert main(["keys", "--config", str(file)]) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1
