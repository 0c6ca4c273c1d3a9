"""The hub's end of one console's line, without sockets; deciding commands is the switchboard's."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from tmchat.core.inbox import Snapshot
from tmchat.core.plainform import Unreadable
from tmchat.core.records import Agent
from tmchat.protocol import frames as fr

PART = 500  # records in one part of a fresh state: a few milliseconds of encoding
LONGEST_PAGE = 500


@dataclass(frozen=True, slots=True)
class EncodedEvent:
    """An event with its number, encoded once for all consoles."""

    n: int
    text: str


class Past(Protocol):
    """What the hub knows when a console comes back."""

    @property
    def epoch(self) -> str: ...
    @property
    def run(self) -> str: ...
    @property
    def head(self) -> int: ...

    def since(self, head: int) -> Sequence[EncodedEvent] | None:
        """The events after `head`, or None when they are no longer at hand."""

    def snapshot(self, agent: str) -> Snapshot: ...


Wanted = fr.Ask | fr.Inquire | fr.WantPage | fr.Look


class HubSide:
    """One console's line: takes its messages, keeps what waits for it, bounded.

    `limit` is the number of events that may wait before the console counts as too slow.
    """

    def __init__(
        self, agent: Agent, past: Past, *, limit: int, heartbeat: float, desk: str = ""
    ) -> None:
        self.agent = agent
        self.client = ""
        self.greeted = False
        self.overflowed = False
        self._past = past
        self._limit = limit
        self._heartbeat = heartbeat
        self._desk = desk
        self._waiting: deque[Callable[[], str] | fr.Down] = deque()
        self._events: list[str] = []
        self._unsent = 0
        self._said = 0
        self._heard = 0

    def receive(self, message: str | bytes, now: int) -> list[Wanted]:
        """What the console asks for in `message`; a `Hello` is answered here. `now` in ms UTC.

        A message that cannot be read, or asks before `Hello`, says `Bye` and asks for nothing.
        """
        try:
            ups = fr.decode_up(message)
        except Unreadable:
            self.say(fr.Bye("unreadable", "The hub could not read what this console sent."))
            return []
        wanted: list[Wanted] = []
        for up in ups:
            if isinstance(up, fr.Hello):
                self._greet(up, now)
            elif not self.greeted:
                self.say(fr.Bye("unreadable", "The first frame must be Hello."))
                return []
            elif isinstance(up, fr.Beat):
                if up.said not in (0, self._heard):
                    self.say(fr.Bye("lost", "What this console sent was lost; it comes back."))
                    return wanted
            else:
                wanted.append(up)
            self._heard += 1
        return wanted

    def say(self, frame: fr.Down) -> None:
        """Puts a frame behind what waits."""
        self._flush_events()
        self._waiting.append(frame)

    def tell(self, told: fr.Present | fr.Carrier) -> None:
        """Puts it behind what waits, in place of what of its kind was to be told before."""
        if self.greeted and not self.overflowed:
            stays = (one for one in self._waiting if type(one) is not type(told))
            self._waiting = deque(stays)
            self.say(told)

    def offer(self, event: EncodedEvent) -> None:
        """Puts an event behind what waits; more than the limit and the line overflows."""
        if not self.greeted or self.overflowed:
            return
        if self._unsent >= self._limit:
            self.overflowed = True
            self._waiting.clear()
            self._events.clear()
            self._waiting.append(
                fr.Bye("slow", "This console was too slow to keep up; it comes back by itself.")
            )
            return
        self._events.append(event.text)
        self._unsent += 1

    def beat(self, now: int) -> None:
        """Puts a sign of life behind what waits."""
        if self.greeted:
            self.say(fr.Beat(self._past.head, now))

    @property
    def pending(self) -> bool:
        """Whether anything waits to be sent."""
        return bool(self._waiting or self._events)

    def take(self) -> str | None:
        """All that waits as one message, or None; a fresh state comes part by part."""
        if not self._waiting:
            self._flush_events()
        if not self._waiting:
            return None
        parts: list[str] = []
        while self._waiting:
            one = self._waiting.popleft()
            self._said += 1
            if isinstance(one, fr.Beat):
                one = replace(one, said=self._said - 1)
            if not callable(one):
                parts.append(fr.encode_part(one))
                continue
            parts.append(one())
            break  # a large part goes alone, so that encoding never holds the loop for long
        return fr.join(parts)

    def _flush_events(self) -> None:
        if self._events:
            events, self._events = self._events, []
            self._waiting.append(partial(self._offered, events))

    def _offered(self, events: list[str]) -> str:
        self._unsent -= len(events)
        return fr.happened(events)

    def _greet(self, hello: fr.Hello, now: int) -> None:
        if hello.version != fr.VERSION:
            sentence = f"The hub speaks version {fr.VERSION}, this console {hello.version}."
            self.say(fr.Bye("version", sentence + " Install the same tmchat on both."))
            return
        self.client = hello.client
        past = self._past
        known = past.since(hello.head) if hello.epoch == past.epoch and hello.head else None
        self.greeted = True
        self.say(
            fr.Welcome(
                fr.VERSION,
                past.epoch,
                past.run,
                self.agent,
                past.head,
                now,
                self._heartbeat,
                fresh=known is None,
                desk=self._desk,
            )
        )
        if known is not None:
            for start in range(0, len(known), PART):
                batch = [event.text for event in known[start : start + PART]]
                self._waiting.append(partial(fr.happened, batch))
            return
        for number, part in enumerate(_parts(past.snapshot(self.agent.name))):
            self._waiting.append(partial(fr.encode_part, replace(part, part=number)))


def _parts(snapshot: Snapshot) -> Iterator[fr.Fresh]:
    yield fr.Fresh(groups=snapshot.groups)
    for start in range(0, len(snapshot.numbers), PART):
        yield fr.Fresh(numbers=snapshot.numbers[start : start + PART])
    for start in range(0, len(snapshot.conversations), PART):
        yield fr.Fresh(conversations=snapshot.conversations[start : start + PART])
    for start in range(0, len(snapshot.marks), 4 * PART):
        yield fr.Fresh(marks=snapshot.marks[start : start + 4 * PART])
    for start in range(0, len(snapshot.canned), PART):
        yield fr.Fresh(canned=snapshot.canned[start : start + PART])
    yield fr.Fresh(head=snapshot.head, last=True)
