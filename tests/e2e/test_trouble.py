"""What breaks while an agent works: the hub killed, the token revoked, the disk full; a sentence on
the screen, nothing lost, and the way back."""

import json
import resource
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests import asking
from tests.e2e.programs import TEXTER, Consumers, run
from tests.e2e.provider import pushed_text
from tests.e2e.servers import SEGMENT, TeamHub, team
from tests.e2e.terminal import TMCHAT, Terminal
from tests.waiting import until_blocking

QUESTION = "Is the shop open on Sunday?"
ANSWER = "Yes, from ten to four."


def opened(terminal: Terminal, consumers: Consumers) -> None:
    """A text comes, the agent opens it and has the composer."""
    terminal.shows("online")
    consumers.text(QUESTION)
    terminal.shows("1 waiting")
    terminal.press("enter")
    terminal.shows("unclaimed")
    terminal.press("r")
    terminal.shows("Enter send")


def test_a_killed_hub_keeps_drafts_and_replies_and_comes_back(tmp_path: Path) -> None:
    with team(tmp_path) as (hub, consumers, token):
        with hub.console(token, "--no-bell") as terminal:
            opened(terminal, consumers)
            terminal.type("Yes, from")
            hub.server.stop(signal.SIGKILL)
            terminal.shows("Offline since", "Trying again")
            terminal.type(" ten to four.\r")
            terminal.shows("1 held until then")
            terminal.type("Anything else?")
            terminal.shows("Anything else?")
            hub.start()
            terminal.hides("Offline since")
            terminal.until(lambda: consumers.received() == [ANSWER], "the held reply")
            terminal.shows("0 waiting", "Anything else?")
            terminal.process.kill()
            terminal.ended()
        with hub.console(token, "--no-bell") as again:
            again.shows("online", "Mine 1")
            again.press("2", "enter")
            again.shows(ANSWER, "Anything else?")
        assert consumers.received() == [ANSWER]


@pytest.mark.parametrize("reached", [True, False])
def test_a_console_killed_right_after_enter_sends_once(tmp_path: Path, reached: bool) -> None:
    """The frame leaves and no answer comes, or no frame leaves at all; then `kill -9`."""
    with team(tmp_path) as (hub, consumers, token):
        with hub.console(token, "--no-bell") as terminal:
            opened(terminal, consumers)
            hub.server.process.send_signal(signal.SIGSTOP if reached else signal.SIGKILL)
            if not reached:
                hub.server.process.wait()
                terminal.shows("Offline since")
            terminal.type(f"{ANSWER}\r")
            terminal.shows("sending" if reached else "queued")
            terminal.process.kill()
            terminal.ended()
        (left,) = hub.folder.rglob("*.left.json")
        ref = json.loads(left.read_text())["client_ref"]
        if reached:
            hub.server.process.send_signal(signal.SIGCONT)
        else:
            hub.start()
        with hub.console(token, "--no-bell") as again:
            again.until(lambda: consumers.received() == [ANSWER], "the reply")
            again.until(lambda: not left.exists(), "the draft is answered")
            again.shows("online", "Mine 1")
        around = hub.as_agent(token)
        (reply,) = (one for one in exported(hub, token) if one["kind"] == "reply")
        assert reply["client_ref"] == ref
        # Another console of anybody's gets the first answer.
        words = ("--to", TEXTER, "--number", consumers.number, "--ref", ref, ANSWER)
        repeated = run("send", *words, environment=around)
        assert repeated.returncode == 0, repeated.stderr
        assert consumers.received() == [ANSWER]
        assert [one["kind"] for one in exported(hub, token)].count("reply") == 1


def test_what_a_killed_console_held_goes_back_and_its_agent_is_told(tmp_path: Path) -> None:
    with team(tmp_path, TMCHAT_HUB_CLAIMS_RETURN_AFTER="1") as (hub, consumers, token):
        with hub.console(token, "--no-bell") as terminal:
            opened(terminal, consumers)
            terminal.press("escape")
            terminal.shows("c claim")
            terminal.press("c")
            terminal.shows("held by you")
            terminal.process.kill()
            terminal.ended()
        lines = until_blocking(
            lambda: [one for one in exported(hub, token) if "given" in one["text"]]
        )
        assert [one["text"] for one in lines] == ["given back: ada was away"]
        with hub.console(token, "--no-bell", columns=80, lines=24) as again:
            again.shows("online", "Given back while you were away:")
            again.press("enter")
            again.shows("given back: ada was away", "unclaimed")
            again.press("c")
            again.shows("held by you")


def exported(hub: TeamHub, token: str) -> list[dict[str, Any]]:
    """Every entry of the desk."""
    lines = run("export", environment=hub.as_agent(token)).stdout.splitlines()
    return [json.loads(line)["entry"] for line in lines]


def test_texts_that_come_while_the_hub_is_gone(tmp_path: Path) -> None:
    with team(tmp_path) as (hub, consumers, token), hub.console(token, "--no-bell") as terminal:
        terminal.shows("online")
        hub.server.stop(signal.SIGKILL)
        terminal.shows("Offline since")
        consumers.text(QUESTION)
        hub.start()
        # The sandbox tries again after a second, as a carrier does.
        terminal.shows("1 waiting", "Is the shop open")


def test_a_token_revoked_while_connected(tmp_path: Path) -> None:
    with team(tmp_path) as (hub, consumers, _):
        token = hub.agent("ben")
        with hub.console(token, "--no-bell") as terminal:
            opened(terminal, consumers)
            terminal.type("Not sent yet")
            assert run("agents", "disable", "ben", environment=hub.environment).returncode == 0
            terminal.shows("Signed out since", "This token counts no longer")
            terminal.type(" and kept")
            terminal.shows("Not sent yet and kept")
            terminal.press("ctrl+q")
            assert terminal.ended() == 0
        refused = run("export", environment=hub.as_agent(token))
        assert refused.returncode == 2
        assert "knows no such token" in refused.stderr
        renewed = run("agents", "token", "ben", environment=hub.environment).stdout.strip()
        around = hub.as_agent(token, TMCHAT_TOKEN=renewed)
        with Terminal([*TMCHAT, "console"], around) as again:
            again.shows("online", "1 waiting")
            again.press("enter")
            again.shows("Not sent yet and kept")
        assert consumers.received() == []


def test_a_full_disk_loses_nothing_and_is_over_when_there_is_room(tmp_path: Path) -> None:
    with team(tmp_path) as (hub, consumers, token):
        with hub.console(token, "--no-bell") as terminal:
            opened(terminal, consumers)
            taken = fill_the_disk(hub, consumers.number)
            terminal.type(f"{ANSWER}\r")
            terminal.shows("The disk that holds the desk's database", ANSWER)
            assert consumers.received() == []
            make_room(hub)
            # The hub tries again every second, and refuses replies until then as well.
            taken.append(pushed_once_there_is_room(hub, consumers.number))
            terminal.press("\r")
            terminal.until(lambda: consumers.received() == [ANSWER], "the reply")
        exported = run("export", environment=hub.as_agent(token))
        entries = [json.loads(line) for line in exported.stdout.splitlines()]
        texts = [one["entry"]["text"] for one in entries if one["entry"]["kind"] == "text"]
        assert sorted(texts) == sorted([QUESTION, *taken])


def fill_the_disk(hub: TeamHub, number: str) -> list[str]:
    """Leaves the hub room for a few texts more and pushes until it takes no more; those taken."""
    files = hub.folder.glob("hub.db*")
    room = max(file.stat().st_size for file in files) + 200_000
    resource.prlimit(hub.server.process.pid, resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    taken: list[str] = []
    while len(taken) < 1000:
        words = f"text {len(taken)} {'x' * 2000}"
        texter = f"312555{len(taken):04}"
        body = pushed_text(texter, number, words, "Sam", reply_url="")
        answer = asking.post(f"{hub.public}/hook/{SEGMENT}", content=body)
        if answer.status_code == 503:
            assert "disk" in answer.json()["message"]
            return taken
        assert answer.status_code == 200
        taken.append(words)
    raise AssertionError("the disk never became full")


def pushed_once_there_is_room(hub: TeamHub, number: str) -> str:
    """Pushes a text until the hub takes it, as a carrier would; the text."""
    words = "at last"
    body = pushed_text("3125559999", number, words, "Sam", reply_url="")
    webhook = f"{hub.public}/hook/{SEGMENT}"
    until_blocking(lambda: asking.post(webhook, content=body).status_code == 200, 30)
    return words


def make_room(hub: TeamHub) -> None:
    """Takes the limit away again."""
    unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    resource.prlimit(hub.server.process.pid, resource.RLIMIT_FSIZE, unlimited)


def test_a_locked_database_refuses_intake_and_is_over_when_it_is_let_go(tmp_path: Path) -> None:
    with team(tmp_path) as (hub, consumers, _):
        webhook = f"{hub.public}/hook/{SEGMENT}"

        def push(words: str) -> httpx.Response:
            texter = f"31255501{len(words):02}"
            body = pushed_text(texter, consumers.number, words, "Sam", reply_url="")
            return asking.post(webhook, content=body, timeout=30)

        assert push("before").status_code == 200
        with closing(sqlite3.connect(hub.folder / "hub.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            # The hub waits some seconds for whoever holds it, and then rather refuses.
            refused = push("meanwhile")
            assert refused.status_code == 503
            assert "Retry-After" in refused.headers
            assert "locked by another program" in refused.json()["message"]
            other.execute("ROLLBACK")
        until_blocking(lambda: push("meanwhile").status_code == 200, 30)
        with closing(sqlite3.connect(hub.folder / "hub.db")) as db:
            (kept,) = db.execute(
                "SELECT count(*) FROM entries WHERE instr(body, 'meanwhile')"
            ).fetchone()
        assert kept == 1
