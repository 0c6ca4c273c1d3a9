"""What the other tests stand on: the clean environment, the waiting, the free port."""

import os
import socket
from pathlib import Path

import pytest

from tests.surroundings import unwanted
from tests.waiting import until, until_blocking
from tmchat.settings.keyrings import system_backend
from tmchat.settings.paths import folders


def test_variables_that_change_pictures_or_settings_are_unwanted() -> None:
    names = ["NO_COLOR", "TEXTUAL_THEME", "TMCHAT_TOKEN", "TERM", "TEXTUAL_SNAPSHOT_TEMPDIR"]
    assert unwanted(names) == ["NO_COLOR", "TEXTUAL_THEME", "TMCHAT_TOKEN"]
    assert unwanted(os.environ) == []


def test_folders_are_the_tests_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    base = tmp_path_factory.getbasetemp()
    found = folders(os.environ)
    for folder in (found.config, found.state, found.data, found.cache):
        assert base in folder.parents
    assert Path.home() not in found.state.parents or Path.home() in base.parents


def test_no_keyring_of_the_machine_is_reached() -> None:
    assert system_backend() is None


def test_the_free_port_can_be_taken(free_port: int) -> None:
    with socket.create_server(("127.0.0.1", free_port)) as listener:
        assert listener.getsockname()[1] == free_port


async def test_waiting_ends_with_the_value_or_says_what_was_seen() -> None:
    looks = iter([0, 0, 3])
    assert await until(lambda: next(looks)) == 3
    with pytest.raises(AssertionError, match="last seen: 0"):
        await until(lambda: 0, timeout=0.01)


def test_blocking_waiting_does_the_same() -> None:
    looks = iter(["", "done"])
    assert until_blocking(lambda: next(looks)) == "done"
    with pytest.raises(AssertionError, match="last seen: ''"):
        until_blocking(lambda: "", timeout=0.01)
