"""A desk as it is run: a database with a past, hub and sandbox as processes, a real console."""

import asyncio
import json
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tests.benchmarks.bigdesk import LONG, SHORT, conversation
from tests.benchmarks.terminal import ROOT, Terminal, surroundings
from tmchat.core.events import ConversationOpened, Event, Happening, TextArrived
from tmchat.core.inbox import Inbox
from tmchat.core.records import Role
from tmchat.hub.rows import apply
from tmchat.hub.signin import new_token, token_hash
from tmchat.hub.store.sqlite import SqliteStore

AGENT = "ana"
NOW = 1_773_750_000_000
_TOGETHER = 500


@dataclass(frozen=True, slots=True)
class Past:
    """What a database was filled with: a token, the ids of the long and of the short
    conversations."""

    token: str
    long: tuple[int, ...]
    short: tuple[int, ...]


def fill(path: Path, *, long: int = 0, short: int = 0, single: int = 0) -> Past:
    """Makes the hub's database with so many conversations of fifty thousand texts, of fifty and
    of one."""
    return asyncio.run(_fill(path, (long, short, single)))


async def _fill(path: Path, counts: tuple[int, int, int]) -> Past:
    store = SqliteStore(path, clock=lambda: NOW)
    try:
        token = new_token()
        await store.add_agent(AGENT, Role.ADMINISTRATOR, token_hash(token))
        inbox = Inbox()
        made: list[int] = []
        lengths = (LONG,) * counts[0] + (SHORT,) * counts[1] + (1,) * counts[2]
        happenings = _happenings(lengths, made)
        while chunk := list(islice(happenings, _TOGETHER)):
            events = [Event(n, at, what) for n, (at, what) in enumerate(chunk, inbox.head + 1)]
            await store.commit(apply(inbox, events))
        return Past(token, tuple(made[: counts[0]]), tuple(made[counts[0] :][: counts[1]]))
    finally:
        store.close()


def _happenings(lengths: Iterable[int], made: list[int]) -> Iterator[tuple[int, Happening]]:
    """Each conversation after the other; `made` gets the ids that they will have."""
    number = 0
    for place, length in enumerate(lengths):
        made.append(number + 1)
        summed, entries = conversation(number + 1, place, length, NOW)
        yield summed.opened_at, ConversationOpened(summed.texter, summed.number, summed.name)
        for entry in entries:
            yield entry.at, TextArrived(number + 1, entry.text)
        number += 1 + length


@dataclass(frozen=True, slots=True)
class Desk:
    """A running desk: the agents' address, that of the webhook, the sandbox's, Ana's token, the
    hub's process id."""

    agents: str
    webhook: str
    sandbox: str
    token: str
    folder: Path
    pid: int

    def console(
        self, *flags: str, answers: Mapping[bytes, bytes] | None = None, **more: str
    ) -> Terminal:
        """A console on this desk in a terminal of its own, which says `answers` when asked."""
        command = [sys.executable, "-m", "tmchat", "console", "--hub", self.agents, *flags]
        around = surroundings(self.folder, TMCHAT_TOKEN=self.token, **more)
        return Terminal(command, around, answers)


@contextmanager
def running(folder: Path, past: Past, *, account: bool = False, **settings: str) -> Iterator[Desk]:
    """The desk whose database is `hub.db` in `folder`; with `account` there is a sandbox, too,
    whose numbers push to it. `settings` are further variables of the hub's."""
    ports = free_ports(3)
    agents, public, sandbox = (f"http://127.0.0.1:{port}" for port in ports)
    webhook = f"{public}/hook/{secrets.token_hex(16)}"
    carrier = [f"--port={ports[2]}", "--rate=0", f"--inbound-webhook-url={webhook}"]
    hub = [f"--port={ports[0]}", f"--public-port={ports[1]}", f"--db={folder / 'hub.db'}"]
    environment = surroundings(
        folder,
        TMCHAT_HUB_HOOK_SEGMENTS=webhook.rpartition("/")[2],
        TMCHAT_HUB_TELMETRICS_URL=f"{sandbox}/v3/api",
        TMCHAT_HUB_TELMETRICS_TOKEN="sandbox-token",
        **settings,
    )
    with ExitStack() as stack:
        if account:
            stack.enter_context(started(["tmchat", "sandbox", *carrier], environment))
        pid = stack.enter_context(started(["tmchat", "hub", *hub], environment))
        yield Desk(agents, webhook, sandbox, past.token, folder, pid)


@contextmanager
def started(words: list[str], environment: Mapping[str, str]) -> Iterator[int]:
    """A server, `python -m` with these words, from when it says how to stop it to its end; its
    process id."""
    process = subprocess.Popen(
        [sys.executable, "-m", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=environment,
        text=True,
    )
    try:
        assert process.stdout is not None
        if not any("Ctrl+C" in told for told in process.stdout):
            raise RuntimeError(f"{words} did not start")
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)


def free_ports(count: int) -> list[int]:
    """Loopback ports that were free a moment ago, for programs that cannot take port 0."""
    taken = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in taken]
    for one in taken:
        one.close()
    return ports


def push_body(number: int, texter: str, tracking: str, words: str) -> bytes:
    """What the carrier pushes for one text (CONTRACT 15.1); `number` tells it from others."""
    notification = {
        "Action": "SmsDetails.SmsMessageReceived",
        "MessageId": f"message-{number}",
        "MessageDate": "2026-03-01T17:16:01.147",
        "TexterNumber": texter,
        "TextedNumber": tracking,
        "Message": words,
    }
    envelope = {"Id": f"{number:032x}", "Attempt": 1, "Notifications": [notification]}
    return json.dumps(envelope).encode("ascii")
