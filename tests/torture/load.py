"""Texters who text and agents who answer, through every outage of the hub; judging is
`invariants`'."""

import asyncio
import json
from collections.abc import Callable
from random import Random

import httpx

from tests.torture.books import Followed, Told
from tests.torture.spool import Spool
from tests.waiting import until
from tmchat.core import commands as cmd
from tmchat.core.commands import Command, Granted, Outcome
from tmchat.core.inbox import Inbox, Snapshot
from tmchat.core.plainform import as_sent, one_of, plain
from tmchat.core.records import Conversation
from tmchat.link.line import Line, LineChanged
from tmchat.link.websocket import connect_websocket
from tmchat.protocol.consoleside import EventsCame, StateReplaced, Update

WISHES = ("STOP", "start", "Stop.", "START")
CANARY = "quokka"
"""Stands in every text, reply and note, to be looked for where none may be."""
MOST_WAITING = 1_500
PATIENCE = 120.0  # seconds in which a carrier must get rid of what waits
BETWEEN_TRIES = 0.05  # seconds before an agent's command is sent again to a hub that is dead


class Texters:
    """Consumers at the sandbox, each of whose texts has words of its own but for STOP and START."""

    def __init__(self, sandbox: str, random: Random, count: int) -> None:
        limits = httpx.Limits(max_connections=8, max_keepalive_connections=8)
        self._http = httpx.AsyncClient(
            base_url=f"{sandbox}/sandbox", limits=limits, timeout=30, trust_env=False
        )
        self._random = random
        self.phones = [f"905555{place:04}" for place in range(count)]
        self.numbers: list[str] = []
        self.sent = 0
        self._composed = 0

    async def fault(self, on: str, kind: str, share: float, seconds: float = 0.3) -> None:
        """Has the sandbox do `kind` to a share of the pushes or replies."""
        order = {"on": on, "kind": kind, "share": share, "seconds": seconds}
        (await self._http.post("/faults", json=order)).raise_for_status()

    async def no_more_faults(self) -> None:
        """Has the sandbox behave."""
        (await self._http.delete("/faults")).raise_for_status()

    async def run(
        self, texts: int, pause: float, *, batch: int, backlog: Callable[[], int]
    ) -> None:
        """Sends so many texts, `batch` at once, about every `pause` seconds.

        No more are sent while `backlog` pushes are many: a carrier's memory is not what is tried.
        """
        if not self.numbers:
            listed = (await self._http.get("/numbers")).json()
            self.numbers = [one["phone_number"] for one in listed[:3]]
        while self.sent < texts:
            together = [self._text() for _ in range(min(batch, texts - self.sent))]
            sent = await self._http.post("/texts", json={"texts": together})
            assert sent.status_code == 202, sent.text
            self.sent += len(together)
            await asyncio.sleep(self._random.uniform(0, 2 * pause))
            await until(lambda: batch == 1 or backlog() < MOST_WAITING, PATIENCE)

    def _text(self) -> dict[str, str]:
        self._composed += 1
        wish = self._random.random() < 0.03
        return {
            "from": self._random.choice(self.phones),
            "to": self._random.choice(self.numbers),
            "text": self._random.choice(WISHES) if wish else f"{CANARY} {self._composed}",
        }

    async def close(self) -> None:
        """Ends the connections."""
        await self._http.aclose()


class TortureAgent:
    """An agent whose console follows by a real line, and who commands over HTTP until answered."""

    def __init__(self, name: str, hub: str, token: str, random: Random) -> None:
        self.name = name
        self.token = token
        self.followed = [Followed(name, Snapshot(0), Spool())]
        self.told: list[Told] = []
        self.replies = 0
        self._composed = 0
        self._inbox = Inbox()
        self._random = random
        self._http = httpx.AsyncClient(
            base_url=hub,
            headers={"Authorization": f"Bearer {token}"},
            timeout=10,
            trust_env=False,
        )
        self._line = Line(
            [lambda: connect_websocket(hub, token)],
            self._hear,
            client="torture",
            words=as_sent,
            clock=asyncio.get_running_loop().time,
            random=Random(random.random()),
        )

    @property
    def head(self) -> int:
        """The newest event applied."""
        return self._inbox.head

    async def follow(self) -> None:
        """Keeps the line up until cancelled."""
        await self._line.run()

    async def work(
        self, stop: Callable[[], bool], pause: float, quota: Callable[[], float]
    ) -> None:
        """Gives one command after the other until `stop` says so, and no more replies than
        `quota` allows by then."""
        while not stop():
            known = list(self._inbox.conversations.values())
            if known and self.replies < quota():
                await self._give(self._command(self._random.choice(known)))
            await asyncio.sleep(self._random.uniform(0, 2 * pause))

    async def close(self) -> None:
        """Ends the connections."""
        await self._http.aclose()

    def _hear(self, update: Update | LineChanged) -> None:
        match update:
            case StateReplaced(snapshot):
                self.followed.append(Followed(self.name, snapshot, Spool()))
                self._inbox = Inbox.of(snapshot, self.name)
            case EventsCame(events):
                for event in events:
                    self._inbox.apply(event)
                    self.followed[-1].events.append(event)

    def _command(self, conv: Conversation) -> Command:
        kind = self._random.random()
        if conv.unknown and kind < 0.2:
            return self._about_unknown(conv)
        if kind < 0.6:
            self._composed += 1
            ref = f"{self.name}-{self._composed}"
            return cmd.SendReply(conv.id, f"{CANARY} {ref}", ref, conv.last_entry)
        if kind < 0.65:
            self._composed += 1
            return cmd.AddNote(conv.id, f"{CANARY} note", f"{self.name}-{self._composed}")
        if kind < 0.75:
            return cmd.MarkRead(conv.id, conv.last_entry, conv.inbound)
        others: list[Command] = [
            cmd.Claim(conv.id),
            cmd.TakeOver(conv.id, conv.holder),
            cmd.Release(conv.id, conv.holder),
            cmd.Close(conv.id),
            cmd.MarkUnread(conv.id),
        ]
        return self._random.choice(others)

    def _about_unknown(self, conv: Conversation) -> Command:
        entry = self._random.choice(conv.unknown)
        self._composed += 1
        again = f"{self.name}-{self._composed}"
        commands: list[Command] = [
            cmd.ResendReply(conv.id, entry, again, conv.last_entry),
            cmd.LookUpReply(conv.id, entry),
            cmd.LeaveReply(conv.id, entry),
        ]
        return self._random.choice(commands)

    async def _give(self, command: Command) -> None:
        """Sends it until it is answered, and some that have a client_ref once more after that."""
        outcome = await self._answer(command)
        if outcome is None or not isinstance(outcome, Granted):
            return
        self.told.append(Told(self.name, command, outcome))
        self.replies += isinstance(command, cmd.SendReply)
        if hasattr(command, "client_ref") and self._random.random() < 0.1:
            again = await self._answer(command)
            assert isinstance(again, Granted), f"{command.client_ref} was granted, then {again}"
            self.told.append(Told(self.name, command, again))

    async def _answer(self, command: Command) -> Outcome | None:
        """What the hub says; None where a command that cannot be repeated may have been lost."""
        body = json.dumps(plain(command))
        while True:
            try:
                answer = await self._http.post("/agents/commands", content=body)
            except httpx.HTTPError as fault:
                reached = not isinstance(fault, httpx.ConnectError | httpx.ConnectTimeout)
                if reached and not hasattr(command, "client_ref"):
                    return None
                await asyncio.sleep(BETWEEN_TRIES)
                continue
            if answer.status_code == 200:
                found: Outcome = one_of(Outcome, answer.json())
                return found
            assert answer.status_code == 503, answer.text
            await asyncio.sleep(BETWEEN_TRIES)
