"""A hub and a sandbox as processes of their own, which tests stop, kill and start again."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.e2e.programs import Consumers, run, surroundings
from tests.e2e.terminal import DEADLINE, TMCHAT, Terminal
from tests.house.sources import ROOT
from tests.waiting import until_blocking

SEGMENT = "segment-of-an-end-to-end-test"
SANDBOX_TOKEN = "sandbox-token"


class Server:
    """A command that serves until it is stopped; all that it prints goes into a file."""

    def __init__(self, arguments: list[str], environment: Mapping[str, str], log: Path) -> None:
        self._log = log
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [*TMCHAT, *arguments],
                env=environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def printed(self) -> str:
        """All that the command has printed."""
        return self._log.read_text("utf-8", "replace")

    def address_after(self, words: str) -> str:
        """Waits for the command to print `words` and an address; the address."""

        def found() -> re.Match[str] | None:
            assert self.process.poll() is None, self.printed()
            return re.search(rf"{words} (http://[^\s;]+)[\s;]", self.printed())

        match = until_blocking(found, DEADLINE)
        assert match is not None
        return match[1]

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> int:
        """Ends the command, by SIGKILL with all of its process group; its exit code."""
        if sign is signal.SIGKILL and self.process.poll() is None:
            os.killpg(self.process.pid, sign)
        else:
            self.process.send_signal(sign)
        return self.process.wait(DEADLINE)


class TeamHub:
    """`tmchat hub` at some Telmetrics, with its data in `folder`; it keeps its ports."""

    def __init__(self, folder: Path, telmetrics: str, **settings: str) -> None:
        self.folder = folder
        self.environment = surroundings(
            folder,
            TMCHAT_HUB_DB=str(folder / "hub.db"),
            TMCHAT_HUB_TELMETRICS_URL=f"{telmetrics}/v3/api",
            TMCHAT_HUB_TELMETRICS_TOKEN=SANDBOX_TOKEN,
            TMCHAT_HUB_HOOK_SEGMENTS=SEGMENT,
            **settings,
        )
        self._ports = ("0", "0")
        self.start()

    def start(self) -> None:
        """Starts the hub, at the addresses it had before."""
        agents, public = self._ports
        flags = ["--port", agents, "--public-port", public]
        self.server = Server(["hub", *flags], self.environment, self.folder / "hub.log")
        self.address = self.server.address_after("Consoles connect to")
        self.public = self.server.address_after("Webhooks come in at")
        self._ports = (self.address.rpartition(":")[2], self.public.rpartition(":")[2])

    def agent(self, name: str, role: str = "agent") -> str:
        """Adds an agent; the token."""
        added = run("agents", "add", name, "--role", role, environment=self.environment)
        assert added.returncode == 0, added.stderr
        return added.stdout.strip()

    def as_agent(self, token: str, **around: str) -> Mapping[str, str]:
        """The environment of an agent at this hub, who has a home of their own."""
        home = self.folder / f"agent-{token[:8]}"
        named = {"TMCHAT_CONSOLE_HUB": self.address, "TMCHAT_TOKEN": token}
        return surroundings(home, **{**named, **around})

    def console(self, token: str, *flags: str, columns: int = 120, lines: int = 40) -> Terminal:
        """A console of an agent's."""
        around = self.as_agent(token)
        return Terminal([*TMCHAT, "console", *flags], around, columns=columns, lines=lines)


@contextmanager
def team_hub(folder: Path, telmetrics: str, **settings: str) -> Iterator[TeamHub]:
    """A hub that is ended afterwards, however it stands."""
    folder.mkdir(exist_ok=True)
    hub = TeamHub(folder, telmetrics, **settings)
    try:
        yield hub
    finally:
        if hub.server.process.poll() is None:
            hub.server.stop()


@contextmanager
def team(folder: Path, **settings: str) -> Iterator[tuple[TeamHub, Consumers, str]]:
    """A hub at a sandbox with every number attached, the phones, an administrator's token.

    `settings` are environment variables of both servers'.
    """
    sandbox = Server(
        ["sandbox", "--port", "0", "--rate", "0", "--texters", "0"],
        surroundings(folder / "sandbox", **settings),
        folder / "sandbox.log",
    )
    try:
        address = sandbox.address_after("The sandbox listens at")
        with team_hub(folder / "hub", address, **settings) as hub:
            consumers = Consumers(address)
            token = hub.agent("ada", "administrator")
            attached = run("numbers", "attach", consumers.number, environment=hub.as_agent(token))
            assert attached.returncode == 0, attached.stderr
            try:
                yield hub, consumers, token
            finally:
                consumers.close()
    finally:
        sandbox.stop()
