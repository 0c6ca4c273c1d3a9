"""The virtual clock of a simulation, its lines and its consoles; what happens there is
`simulation`'s."""

import heapq
from collections.abc import Callable
from random import Random
from typing import Protocol

from tests.core.journal import Journal
from tests.protocol.past import JournalPast
from tests.torture.books import Followed
from tmchat.core import commands as cmd
from tmchat.core.inbox import Inbox, Snapshot
from tmchat.core.plainform import as_sent
from tmchat.core.records import Agent, Conversation
from tmchat.protocol import frames as fr
from tmchat.protocol.consoleside import (
    Answered,
    ConsoleSide,
    EventsCame,
    LineUseless,
    StateReplaced,
)
from tmchat.protocol.hubside import EncodedEvent, HubSide

LATENCY = 0.2
"""The longest that a message is on its way, in virtual seconds."""
LIMIT = 12
"""Events that may wait for a console; few, so that some are too slow."""


class Clock:
    """Virtual seconds; `after` has something done later, `run` does all that is due in turn."""

    def __init__(self) -> None:
        self.now = 0.0
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._asked = 0

    def after(self, seconds: float, act: Callable[[], None]) -> None:
        """Has `act` called in `seconds`; what is due at one instant is done in order of asking."""
        self._asked += 1
        heapq.heappush(self._due, (self.now + seconds, self._asked, act))

    def run(self) -> None:
        """Does everything until nothing is due."""
        while self._due:
            self.now, _, act = heapq.heappop(self._due)
            act()


class Surroundings(Protocol):
    """What a console needs of the simulation around it; `up` says that the hub lives."""

    random: Random
    clock: Clock
    journal: Journal
    past: JournalPast
    up: bool

    def tell(self, before: int) -> None: ...
    def look_up(self, command: cmd.LookUpReply) -> None: ...


class SimulatedWire:
    """One connection: two directions that keep their order, tear, repeat, and end when cut."""

    def __init__(self, around: Surroundings) -> None:
        self.cut = False
        self._around = around
        self._free = {True: 0.0, False: 0.0}

    def send(self, message: str, arrive: Callable[[str], None], *, up: bool) -> None:
        """Has `arrive` called with the message, or half of it, once or twice, or never."""
        clock, random = self._around.clock, self._around.random
        chance = random.random()
        if chance < 0.01:
            message = message[: len(message) // 2]

        def deliver() -> None:
            for _ in range(2 if chance > 0.97 else 1):
                if not self.cut:
                    arrive(message)

        self._free[up] = max(self._free[up], clock.now + random.random() * LATENCY)
        clock.after(self._free[up] - clock.now, deliver)


class SimulatedConsole:
    """One agent's console and the hub's end of its line; replies are asked until answered."""

    def __init__(self, around: Surroundings, agent: Agent) -> None:
        self.followed = [Followed(agent.name, Snapshot(0))]
        self._agent = agent
        self._around = around
        self._inbox = Inbox()
        self._side = ConsoleSide("simulation", as_sent)
        self._asked: dict[int, cmd.Repeatable] = {}
        self._replies = 0
        self._wire: SimulatedWire | None = None
        self._connecting = False
        self.cut()

    def cut(self) -> None:
        """Ends the line with all that is on its way; it is made again a little later."""
        if self._wire is not None:
            self._wire.cut = True
            self._wire = None
        if not self._connecting:
            self._connecting = True
            self._around.clock.after(self._around.random.random() / 2, self._connect)

    def give(self, random: Random) -> None:
        """The agent does something about a conversation on their screen."""
        if self._wire is None or not self._inbox.conversations:
            return
        command = self._command(random.choice(list(self._inbox.conversations.values())), random)
        self._ask(command)

    def offer(self, event: EncodedEvent) -> None:
        """The hub has one more event for this console."""
        if self._wire is not None:
            self._hub.offer(event)
            self._flush_soon()

    def beat(self) -> None:
        """The hub gives a sign of life."""
        if self._wire is not None:
            self._hub.beat(round(self._around.clock.now * 1000))
            self._flush_soon()

    def _connect(self) -> None:
        self._connecting = False
        if not self._around.up:
            self.cut()
            return
        self._wire = SimulatedWire(self._around)
        self._hub = HubSide(self._agent, self._around.past, limit=LIMIT, heartbeat=5.0)
        self._up(self._side.connected(self._around.clock.now))
        again, self._asked = list(self._asked.values()), {}
        for command in again:
            self._ask(command)

    def _ask(self, command: cmd.Command) -> None:
        number, message = self._side.ask(command)
        if isinstance(command, cmd.Repeatable):
            self._asked[number] = command
        self._up(message)

    def _command(self, conv: Conversation, random: Random) -> cmd.Command:
        kind = random.randrange(9)
        if conv.unknown and kind < 3:
            return self._about_unknown(conv, random)
        if kind < 3:
            self._replies += 1
            ref = f"{self._agent.name}-{self._replies}"
            anyway = random.random() < 0.2
            if random.random() < 0.2:
                due = 1000 * (conv.last_entry + random.randint(1, 60))
                return cmd.ScheduleReply(conv.id, f"reply {ref}", ref, conv.last_entry, due, anyway)
            return cmd.SendReply(conv.id, f"reply {ref}", ref, conv.last_entry, anyway)
        commands: list[cmd.Command] = [
            cmd.Claim(conv.id),
            cmd.TakeOver(conv.id, conv.holder),
            cmd.Release(conv.id, conv.holder),
            cmd.Close(conv.id),
            cmd.MarkRead(conv.id, conv.last_entry, conv.inbound),
            cmd.MarkUnread(conv.id),
            cmd.Snooze(conv.id, 1000 * (conv.last_entry + random.randint(0, 30))),
            cmd.Wake(conv.id),
            *(cmd.CancelScheduled(conv.id, one.entry) for one in conv.scheduled[:1]),
            *(cmd.SendScheduled(conv.id, one.entry, conv.last_entry) for one in conv.scheduled[1:]),
        ]
        return random.choice(commands)

    def _about_unknown(self, conv: Conversation, random: Random) -> cmd.Command:
        entry = random.choice(conv.unknown)
        if random.random() < 0.3:
            return cmd.LeaveReply(conv.id, entry)
        if random.random() < 0.3:
            return cmd.LookUpReply(conv.id, entry)
        self._replies += 1
        again = f"{self._agent.name}-{self._replies}"
        return cmd.ResendReply(conv.id, entry, again, conv.last_entry)

    def _up(self, message: str) -> None:
        if self._wire is not None:
            self._wire.send(message, self._hub_reads, up=True)

    def _flush_soon(self) -> None:
        """The hub's writer comes round a little later and sends all that waits by then."""
        wire = self._wire
        delay = self._around.random.random() / 4
        self._around.clock.after(delay, lambda: self._flush() if wire is self._wire else None)

    def _flush(self) -> None:
        while self._wire is not None and (message := self._hub.take()) is not None:
            self._wire.send(message, self._console_reads, up=False)

    def _hub_reads(self, message: str) -> None:
        around = self._around
        for wanted in self._hub.receive(message, round(around.clock.now * 1000)):
            if isinstance(wanted, fr.Ask):
                before = len(around.journal.events)
                outcome = around.journal.give(wanted.command, self._agent)
                around.tell(before)
                if isinstance(wanted.command, cmd.LookUpReply) and outcome == cmd.Granted():
                    around.look_up(wanted.command)
                self._hub.say(fr.Answer(wanted.id, outcome))
        self._flush_soon()

    def _console_reads(self, message: str) -> None:
        for update in self._side.receive(message, self._around.clock.now):
            match update:
                case StateReplaced(snapshot):
                    self.followed.append(Followed(self._agent.name, snapshot))
                    self._inbox = Inbox.of(snapshot, self._agent.name)
                case EventsCame(events):
                    for event in events:
                        self._inbox.apply(event)
                        self.followed[-1].events.append(event)
                case Answered(number):
                    self._asked.pop(number, None)
                case LineUseless():
                    self.cut()
