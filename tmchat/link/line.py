"""The one line to the hub, kept up for as long as the console runs; what comes is the desk's."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from tmchat.core.commands import AddNote, Command, Outcome, Refused, Repeatable, SendReply
from tmchat.core.plainform import Words
from tmchat.core.questions import Question, Told
from tmchat.link.wire import Wire, WireBroken
from tmchat.protocol.backoff import Backoff
from tmchat.protocol.consoleside import (
    Answered,
    ConsoleSide,
    EventsCame,
    Informed,
    LineUseless,
    PageCame,
    StateReplaced,
    Update,
    Welcomed,
)


class LineState(StrEnum):
    """How the line stands, as the banner and the status bar say it."""

    CONNECTING = "connecting"
    BEHIND = "catching up"
    LIVE = "live"
    OFFLINE = "offline"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class LineChanged:
    """The line stands otherwise; `sentence` says why where it is not live."""

    state: LineState
    sentence: str = ""
    behind: int = 0
    wire: str = ""


UNDECIDED = "undecided"
"""The code of a refusal by the line itself, where the hub may have carried the command out."""

_NOT_TOLD = Refused("offline", "The hub cannot be asked while the line is down.")

Connect = Callable[[], Awaitable[Wire]]
Hear = Callable[[Update | LineChanged], None]


@dataclass(slots=True)
class _Pending:
    command: Command
    answer: "asyncio.Future[Outcome]"
    asked: bool = False


class Line:
    """Connects, follows, comes back. `hear` gets every update in order, in the same task.

    `connects` are the ways to connect, tried in order when one is unfit. Replies and notes carry a
    `client_ref`, so they are held while the line is down and asked again when it is back; every
    other command is refused at once while nobody is there to decide it.
    """

    def __init__(
        self,
        connects: list[Connect],
        hear: Hear,
        *,
        client: str,
        words: Words,
        clock: Callable[[], float],
        random: Random,
    ) -> None:
        self._connects = connects
        self._hear = hear
        self._clock = clock
        self._side = ConsoleSide(client, words)
        self._backoff = Backoff(random)
        self._wire: Wire | None = None
        self._state = LineState.CONNECTING
        self._sentence = ""
        self._waiting: dict[int, _Pending] = {}
        self._held: list[_Pending] = []
        self._pages: dict[int, asyncio.Future[PageCame | None]] = {}
        self._questions: dict[int, asyncio.Future[Told]] = {}
        self._sends: set[asyncio.Task[None]] = set()

    @property
    def state(self) -> LineState:
        """How the line stands."""
        return self._state

    async def run(self) -> None:
        """Keeps the line up until cancelled or refused for good."""
        while True:
            try:
                broken = await self._follow(await self._connect())
            except WireBroken as fault:
                broken = fault
            finally:
                wire, self._wire = self._wire, None
                if wire is not None:
                    await wire.abort()
            if broken.refused:
                self._lost(LineState.REFUSED, broken.sentence)
                return
            self._lost(LineState.OFFLINE, broken.sentence)
            await asyncio.sleep(self._backoff.next())

    async def ask(self, command: Command) -> Outcome:
        """The hub's answer to `command`; never raises, a dead line is a refusal `offline`."""
        pending = _Pending(command, asyncio.get_running_loop().create_future())
        if self._state is LineState.LIVE:
            self._ask(pending)
        elif self._state is LineState.REFUSED:
            return Refused("refused", self._sentence)
        elif isinstance(command, SendReply | AddNote):
            self._held.append(pending)
        else:
            return Refused("offline", "Not connected to the hub; try again when the line is back.")
        return await pending.answer

    async def inquire(self, question: Question) -> Told:
        """The hub's answer to `question`; never raises, a line that breaks is a refusal."""
        if self._wire is None:
            return _NOT_TOLD
        future: asyncio.Future[Told] = asyncio.get_running_loop().create_future()
        id, message = self._side.inquire(question)
        self._questions[id] = future
        self._send(message)
        return await future

    def look(self, conversation: int, *, typing: bool) -> None:
        """Tells the hub what is on screen (0: no conversation), while the line is up."""
        if self._state is LineState.LIVE:
            self._send(self._side.look(conversation, typing=typing))

    async def page(
        self, conversation: int, *, before: int = 0, after: int = 0, limit: int = 50
    ) -> PageCame | None:
        """A page of a conversation, or None when the line broke before it came."""
        if self._wire is None:
            return None
        future: asyncio.Future[PageCame | None] = asyncio.get_running_loop().create_future()
        id, message = self._side.want_page(conversation, before=before, after=after, limit=limit)
        self._pages[id] = future
        self._send(message)
        return await future

    async def _connect(self) -> Wire:
        """The first way that gets through; an unfit way is only left for this once."""
        last = WireBroken("There is no way to the hub.")
        for connect in self._connects:
            try:
                return await connect()
            except WireBroken as fault:
                last = fault
                if not fault.unfit:
                    raise
        raise last

    async def _follow(self, wire: Wire) -> WireBroken:
        """Follows one connection to its end, whose reason is returned or raised."""
        self._wire = wire
        # Never waited for: on a line that swallows what is sent, silence must still be noticed.
        self._send(self._side.connected(self._clock()))
        receiving: asyncio.Task[str | bytes] | None = None
        try:
            while True:
                receiving = receiving or asyncio.ensure_future(wire.receive())
                wait = max(0.0, self._side.deadline() - self._clock())
                done, _ = await asyncio.wait([receiving], timeout=wait)
                if done:
                    message, receiving = receiving.result(), None
                    self._take(self._side.receive(message, self._clock()))
                    continue
                if self._side.overdue(self._clock()):
                    return WireBroken("The hub has been silent for too long.")
                beat = self._side.beat(self._clock())
                if beat is not None:
                    self._send(beat)
        finally:
            if receiving is not None:
                receiving.cancel()
                # A wire that is being aborted may end it by its own fault instead.
                receiving.add_done_callback(_heed)

    def _take(self, updates: list[Update]) -> None:
        for update in updates:
            match update:
                case LineUseless():
                    raise WireBroken(update.sentence, refused=update.final)
                case Answered():
                    pending = self._waiting.pop(update.id, None)
                    if pending is not None and not pending.answer.done():
                        pending.answer.set_result(update.outcome)
                    continue
                case PageCame():
                    future = self._pages.pop(update.id, None)
                    if future is not None and not future.done():
                        future.set_result(update)
                    continue
                case Informed():
                    asked = self._questions.pop(update.id, None)
                    if asked is not None and not asked.done():
                        asked.set_result(update.told)
                    continue
            self._hear(update)
            if isinstance(update, Welcomed):
                self._backoff.reset()
                self._level(update.behind, fresh=update.fresh)
            elif isinstance(update, EventsCame):
                self._level(update.behind)
            elif isinstance(update, StateReplaced):
                self._level(self._side.behind)

    def _level(self, behind: int, *, fresh: bool = False) -> None:
        """Live once nothing known is missing: a reply over less would be a stale one."""
        if fresh or (behind and self._state is not LineState.LIVE):
            self._turn(LineState.BEHIND, behind=behind)
            return
        self._turn(LineState.LIVE)
        held, self._held = self._held, []
        for pending in held:
            self._ask(pending)

    def _ask(self, pending: _Pending) -> None:
        pending.asked = True
        id, message = self._side.ask(pending.command)
        self._waiting[id] = pending
        self._send(message)

    def _send(self, message: str) -> None:
        wire = self._wire
        if wire is None:
            return
        task = asyncio.ensure_future(_send_quietly(wire, message))
        self._sends.add(task)
        task.add_done_callback(self._sends.discard)

    def _lost(self, state: LineState, sentence: str) -> None:
        open_ones = [*self._held, *self._waiting.values()]
        self._held, self._waiting = [], {}
        for pending in open_ones:
            if pending.answer.done():
                continue
            if isinstance(pending.command, Repeatable) and state is not LineState.REFUSED:
                self._held.append(pending)
            elif pending.asked:
                broke = Refused(UNDECIDED, "The line broke before the answer.")
                pending.answer.set_result(broke)
            else:
                pending.answer.set_result(Refused("refused", sentence))
        pages, self._pages = self._pages, {}
        for future in pages.values():
            if not future.done():
                future.set_result(None)
        questions, self._questions = self._questions, {}
        for asked in questions.values():
            if not asked.done():
                asked.set_result(_NOT_TOLD)
        self._turn(state, sentence)

    def _turn(self, state: LineState, sentence: str = "", *, behind: int = 0) -> None:
        if state is self._state and state in (LineState.LIVE, LineState.REFUSED):
            return
        self._state, self._sentence = state, sentence
        wire = self._wire.kind if self._wire is not None else ""
        self._hear(LineChanged(state, sentence, behind, wire))


def _heed(task: "asyncio.Task[str | bytes]") -> None:
    """Takes note of how a task ended that nobody waits for any more."""
    if not task.cancelled():
        task.exception()


async def _send_quietly(wire: Wire, message: str) -> None:
    """A broken send is noticed by the receiving side, which then brings the line back."""
    try:
        await wire.send(message)
    except WireBroken:
        await wire.abort()
