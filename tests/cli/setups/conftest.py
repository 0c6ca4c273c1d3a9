"""One desk and its account for the tests of setups on the command line."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.asking import NO_TLS
from tests.cli.desk import RunningDesk, running_desk
from tests.cli.setups.command import Console
from tmchat.core.records import Role


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk and its account."""
    with running_desk(tmp_path_factory.mktemp("desk")) as running:
        yield running


@pytest.fixture
def tmchat(
    desk: RunningDesk,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Console:
    """The command, logged in as `ada`, an administrator."""
    monkeypatch.setenv("TMCHAT_CONSOLE_HUB", desk.hub)
    monkeypatch.setenv("TMCHAT_TOKEN", desk.tokens[Role.ADMINISTRATOR])
    return Console(capsys, tmp_path)


@pytest.fixture
def account(desk: RunningDesk) -> Iterator[httpx.Client]:
    """The account itself, behind the hub's back."""
    headers = {"x-organization-token": "sandbox-token"}
    with httpx.Client(base_url=f"{desk.sandbox}/v3/api", headers=headers, verify=NO_TLS) as client:
        yield client
