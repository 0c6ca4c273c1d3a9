"""Where a token is kept and found, with keyring backends of the real base class."""

import json
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.backends.fail import Keyring as FailKeyring
from keyring.backends.null import Keyring as NullKeyring
from keyring.errors import KeyringLocked, PasswordDeleteError

from tmchat.settings.failure import SettingsError
from tmchat.settings.keyrings import is_real, system_backend
from tmchat.settings.paths import Folders
from tmchat.settings.secrets import forget_token, keep_token, read_token

HUB = "https://desk.example"
TOKEN = "tm_0123456789"


class MemoryKeyring(KeyringBackend):
    """A working keyring that lives as long as the test."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("not there")


class LockedKeyring(MemoryKeyring):
    """A keyring that its owner has not opened."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("locked")


class ForgetfulKeyring(MemoryKeyring):
    """A keyring that takes everything and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class SilentKeyring(MemoryKeyring):
    """A keyring on a dead bus: it answers when the test is over."""

    def __init__(self, over: threading.Event) -> None:
        super().__init__()
        self._over = over

    def get_password(self, service: str, username: str) -> str | None:
        self._over.wait(30)
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        self._over.wait(30)


class PlainTextKeyring(MemoryKeyring):
    """Stands for a backend of keyrings.alt, which writes passwords in plain text."""


PlainTextKeyring.__module__ = "keyrings.alt.file"

UNREAL: tuple[Callable[[], Any], ...] = (FailKeyring, NullKeyring, PlainTextKeyring)
CHAINED: Callable[[], Any] = ChainerBackend


@pytest.fixture
def places(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "c", tmp_path / "s", tmp_path / "d", tmp_path / "x")


@pytest.fixture
def over() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def value(places: Folders, ring: MemoryKeyring | None, **more: str) -> str | None:
    """The token found for the hub, with only the variables in `more`."""
    found = read_token(HUB, environment=more, folders=places, backend=lambda: ring)
    return found.value if found else None


def test_a_token_goes_into_the_keyring_and_back(places: Folders) -> None:
    ring = MemoryKeyring()
    said = keep_token(f"{HUB}/", TOKEN, folders=places, backend=lambda: ring)
    assert said == "The token is kept in the system keyring."
    assert value(places, ring) == TOKEN
    assert not places.state.exists()
    said = forget_token(HUB, folders=places, backend=lambda: ring)
    assert said == f"The token for {HUB} was removed from the system keyring."
    assert value(places, ring) is None
    said = forget_token(HUB, folders=places, backend=lambda: ring)
    assert said == f"No token for {HUB} was kept here."


@pytest.mark.parametrize("make", [lambda: None, LockedKeyring, ForgetfulKeyring, FailKeyring])
def test_without_a_working_keyring_a_private_file_is_used_and_said(
    places: Folders, make: Callable[[], MemoryKeyring | None]
) -> None:
    ring = make()
    said = keep_token(HUB, TOKEN, folders=places, backend=lambda: ring)
    path = places.state / "tokens.json"
    assert str(path) in said and "No system keyring answers" in said
    assert path.stat().st_mode & 0o777 == 0o600
    assert places.state.stat().st_mode & 0o777 == 0o700
    assert value(places, ring) == TOKEN
    assert str(path) in forget_token(HUB, folders=places, backend=lambda: ring)
    assert value(places, ring) is None
    assert [one.name for one in places.state.iterdir()] == ["tokens.json"]


def test_a_keyring_that_does_not_answer_costs_its_limit_and_no_more(
    places: Folders, over: threading.Event
) -> None:
    ring = SilentKeyring(over)
    said = keep_token(HUB, TOKEN, folders=places, backend=lambda: ring, limit=0.05)
    assert "No system keyring answers" in said
    found = read_token(HUB, environment={}, folders=places, backend=lambda: ring, limit=0.05)
    assert found is not None and found.value == TOKEN


def test_a_file_gives_way_to_the_keyring(places: Folders) -> None:
    keep_token(HUB, "tm_old", folders=places, backend=lambda: None)
    keep_token("https://other.example", "tm_other", folders=places, backend=lambda: None)
    keep_token(HUB, TOKEN, folders=places, backend=MemoryKeyring)
    left = json.loads((places.state / "tokens.json").read_text())
    assert left == {"https://other.example": "tm_other"}


def test_the_variable_goes_over_command_and_keyring(places: Folders) -> None:
    ring = MemoryKeyring()
    keep_token(HUB, TOKEN, folders=places, backend=lambda: ring)
    assert value(places, ring, TMCHAT_TOKEN="tm_variable\n") == "tm_variable"


def test_the_first_line_of_the_command_is_the_token(places: Folders) -> None:
    command = f"""{sys.executable} -c 'print("tm_command"); print("login: agent")'"""
    found = read_token(
        HUB, environment={}, folders=places, token_command=command, backend=lambda: None
    )
    assert found is not None
    assert (found.value, found.where) == ("tm_command", "the token command")
    assert "tm_command" not in repr(found)


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (f"{sys.executable} -c 'raise SystemExit(3)'", "ended with code 3"),
        ("/no/such/program", "cannot be run: No such file"),
        ("pass 'tmchat", "mend its quotes"),
        ("   ", "mend its quotes"),
        (f"{sys.executable} -c 'print()'", "holds is no token"),
        (f"""{sys.executable} -c 'print("two words")'""", "holds is no token"),
    ],
)
def test_a_failing_command_gets_a_sentence(places: Folders, command: str, sentence: str) -> None:
    with pytest.raises(SettingsError, match=sentence) as caught:
        read_token(HUB, environment={}, folders=places, token_command=command)
    assert "two words" not in str(caught.value)


def test_a_token_that_cannot_travel_in_a_header_is_refused(places: Folders) -> None:
    for wrong in ("", "tm é", "a\nb", "tm\x1b[0m"):
        with pytest.raises(SettingsError, match="is no token; copy it again, whole"):
            keep_token(HUB, wrong, folders=places, backend=lambda: None)


def test_a_file_that_others_can_read_or_that_is_damaged_is_refused(places: Folders) -> None:
    keep_token(HUB, TOKEN, folders=places, backend=lambda: None)
    path = places.state / "tokens.json"
    path.chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        value(places, None)
    path.chmod(0o600)
    path.write_text('{"a": 1}')
    with pytest.raises(SettingsError, match="is damaged; remove it and log in again"):
        value(places, None)


def test_backends_that_keep_nothing_or_plain_text_are_not_real() -> None:
    assert is_real(MemoryKeyring())
    for make in (*UNREAL, CHAINED):
        assert not is_real(make())


def test_the_backend_of_the_machine_is_used_only_if_real() -> None:
    before = keyring.get_keyring()
    try:
        ring = MemoryKeyring()
        keyring.set_keyring(ring)
        assert system_backend() is ring
        for make in UNREAL:
            keyring.set_keyring(make())
            assert system_backend() is None
    finally:
        keyring.set_keyring(before)
