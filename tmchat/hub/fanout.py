"""Every console's line at the hub: what waits for it and when it ends; sockets are `listeners`'s.

A line is the same over a WebSocket and over long poll: whoever carries it hands in messages with
`receive` and fetches what is to be sent with `next`.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext

from tmchat.core.commands import ACCOUNT_COMMANDS, LookUpReply, Outcome, Refused
from tmchat.core.presence import Attendance, Presence
from tmchat.core.questions import Told
from tmchat.core.records import Agent
from tmchat.hub.store.interface import Store, StoreFailed
from tmchat.hub.switchboard import Switchboard
from tmchat.protocol import frames as fr
from tmchat.protocol.hubside import LONGEST_PAGE, EncodedEvent, HubSide

PATIENCE = 3  # heartbeats without a word after which a console counts as gone
ASKED_AT_ONCE = 100  # frames of one console that may wait to be answered, here and outside
OUTSIDE_AT_ONCE = 4  # commands and questions of one console that may be out at Telmetrics
FAREWELL_SECONDS = 0.5
TELLING_SECONDS = 0.25
_OUTSIDE = (*ACCOUNT_COMMANDS, LookUpReply)
_BUSY = Refused(
    "busy", "Too much that this console asked still waits for Telmetrics; try again in a moment."
)

_Answerable = fr.Ask | fr.Inquire | fr.WantPage

log = logging.getLogger(__name__)


class Full(Exception):
    """No further console can be taken in; the text is one sentence."""


class _Side(HubSide):
    """A `HubSide` that knows when it has said `Bye`."""

    bye = ""

    def say(self, frame: fr.Down) -> None:
        super().say(frame)
        if isinstance(frame, fr.Bye):
            self.bye = frame.code


class Line:
    """One console's line, from sign-in to `Bye`. Times are seconds of the event loop's clock.

    `carried` is for whoever carries it: whether somebody waits for or sends its next message.
    """

    def __init__(
        self, key: str, token_hash: str, side: _Side, fanout: "Fanout", now: Callable[[], float]
    ) -> None:
        self.key = key
        self.token_hash = token_hash
        self.heard = now()
        self.ended_at = 0.0
        self.carried = False
        self._side = side
        self._fanout = fanout
        self._now = now
        self._woken = asyncio.Event()
        self._farewell: fr.Bye | None = None
        self._code = ""
        self._closed = False
        self._wanted: asyncio.Queue[fr.Ask | fr.Inquire | fr.WantPage] = asyncio.Queue(
            ASKED_AT_ONCE
        )
        self._outside = asyncio.Semaphore(OUTSIDE_AT_ONCE)
        self._errands: set[asyncio.Task[None]] = set()
        self._worker = asyncio.create_task(self._work())

    @property
    def agent(self) -> Agent:
        """Who signed in."""
        return self._side.agent

    @property
    def ended(self) -> str:
        """The code of the `Bye` that is said or waits to be said; empty while the line is good."""
        return self._code or ("slow" if self._side.overflowed else self._side.bye)

    def heard_now(self) -> None:
        """Notes a sign of life of the console."""
        self.heard = self._now()

    async def receive(self, message: str | bytes) -> None:
        """Takes a message of the console; waits while too much of it is yet to be answered."""
        self.heard_now()
        if self.ended:
            return
        greeted = self._side.greeted
        wanted = self._side.receive(message, self._fanout.clock())
        if self._side.greeted and not greeted:
            for told in self._fanout.told():
                self.tell(told)
        self._wake()
        for one in wanted:
            if isinstance(one, fr.Look):
                self._fanout.look(self, one)
            elif not self._worker.done():
                await self._wanted.put(one)

    async def next(self) -> str | None:
        """The next message to send, which is all that waits; None when the last has been."""
        while True:
            if self._farewell is not None:
                farewell, self._farewell = self._farewell, None
                return fr.encode([farewell])
            message = None if self._code else self._side.take()
            if message is not None:
                return message
            if self.ended or self._closed:
                return None
            self._woken.clear()
            await self._woken.wait()

    def offer(self, events: Iterable[EncodedEvent]) -> None:
        """Puts committed events behind what waits."""
        for event in events:
            self._side.offer(event)
        self._wake()

    def tell(self, told: fr.Present | fr.Carrier) -> None:
        """Says who is present, or how the carrier is."""
        if not self.ended:
            self._side.tell(told)
            self._wake()

    def beat(self) -> None:
        """Puts a sign of life behind what waits."""
        if not self.ended:
            self._side.beat(self._fanout.clock())
            self._wake()

    def end(self, code: str, sentence: str) -> None:
        """Says `Bye` instead of what waits."""
        if not self.ended:
            self._code = code
            self._farewell = fr.Bye(code, sentence)
            self._wake()

    def close(self) -> None:
        """Nothing is answered any more; what is out at Telmetrics is carried through."""
        self._worker.cancel()
        self._closed = True
        self._woken.set()  # lets go of a request that waits for a message
        while not self._wanted.empty():
            # Lets go of a `receive` that waits for room.
            self._wanted.get_nowait()

    def _wake(self) -> None:
        if self.ended and not self.ended_at:
            self.ended_at = self._now()
        self._woken.set()

    async def _work(self) -> None:
        """Answers in the order of asking, except that nothing waits for Telmetrics."""
        while True:
            wanted = await self._wanted.get()
            if isinstance(wanted, fr.WantPage):
                await self._page(wanted)
            elif isinstance(wanted, fr.Ask) and not isinstance(wanted.command, _OUTSIDE):
                await self._command(wanted)
            elif len(self._errands) < ASKED_AT_ONCE:
                errand = asyncio.create_task(self._errand(wanted))
                self._errands.add(errand)
                errand.add_done_callback(self._errands.discard)
            elif isinstance(wanted, fr.Inquire):
                self._say(fr.Tell(wanted.id, _BUSY))
            else:
                self._say(fr.Answer(wanted.id, _BUSY))

    async def _errand(self, wanted: fr.Ask | fr.Inquire) -> None:
        """Asks outside in its turn, or the desk at once; what has not begun when the line is closed
        never does."""
        known = self._fanout.switchboard.answers
        at_desk = isinstance(wanted, fr.Inquire) and type(wanted.question) in known
        async with nullcontext() if at_desk else self._outside:
            if self._closed:
                return
            if isinstance(wanted, fr.Inquire):
                await self._inquire(wanted)
            else:
                await self._command(wanted)

    async def _command(self, ask: fr.Ask) -> None:
        self._say(fr.Answer(ask.id, await self._fanout.command(self.agent, ask)))

    async def _inquire(self, inquire: fr.Inquire) -> None:
        self._say(fr.Tell(inquire.id, await self._fanout.tell_of(self.agent, inquire)))

    async def _page(self, want: fr.WantPage) -> None:
        limit = max(1, min(want.limit, LONGEST_PAGE))
        try:
            page = await self._fanout.store.page(
                want.conversation, before=want.before, after=want.after, limit=limit
            )
        except StoreFailed as failure:
            self.end("leaving", str(failure))
            return
        except Exception as fault:
            log.error("a page failed: %s", type(fault).__name__)
            self.end("unreadable", "The hub could not answer the page that was asked for.")
            return
        self._say(fr.Page(want.id, want.conversation, page.entries, page.start, page.end))

    def _say(self, frame: fr.Down) -> None:
        if not self.ended:
            self._side.say(frame)
            self._wake()


class Fanout:
    """All lines: brings every committed event to each, keeps each alive, ends the silent ones.

    `carrier` is asked now and then what is to be told of it.
    """

    def __init__(
        self,
        switchboard: Switchboard,
        store: Store,
        *,
        clock: Callable[[], int],
        queue: int,
        heartbeat: float,
        most: int,
    ) -> None:
        """`queue` events may wait for one console, `most` consoles are taken in; `heartbeat` in
        seconds, `clock` in ms UTC."""
        self.switchboard = switchboard
        self.store = store
        self.clock = clock
        self.patience = PATIENCE * heartbeat
        self._queue = queue
        self._heartbeat = heartbeat
        self._most = most
        self._lines: dict[str, Line] = {}
        self._deaf: Callable[[], None] | None = None
        self._beating: asyncio.Task[None] | None = None
        self._attendance = Attendance()
        self.carrier: Callable[[], fr.Carrier] = fr.Carrier
        self._told = fr.Present()
        self._told_of_carrier = fr.Carrier()
        self._telling: asyncio.Task[None] | None = None

    def __iter__(self) -> Iterator[Line]:
        return iter(tuple(self._lines.values()))

    def __len__(self) -> int:
        return len(self._lines)

    def start(self) -> None:
        """Begins to listen to the switchboard and to beat."""
        self._deaf = self.switchboard.listen(self._hear)
        self._beating = asyncio.create_task(self._beat())
        self._telling = asyncio.create_task(self._tell())

    async def stop(self) -> None:
        """Says `Bye` on every line and gives their carriers a moment to send it."""
        if self._deaf is not None:
            self._deaf()
            self._deaf = None
        for task in (self._beating, self._telling):
            if task is not None:
                task.cancel()
        for line in self:
            line.end("leaving", "The hub is being stopped; this console comes back by itself.")
        waited = 0.0
        while any(line.carried for line in self) and waited < FAREWELL_SECONDS:
            await asyncio.sleep(0.02)
            waited += 0.02
        for line in self:
            self.drop(line)

    def open(self, key: str, agent: Agent, token_hash: str) -> Line:
        """A line for `agent` under a key of its own; raises `Full`.

        Call it without waiting after sign-in, so that no revocation falls in between.
        """
        if len(self._lines) >= self._most:
            raise Full(f"This hub takes {self._most} consoles at once; try again later.")
        side = _Side(
            agent,
            self.switchboard.past,
            limit=self._queue,
            heartbeat=self._heartbeat,
        )
        line = Line(key, token_hash, side, self, asyncio.get_running_loop().time)
        self._lines[key] = line
        return line

    def agents(self) -> set[str]:
        """The names of those with a console whose line is good."""
        return {line.agent.name for line in self if not line.ended}

    def line(self, key: str) -> Line | None:
        """The line opened under `key`, if it is still there."""
        return self._lines.get(key)

    def drop(self, line: Line) -> None:
        """Forgets a line whose carrier is done with it."""
        self._lines.pop(line.key, None)
        self._attendance.leave(line.key)
        line.close()

    def look(self, line: Line, look: fr.Look) -> None:
        """A console says what is on its screen."""
        presence = Presence(line.agent.name, look.conversation, look.typing)
        self._attendance.look(line.key, presence, asyncio.get_running_loop().time())

    def told(self) -> list[fr.Present | fr.Carrier]:
        """What a console is told that comes: what the others were told last."""
        news = self._told_of_carrier
        return [self._told, news] if news != fr.Carrier() else [self._told]

    async def command(self, agent: Agent, ask: fr.Ask) -> Outcome:
        """The switchboard's answer; a fault of the hub's own becomes a refusal."""
        try:
            return await self.switchboard.command(agent, ask.command)
        except Exception as fault:
            # Neither the message nor the command: both may quote a text.
            log.error("%s failed: %s", type(ask.command).__name__, type(fault).__name__)
            return Refused("fault", "The hub failed at this by a fault of its own; see its log.")

    async def tell_of(self, agent: Agent, inquire: fr.Inquire) -> Told:
        """The switchboard's answer to a question; a fault of the hub's own becomes a refusal."""
        try:
            return await self.switchboard.inquire(agent, inquire.question)
        except Exception as fault:
            log.error("%s failed: %s", type(inquire.question).__name__, type(fault).__name__)
            return Refused("fault", "The hub failed at this by a fault of its own; see its log.")

    def _hear(self, events: Sequence[EncodedEvent]) -> None:
        for line in self._lines.values():
            line.offer(events)

    async def _tell(self) -> None:
        """Tells every console who is present and how the carrier is, when that is news and not
        more often than the eye can follow."""
        now = asyncio.get_running_loop().time
        while True:
            await asyncio.sleep(TELLING_SECONDS)
            self._attendance.expire(now())
            present = fr.Present(self._attendance.present())
            if present != self._told:
                self._told = present
                self._tell_all(present)
            carrier = self.carrier()
            if carrier != self._told_of_carrier:
                self._told_of_carrier = carrier
                self._tell_all(carrier)

    def _tell_all(self, told: fr.Present | fr.Carrier) -> None:
        for line in self:
            line.tell(told)

    async def _beat(self) -> None:
        now = asyncio.get_running_loop().time
        while True:
            await asyncio.sleep(self._heartbeat)
            for line in self:
                if line.ended_at and now() - line.ended_at > self.patience:
                    self.drop(line)
                elif now() - line.heard > self.patience:
                    line.end("slow", "Nothing was heard from this console for too long.")
                else:
                    line.beat()
