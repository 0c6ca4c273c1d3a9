"""A hub in memory for tests of the console: the same rules and frames, no store and no sockets."""

import asyncio
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

from tmchat.core.arrivals import Arrival, arrive
from tmchat.core.commands import Command, Granted, LookUpReply, Outcome, Refused
from tmchat.core.decide import decide
from tmchat.core.entries import change_of, conversation_of, delivered, entry_of
from tmchat.core.events import DeliveryChanged, Event, Happening
from tmchat.core.inbox import Inbox, Snapshot
from tmchat.core.presence import Presence
from tmchat.core.questions import Question, Told
from tmchat.core.records import Agent, Delivery, Entry, Role
from tmchat.link.wire import Wire, WireBroken
from tmchat.protocol import frames as fr
from tmchat.protocol.hubside import EncodedEvent, HubSide

ANA = Agent("ana", Role.ADMINISTRATOR)


class MemoryHub:
    """A desk that tests write to. `now` is its clock, ms UTC, moved by hand."""

    def __init__(self, now: int = 1_773_750_000_000) -> None:
        self.now = now
        self.inbox = Inbox()
        self.entries: dict[int, list[Entry]] = {}
        self.journal: list[EncodedEvent] = []
        self.wires: list[MemoryWire] = []
        self.asked: list[Command] = []
        self.looks: list[fr.Look] = []
        self.refusing: Refused | None = None
        self.questions: list[Question] = []
        self.answers: dict[type, Callable[[Any], Told]] = {}
        self.account: Callable[[Command, Agent], Outcome | None] = lambda command, agent: None
        self.agent = ANA
        self.held = False
        """Questions wait for their answers until `let_go`."""
        self.slow = False
        """Commands wait likewise."""
        self._waiting: list[Callable[[], None]] = []
        self.reachable = True
        self.epoch = "one"
        self.run = "run"
        self.replays = True
        self._runs = count(1)

    @property
    def head(self) -> int:
        """The newest event's number."""
        return self.inbox.head

    def since(self, head: int) -> Sequence[EncodedEvent] | None:
        """The events after `head`, unless a test has them forgotten."""
        return self.journal[head:] if self.replays and head <= self.head else None

    def snapshot(self, agent: str) -> Snapshot:
        """The whole state."""
        return self.inbox.snapshot(agent)

    def happen(self, *happenings: Happening) -> int:
        """Has things happen; the number of the last event."""
        for what in happenings:
            event = Event(self.inbox.head + 1, self.now, what)
            self.inbox.apply(event)
            self._keep(event)
            encoded = EncodedEvent(event.n, fr.encode_part(event))
            self.journal.append(encoded)
            for wire in self.wires:
                wire.side.offer(encoded)
                wire.wake()
        return self.inbox.head

    def tell(self, *here: Presence) -> None:
        """Says who is present."""
        for wire in self.wires:
            wire.side.tell(fr.Present(here))
            wire.wake()

    def carrier(self, *, listing: bool = False, trouble: str = "") -> None:
        """Says how the carrier is; a look-up then finds what it is asked for."""
        for wire in self.wires:
            wire.side.tell(fr.Carrier(listing, trouble))
            wire.wake()

    def text(self, conversation: int, words: str) -> int:
        """A texter's further text arrives, with all that follows from it."""
        known = self.inbox.conversations[conversation]
        return self.happen(*arrive(self.inbox, Arrival(known.texter, known.number, words)))

    async def connect(self) -> Wire:
        """A line for Ana; raises `WireBroken` while the hub is not reachable."""
        if not self.reachable:
            raise WireBroken("The hub cannot be reached.")
        wire = MemoryWire(self)
        self.wires.append(wire)
        return wire

    def cut(self) -> None:
        """Breaks every line and lets none come back."""
        self.reachable = False
        for wire in list(self.wires):
            wire.broken = True
            wire.wake()

    def answer(self, command: Command, agent: Agent) -> Outcome:
        """Decides a command as the switchboard does."""
        self.asked.append(command)
        if self.refusing is not None:
            return self.refusing
        decision = decide(self.inbox, command, agent)
        if isinstance(decision, Refused):
            return decision
        if isinstance(command, LookUpReply):
            sent = DeliveryChanged(command.conversation, command.entry, Delivery.SENT)
            return Granted(self.happen(sent))
        outcome = self.account(command, agent)
        if outcome is not None:
            return outcome
        return Granted(self.happen(*decision) if decision else 0)

    def tell_of(self, question: Question) -> Told:
        """What a test has put into `answers` for this kind of question."""
        self.questions.append(question)
        answer = self.answers.get(type(question))
        return answer(question) if answer else Refused("numbers", "There is no account.")

    def inquired(self, wire: "MemoryWire", asked: fr.Inquire) -> None:
        """Answers a question on `wire`, or later while questions are held."""

        def tell() -> None:
            wire.side.say(fr.Tell(asked.id, self.tell_of(asked.question)))
            wire.wake()

        if self.held:
            self._waiting.append(tell)
        else:
            tell()

    def commanded(self, wire: "MemoryWire", asked: fr.Ask) -> None:
        """Decides a command that came on `wire`, or later while the hub is slow."""

        def answer() -> None:
            wire.side.say(fr.Answer(asked.id, self.answer(asked.command, wire.side.agent)))
            wire.wake()

        if self.slow:
            self._waiting.append(answer)
        else:
            answer()

    def let_go(self) -> None:
        """Answers what was held."""
        self.held = self.slow = False
        waiting, self._waiting = self._waiting, []
        for tell in waiting:
            tell()

    def page(self, want: fr.WantPage) -> fr.Page:
        """A page of a conversation."""
        known = self.entries.get(want.conversation, [])
        if want.after:
            found = [entry for entry in known if entry.id > want.after][: want.limit]
        else:
            below = [entry for entry in known if not want.before or entry.id < want.before]
            found = below[-want.limit :]
        start = not found or found[0] is known[0]
        end = not found or found[-1] is known[-1]
        return fr.Page(want.id, want.conversation, tuple(found), start, end)

    def _keep(self, event: Event) -> None:
        kept = self.entries.setdefault(conversation_of(event), [])
        entry = entry_of(event)
        if entry is not None:
            kept.append(entry)
        change = change_of(event)
        for place, old in enumerate(kept if change is not None else ()):
            if change is not None and old.id == change.entry:
                kept[place] = delivered(old, change)


class MemoryWire:
    """One line to a `MemoryHub`."""

    kind = "memory"

    def __init__(self, hub: MemoryHub) -> None:
        self.side = HubSide(hub.agent, hub, limit=10_000, heartbeat=10.0, desk="Test desk")
        self.broken = False
        self._hub = hub
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Something waits for the console, or the line broke."""
        self._woken.set()

    async def send(self, message: str) -> None:
        """Takes a message of the console."""
        if self.broken:
            raise WireBroken("The line to the hub broke.")
        for wanted in self.side.receive(message, self._hub.now):
            if isinstance(wanted, fr.Ask):
                self._hub.commanded(self, wanted)
            elif isinstance(wanted, fr.WantPage):
                self.side.say(self._hub.page(wanted))
            elif isinstance(wanted, fr.Inquire):
                self._hub.inquired(self, wanted)
            else:
                self._hub.looks.append(wanted)
        self.wake()

    async def receive(self) -> str | bytes:
        """The next message for the console."""
        while True:
            if self.broken:
                raise WireBroken("The line to the hub broke.")
            message = self.side.take()
            if message is not None:
                return message
            self._woken.clear()
            await self._woken.wait()

    async def abort(self) -> None:
        """Lets go of the line."""
        self.broken = True
        if self in self._hub.wires:
            self._hub.wires.remove(self)
