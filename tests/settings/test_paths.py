"""The XDG folders, where they are and who may look into them."""

from pathlib import Path

import pytest

from tmchat.settings.failure import SettingsError
from tmchat.settings.paths import folders, make_private


def test_the_variables_name_the_folders() -> None:
    found = folders({"HOME": "/h", "XDG_STATE_HOME": "/s", "XDG_DATA_HOME": "/d"})
    assert (found.state, found.data) == (Path("/s/tmchat"), Path("/d/tmchat"))
    assert found.config == Path("/h/.config/tmchat")
    assert found.settings_file == Path("/h/.config/tmchat/tmchat.toml")
    assert found.cache == Path("/h/.cache/tmchat")


def test_a_relative_folder_is_ignored_as_the_specification_says() -> None:
    assert folders({"HOME": "/h", "XDG_STATE_HOME": "s"}).state == Path("/h/.local/state/tmchat")


def test_a_private_folder_is_open_to_its_owner_alone(tmp_path: Path) -> None:
    made = make_private(tmp_path / "a" / "b")
    assert made.stat().st_mode & 0o777 == 0o700
    made.chmod(0o755)
    assert make_private(made).stat().st_mode & 0o777 == 0o700


def test_a_file_in_the_way_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    with pytest.raises(SettingsError, match=r"a cannot be used as a private folder: File exists;"):
        make_private(tmp_path / "a")
