"""A hub killed with SIGKILL in the middle of a change: the next one tells what became of it."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests import asking
from tests.waiting import until_blocking

TMCHAT = (sys.executable, "-m", "tmchat")
SANDBOX = """
import asyncio
from tmchat.sandbox.server import serve
from tmchat.settings.sandbox import SandboxSettings
settings = SandboxSettings(port=0, rate=0, texters=0)
asyncio.run(serve(settings, ready=lambda url: print(url, flush=True)))
"""


@pytest.fixture(scope="module")
def carrier() -> Iterator[str]:
    """The address of a sandbox in a process of its own."""
    with subprocess.Popen(
        [sys.executable, "-c", SANDBOX], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


class Team:
    """A hub's settings, and an administrator's token once it is given one."""

    def __init__(self, folder: Path, carrier: str) -> None:
        self.config = folder / "tmchat.toml"
        self.config.write_text(
            f"""
[hub]
db = "{folder}/hub.db"
port = 0
public_port = 0
telmetrics_url = "{carrier}/v3/api"
telmetrics_token = "sandbox-token"
"""
        )
        self.token = subprocess.run(
            [*TMCHAT, "agents", "--config", self.config, "add", "ada", "--role", "administrator"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()

    @contextmanager
    def hub(self, **variables: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
        """A hub as a process and the address of its agents' listener."""
        with subprocess.Popen(
            [*TMCHAT, "hub", "--config", str(self.config)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, **variables},
        ) as process:
            assert process.stdout is not None
            try:
                yield process, re.findall(r"http://\S+", process.stdout.readline())[0]
            finally:
                process.kill()

    def asks(self, hub: str, path: str, form: Any) -> Any:
        """The answer to a question or a command."""
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = asking.post(f"{hub}/agents/{path}", content=json.dumps(form), headers=headers)
        return answer.json()

    def setups(self, hub: str) -> list[Any]:
        """Every number's setup."""
        found: list[Any] = self.asks(hub, "questions", {"is": "SetupsOf", "kind": "number"})[
            "setups"
        ]
        return found

    def audit(self, hub: str) -> list[Any]:
        """The audit log."""
        found: list[Any] = self.asks(hub, "questions", {"is": "ChangesMade"})["changes"]
        return found


@pytest.mark.parametrize(
    ("step", "arrived"),
    [
        ("administration.intent-durable", False),
        ("administration.after-request", True),
        ("administration.outcome-durable", True),
    ],
)
def test_what_became_of_a_change_is_known_after_a_kill(
    tmp_path: Path, carrier: str, step: str, arrived: bool
) -> None:
    team = Team(tmp_path, carrier)
    with team.hub(TMCHAT_CRASH_AT=step) as (process, hub):
        setup = team.setups(hub)[0]
        name = f"After {step}"
        change = {"path": "name", "before": setup["tree"]["name"], "after": name}
        plan = {
            "target": setup["target"],
            "label": setup["label"],
            "version": setup["version"],
            "changes": [change],
        }
        with pytest.raises(httpx.HTTPError):
            team.asks(hub, "commands", {"is": "ChangeSetup", "plan": plan})
        assert process.wait(10) == -signal.SIGKILL
    with team.hub() as (_, hub):
        until_blocking(lambda: "not known yet" not in json.dumps(team.audit(hub)))
        (line,) = team.audit(hub)
        now = next(one for one in team.setups(hub) if one["target"] == setup["target"])
        assert (now["tree"]["name"] == name) is arrived
        assert line.get("carried_out", True) is arrived
        assert line["by"] == "ada"
        if arrived:
            assert line["plan"]["changes"] == [change]
        else:
            assert "as it was before" in line["words"]
