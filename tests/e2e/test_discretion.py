"""Tests that no log holds a text, a token or a phone number (I11), with every logger let loose."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import asking
from tests.e2e.programs import Consumers, run, surroundings
from tests.e2e.servers import SANDBOX_TOKEN, SEGMENT, Server, team_hub
from tests.torture.books import Books
from tests.torture.invariants import no_log_holds_a_text_a_token_or_a_number
from tests.waiting import until_blocking

CANARY = "quokka"
TEXTER = "9055550147"
LET_LOOSE = """
import logging, os
logging.basicConfig(
    filename=os.path.join(os.environ["LOGS"], f"{os.getpid()}.log"), level=1, force=True)
"""
"""Run by Python in each process before anything of tmchat: all that is logged goes to a file."""


@dataclass(frozen=True)
class Talk:
    """A desk whose processes log all they can into `logs`; `tokens` may stand in none of them."""

    logs: Path
    loose: Mapping[str, str]
    hub: str
    public: str
    consumers: Consumers
    token: str

    def lines(self) -> list[str]:
        """All that was logged or printed by servers, and by commands on standard error."""
        files = self.logs.rglob("*.log")
        return [line for one in files for line in one.read_text("utf-8", "replace").splitlines()]

    def run(self, *words: str, given: str = "", token: str = "") -> int:
        """A command of an agent's; its exit code, its complaints being kept as a log."""
        environment = surroundings(
            self.logs / "agent",
            TMCHAT_CONSOLE_HUB=self.hub,
            TMCHAT_TOKEN=token or self.token,
            **self.loose,
        )
        done = run(*words, environment=environment, given=given)
        with (self.logs / "stderr.log").open("a", encoding="utf-8") as kept:
            kept.write(done.stderr)
        return done.returncode


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    """A sandbox and a hub, let loose."""
    (tmp_path / "python").mkdir()
    (tmp_path / "python" / "sitecustomize.py").write_text(LET_LOOSE)
    loose = {
        "PYTHONPATH": str(tmp_path / "python"),
        "LOGS": str(tmp_path),
        "PYTHONASYNCIODEBUG": "1",
    }
    flags = ["--port=0", "--rate=0", "--texters=0"]
    around = surroundings(tmp_path / "sandbox", **loose)
    sandbox = Server(["sandbox", *flags], around, tmp_path / "sandbox.log")
    try:
        address = sandbox.address_after("The sandbox listens at")
        with team_hub(tmp_path / "hub", address, **loose) as hub:
            consumers = Consumers(address)
            talk = Talk(
                tmp_path,
                loose,
                hub.address,
                hub.public,
                consumers,
                hub.agent("ada", "administrator"),
            )
            try:
                yield talk
            finally:
                consumers.close()
    finally:
        sandbox.stop()


def test_no_log_holds_what_people_wrote_or_who_they_are(talk: Talk) -> None:
    consumers, number = talk.consumers, talk.consumers.number
    assert talk.run("numbers", "attach", number) == 0
    consumers.text(f"{CANARY} in", sender=TEXTER)
    where = ["--to", f"+1{TEXTER}", "--number", f"+1{number}"]
    until_blocking(lambda: talk.run("send", *where, f"{CANARY} out") == 0, 30)
    until_blocking(lambda: f"{CANARY} out" in consumers.received(TEXTER), 30)
    assert talk.run("tail", "--since", "1", "--count", "3") == 0
    plain = f"open 1\n{CANARY} plain\nquit\n"
    talk.run("console", "--plain", given=plain)
    # What goes wrong: an unknown token, a push that cannot be read, a body that is none, a
    # conversation that is not there, a text for a number that is none.
    assert talk.run("tail", "--count", "1", token=f"{CANARY}-token") == 2
    talk.run("send", "--conversation", "99", f"{CANARY} astray")
    hook = f"{talk.public}/hook/{SEGMENT}"
    strange = {"Notifications": [{"Action": "SmsDetails.SmsMessageReceived", "Text": CANARY}]}
    for body in (json.dumps(strange), f"{CANARY} {TEXTER}", '{"Notifications": "' + CANARY):
        asking.post(hook, content=body)
    asking.post(f"{talk.public}/hook/{CANARY}", content="{}")
    form = {"from": TEXTER, "to": "9055550000", "text": CANARY}
    assert asking.post(f"{consumers.address}/texts", json=form).status_code == 400

    lines = talk.lines()
    assert any("first text from" in line for line in lines)
    canaries = (CANARY, TEXTER, number, talk.token, SANDBOX_TOKEN)
    books = Books((), logs=lines, canaries=canaries)
    assert list(no_log_holds_a_text_a_token_or_a_number(books)) == []
