"""`tmchat hub`, `agents` and `numbers` against a hub that is a process of its own."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import asking
from tests.waiting import until_blocking
from tmchat.cli.main import main

SEGMENT = "a-segment-of-a-test-0123456789"
SANDBOX = """
import asyncio
from tmchat.sandbox.server import serve
from tmchat.settings.sandbox import SandboxSettings
settings = SandboxSettings(port=0, rate=0, texters=0)
asyncio.run(serve(settings, ready=lambda url: print(url, flush=True)))
"""


@dataclass
class Team:
    """A running hub and who may ask it."""

    process: subprocess.Popen[str]
    config: Path
    agents: str
    public: str
    tokens: dict[str, str]


class Capture:
    """Runs `tmchat` in this process: exit code, standard output, standard error."""

    def __init__(self, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._patch = patch

    def __call__(self, *words: str, token: str = "") -> tuple[int, str, str]:
        self._patch.setenv("TMCHAT_TOKEN", token)
        code = main(words)
        out, err = self._capsys.readouterr()
        return code, out, err

    def refused(self, *words: str, token: str = "") -> str:
        """The one line on standard error of a command that must end with code 2."""
        code, out, err = self(*words, token=token)
        assert (code, out) == (2, "")
        assert err.startswith("tmchat: ")
        assert err.count("\n") == 1
        return err


@pytest.fixture
def tmchat(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Capture:
    """The command."""
    return Capture(capsys, monkeypatch)


@pytest.fixture(scope="module")
def carrier() -> Iterator[str]:
    """The address of a sandbox in a process of its own."""
    with subprocess.Popen(
        [sys.executable, "-c", SANDBOX], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory, carrier: str) -> Iterator[Team]:
    """A hub at that carrier, one agent and one administrator."""
    folder = tmp_path_factory.mktemp("team")
    config = folder / "tmchat.toml"
    config.write_text(
        f"""
[hub]
db = "{folder}/hub.db"
port = 0
public_port = 0
telmetrics_url = "{carrier}/v3/api"
telmetrics_token = "sandbox-token"
hook_segments = ["{SEGMENT}"]
"""
    )
    with start(config) as process:
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(3)]
        agents, public = (re.findall(r"http://\S+", line)[0] for line in told[:2])
        tokens = {
            role: subprocess.run(
                [*TMCHAT, "agents", "--config", config, "add", role, "--role", role],
                capture_output=True,
                text=True,
                check=True,
            ).stdout.strip()
            for role in ("agent", "administrator")
        }
        yield Team(process, config, agents, public, tokens)
        process.send_signal(signal.SIGTERM)


TMCHAT = (sys.executable, "-m", "tmchat")


def start(config: Path, *flags: str, **variables: str) -> "subprocess.Popen[str]":
    """A hub as a process."""
    return subprocess.Popen(
        [*TMCHAT, "hub", "--config", str(config), *flags],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **variables},
    )


def who(team: Team, token: str) -> int:
    """The status with which the hub answers the bearer of `token`."""
    headers = {"Authorization": f"Bearer {token}"}
    return asking.get(f"{team.agents}/agents/me", headers=headers).status_code


def me(team: Team, token: str) -> str:
    """What the hub says of the bearer of `token`."""
    headers = {"Authorization": f"Bearer {token}"}
    return asking.get(f"{team.agents}/agents/me", headers=headers).text


def test_agents_come_and_go_beside_a_running_hub(team: Team, tmchat: Capture) -> None:
    agents = ("agents", "--config", str(team.config))
    code, out, err = tmchat(*agents, "add", "bo", "--role", "supervisor")
    first = out.strip()
    assert (code, len(out.splitlines())) == (0, 1)
    assert len(first) == 43
    assert first not in err
    assert who(team, first) == 200
    _, listed, _ = tmchat(*agents, "list")
    assert re.search(r"^bo +supervisor$", listed, re.M)
    code, out, _ = tmchat(*agents, "role", "bo", "administrator")
    assert (code, out) == (0, "bo is now administrator.\n")
    until_blocking(lambda: "administrator" in me(team, first))
    assert tmchat(*agents, "role", "bo", "supervisor")[0] == 0
    _, out, _ = tmchat(*agents, "token", "bo")
    second = out.strip()
    until_blocking(lambda: who(team, first) == 401)
    assert who(team, second) == 200
    code, _, _ = tmchat(*agents, "disable", "bo")
    assert code == 0
    until_blocking(lambda: who(team, second) == 401)
    _, listed, _ = tmchat(*agents, "list")
    assert re.search(r"^bo +supervisor +disabled$", listed, re.M)


def test_no_token_is_kept_readable(team: Team) -> None:
    stored = (team.config.parent / "hub.db").read_bytes()
    for file in team.config.parent.glob("hub.db*"):
        stored += file.read_bytes()
    assert not [token for token in team.tokens.values() if token.encode() in stored]


def test_what_agents_refuses_it_refuses_in_a_sentence(team: Team, tmchat: Capture) -> None:
    agents = ("agents", "--config", str(team.config))
    assert "already" in tmchat.refused(*agents, "add", "agent")
    assert "no agent" in tmchat.refused(*agents, "disable", "nobody")
    assert "no agent" in tmchat.refused(*agents, "token", "nobody")
    assert "name" in tmchat.refused(*agents, "add", "evil\x1b[2Jname")
    assert "invalid choice" in tmchat.refused(*agents, "add", "x", "--role", "king")
    assert "required" in tmchat.refused(*agents)
    assert "no agent" in tmchat.refused(*agents, "role", "nobody", "agent")
    assert "invalid choice" in tmchat.refused(*agents, "role", "agent", "king")
    assert "hub.db cannot be opened" in tmchat.refused(
        "agents", "--db", f"{team.config}/hub.db", "add", "x"
    )


def test_only_adding_an_agent_makes_a_database(
    tmchat: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    named = str(tmp_path / "nowhere.db")
    for step in (["list"], ["disable", "bo"], ["token", "bo"], ["role", "bo", "agent"]):
        assert f"There is no database {named};" in tmchat.refused("agents", "--db", named, *step)
        assert "/tmchat/hub.db; name the hub's with --db" in tmchat.refused("agents", *step)
    assert list(tmp_path.iterdir()) == []
    code, out, err = tmchat("agents", "--db", named, "add", "bo")
    assert (code, len(out.strip())) == (0, 43)
    assert f"{named} is new;" in err
    assert f"{named} is new;" not in tmchat("agents", "--db", named, "add", "di")[2]
    assert tmchat("agents", "list", "--db", named)[1].startswith("bo ")


def test_numbers_are_listed_attached_and_given_back(
    team: Team, carrier: str, tmchat: Capture
) -> None:
    numbers = ("numbers", "--hub", team.agents)
    token = team.tokens["administrator"]
    code, out, _ = tmchat(*numbers, "list", "--refresh", token=token)
    assert code == 0
    number = re.findall(r"^ +(\(\d{3}\) \d{3}-\d{4}).*no SMS route", out, re.M)[0]
    code, out, _ = tmchat(*numbers, "attach", number, token=token)
    assert (code, out) == (0, f"{number}: attached.\n")
    _, out, _ = tmchat(*numbers, "list", token=token)
    assert re.search(rf"^\*  {re.escape(number)} .*webhook to 127.0.0.1", out, re.M)
    headers = {"x-organization-token": "sandbox-token"}
    texted = asking.post(
        f"{carrier}/sandbox/texts",
        json={"from": "9055550128", "to": number, "text": "It reaches the desk."},
        headers=headers,
    )
    assert texted.status_code == 202
    until_blocking(lambda: "It reaches the desk." in conversations(team))
    code, out, _ = tmchat(*numbers, "detach", number, token=token)
    assert (code, out) == (0, f"{number}: detached.\n")
    _, out, _ = tmchat(*numbers, "list", token=token)
    assert "*" not in out


def conversations(team: Team) -> str:
    """The desk's conversations, as they stand in the answer."""
    headers = {"Authorization": f"Bearer {team.tokens['agent']}"}
    return asking.get(f"{team.agents}/agents/conversations", headers=headers).text


def test_each_number_refused_is_said_and_the_others_are_done(team: Team, tmchat: Capture) -> None:
    numbers = ("numbers", "--hub", team.agents)
    token = team.tokens["administrator"]
    code, out, err = tmchat(*numbers, "attach", "9055550199", "call me", token=token)
    assert (code, out) == (2, "")
    lines = err.splitlines()
    assert "no tracking number (905) 555-0199" in lines[0]
    assert "call me" in lines[1]


def test_a_running_hub_is_backed_up(team: Team, tmchat: Capture, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    backup = ("hub", "--config", str(team.config), "backup", str(copy))
    code, out, _ = tmchat(*backup)
    assert code == 0
    assert f"copied to {copy}, " in out
    assert copy.stat().st_mode & 0o777 == 0o600
    code, out, _ = tmchat("agents", "--db", str(copy), "list")
    assert "administrator" in out
    assert "is there already" in tmchat.refused(*backup)


def test_kept_payloads_are_listed_shown_and_replayed(team: Team, tmchat: Capture) -> None:
    raw = b'{"strange": "\xff"}'
    assert asking.post(f"{team.public}/hook/{SEGMENT}", content=raw).status_code == 200
    inbound = ("hub", "inbound", "--hub", team.agents)
    token = team.tokens["administrator"]
    code, out, _ = tmchat(*inbound, token=token)
    assert code == 0
    (name,) = re.findall(r"^ *(\d+) .*unreadable", out, re.M)
    assert tmchat(*inbound, "list", "--all", token=token)[1].count("\n") >= 1
    assert "It still cannot be read: " in tmchat.refused(*inbound, "replay", name, token=token)
    shown = subprocess.run(
        [*TMCHAT, *inbound, "show", name],
        stdout=subprocess.PIPE,
        check=True,
        env={**os.environ, "TMCHAT_TOKEN": token},
    )
    assert shown.stdout == raw
    assert "No payload" in tmchat.refused(*inbound, "show", "999", token=token)
    assert "invalid int" in tmchat.refused(*inbound, "show", "x", token=token)


@pytest.mark.parametrize("command", [("numbers", "list"), ("hub", "inbound")])
def test_a_command_that_cannot_reach_the_hub_says_why(
    team: Team, tmchat: Capture, free_port: int, command: tuple[str, ...]
) -> None:
    def refused(hub: str, token: str) -> str:
        at = command.index("list") if "list" in command else len(command)
        return tmchat.refused(*command[:at], "--hub", hub, *command[at:], token=token)

    assert "run tmchat login" in refused(team.agents, "")
    assert "knows no such token" in refused(team.agents, "not-a-token-of-this-hub")
    assert "is `tmchat hub` running?" in refused(f"http://127.0.0.1:{free_port}", "x")
    assert "no address of a hub" in refused("ftp://hub", "x")


def test_a_running_hub_checks_itself(team: Team) -> None:
    headers = {"Authorization": f"Bearer {team.tokens['agent']}"}

    def checks() -> dict[str, Any]:
        told: dict[str, Any] = asking.get(f"{team.agents}/agents/checks", headers=headers).json()
        return told

    until_blocking(lambda: checks()["telmetrics"]["ok"])
    told = checks()
    assert told["storage"]["ok"]
    assert told["webhook"] == {"ok": True, "sentence": "The webhook address answers."}
    assert told["public_url"] == team.public
    assert abs(told["now"] - time.time() * 1000) < 5_000


def test_who_may_not_is_told_so(team: Team, tmchat: Capture) -> None:
    token = team.tokens["agent"]
    told = tmchat.refused("hub", "inbound", "--hub", team.agents, token=token)
    assert "Your role, agent, may not" in told
    code, _, err = tmchat("numbers", "--hub", team.agents, "attach", "9055550199", token=token)
    assert code == 2
    assert "Your role, agent, may not" in err


def test_a_hub_that_cannot_start_says_why(
    team: Team, tmchat: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = team.agents.rpartition(":")[2]
    fresh = ("hub", "--config", str(team.config), "--db", str(tmp_path / "hub.db"))
    assert "Another hub already runs" in tmchat.refused("hub", "--config", str(team.config))
    assert f"port {taken}" in tmchat.refused(*fresh, "--port", taken)
    assert "plain HTTP on 0.0.0.0" in tmchat.refused(*fresh, "--host", "0.0.0.0")
    assert "tls_cert" in tmchat.refused(*fresh, "--tls-cert", "/nowhere.pem")
    assert "hub.inbound.message" in tmchat.refused(*fresh, "--inbound-message", "no-slash")
    assert "wants a whole number" in tmchat.refused(*fresh, "--port", "many")
    assert "hub.public_url wants" in tmchat.refused(*fresh, "--public-url", "ftp://x")
    away = (*fresh, "--telmetrics-url", "http://192.0.2.2:19099/v3/api")
    assert "hub.telmetrics_plain_http" in tmchat.refused(*away)
    assert f"port {taken}" in tmchat.refused(*away, "--telmetrics-plain-http", "--port", taken)
    monkeypatch.setenv("TMCHAT_HUB_HOOK_SEGMENTS", "weak")
    assert "hook_segments" in tmchat.refused(*fresh)
    monkeypatch.setenv("TMCHAT_HUB_HOOK_SEGMENTS", SEGMENT)
    monkeypatch.setenv("TMCHAT_HUB_HOOK_SECRET", "whsec_not base64")
    assert "hook_secret" in tmchat.refused(*fresh)
    monkeypatch.delenv("TMCHAT_HUB_HOOK_SECRET")
    monkeypatch.setenv("TMCHAT_HUB_TELMETRICS_TOKEN", "")
    assert "TMCHAT_HUB_TELMETRICS_TOKEN" in tmchat.refused(*fresh)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_hub_stops_in_time_and_well(team: Team, tmp_path: Path, sign: signal.Signals) -> None:
    with start(team.config, "--db", str(tmp_path / "hub.db")) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        agents = re.findall(r"http://\S+", process.stdout.readline())[0]
        while "Ctrl+C" not in process.stdout.readline():
            pass
        assert asking.get(agents).status_code == 401
        began = time.monotonic()
        process.send_signal(sign)
        assert process.wait(5) == 0
        assert time.monotonic() - began < 2
        log = process.stderr.read()
        assert "Traceback" not in log
        assert SEGMENT not in log
        assert "sandbox-token" not in log
