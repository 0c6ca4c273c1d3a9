"""A hub in memory that a line can follow without a network; it is no test itself."""

import asyncio

from tests.core.journal import ANA, Journal
from tests.protocol.past import JournalPast, encoded
from tmchat.core.commands import Refused
from tmchat.core.records import Agent
from tmchat.link.wire import WireBroken
from tmchat.protocol import frames as fr
from tmchat.protocol.hubside import HubSide, Wanted


class MemoryHub:
    """Decides and answers at once; what goes wrong is set by its attributes.

    `gone` refuses connections with what it holds, `mute` takes messages and sends nothing, `deaf`
    never finishes taking a message.
    """

    def __init__(self) -> None:
        self.journal = Journal()
        self.past = JournalPast(self.journal)
        self.wires: list[MemoryWire] = []
        self.gone: WireBroken | None = None
        self.mute = False
        self.deaf = False
        self.tried = 0
        self.swallowed = 0

    async def connect(self) -> "MemoryWire":
        """A way to this hub, for `Line`."""
        self.tried += 1
        if self.gone is not None:
            raise self.gone
        wire = MemoryWire(self, ANA)
        self.wires.append(wire)
        return wire

    @property
    def wire(self) -> "MemoryWire":
        """The newest connection."""
        return self.wires[-1]

    def text(self, text: str) -> int:
        """A texter writes; every console hears of it."""
        before = len(self.journal.events)
        about = self.journal.text(text)
        self.tell(before)
        return about

    def tell(self, before: int) -> None:
        """Offers the events after the first `before` to every console."""
        for wire in self.wires:
            for event in self.journal.events[before:]:
                wire.side.offer(encoded(event))
            wire.woken.set()

    def cut(self) -> None:
        """Breaks every connection."""
        for wire in self.wires:
            wire.broken = True
            wire.woken.set()

    def answer(self, wire: "MemoryWire", wanted: Wanted) -> None:
        """Decides a command or reads a page."""
        if isinstance(wanted, fr.WantPage):
            entries, start, end = self.journal.page(
                wanted.conversation,
                before=wanted.before,
                after=wanted.after,
                limit=wanted.limit,
            )
            wire.side.say(fr.Page(wanted.id, wanted.conversation, entries, start, end))
            return
        if isinstance(wanted, fr.Inquire):
            wire.side.say(fr.Tell(wanted.id, Refused("numbers", "There is no account.")))
            return
        if isinstance(wanted, fr.Look):
            return
        before = len(self.journal.events)
        outcome = self.journal.give(wanted.command, wire.side.agent)
        self.tell(before)
        wire.side.say(fr.Answer(wanted.id, outcome))


class MemoryWire:
    """One connection to a `MemoryHub`."""

    kind = "memory"

    def __init__(self, hub: MemoryHub, agent: Agent) -> None:
        self.side = HubSide(agent, hub.past, limit=1_000, heartbeat=0.05, desk="Tires")
        self.broken = False
        self.woken = asyncio.Event()
        self._hub = hub

    async def send(self, message: str) -> None:
        """The hub reads at once."""
        if self._hub.deaf:
            self._hub.swallowed += 1
            await asyncio.Event().wait()
        if self.broken:
            raise WireBroken("The memory is gone.")
        for wanted in self.side.receive(message, 5):
            self._hub.answer(self, wanted)
        self.woken.set()

    async def receive(self) -> str | bytes:
        """All that waits, as soon as something does."""
        while True:
            if self.broken:
                raise WireBroken("The memory is gone.")
            if self.side.pending and not self._hub.mute:
                message = self.side.take()
                assert message is not None
                return message
            self.woken.clear()
            await self.woken.wait()

    async def abort(self) -> None:
        """Breaks this connection."""
        self.broken = True
        self.woken.set()
