"""The demo's servers when they cannot start."""

import json
import sys
from pathlib import Path

import pytest

from tmchat.cli.demo import Servers
from tmchat.link.wire import WireBroken


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("import nothing_of_that_name", "ModuleNotFoundError: No module named 'noth"),
        ("", "The demo's servers did not start."),
        (f"print({json.dumps(json.dumps({'trouble': 'No room.'}))})", "No room."),
    ],
)
async def test_the_refusal_says_why_though_the_folder_goes_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, told: str
) -> None:
    (tmp_path / "servers.log").write_text("What went wrong the day before.\n")
    servers = Servers(tmp_path, seed="1", texters="1", rate="0")
    monkeypatch.setattr(servers, "_command", [sys.executable, "-c", program])
    with pytest.raises(WireBroken) as broken:
        await servers.find()
    servers.end()
    assert told in str(broken.value)
    assert "the day before" not in str(broken.value)
    assert str(tmp_path) not in str(broken.value)


async def test_a_folder_that_takes_no_log_is_told(tmp_path: Path) -> None:
    (tmp_path / "servers.log").mkdir()
    with pytest.raises(WireBroken, match=r"did not start: Is a directory\."):
        await Servers(tmp_path, seed="1", texters="1", rate="0").find()
