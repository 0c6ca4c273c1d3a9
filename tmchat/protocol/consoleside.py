"""The console's end of the line, without sockets; connecting and waiting is `link`'s."""

from dataclasses import dataclass

from tmchat.core.commands import Command, Outcome
from tmchat.core.events import Event
from tmchat.core.inbox import Snapshot
from tmchat.core.plainform import Unreadable, Words
from tmchat.core.presence import Presence
from tmchat.core.questions import Question, Told
from tmchat.core.records import Agent, Entry
from tmchat.protocol import frames as fr

SILENCE = 25.0  # seconds without a frame after which the line counts as broken


@dataclass(frozen=True, slots=True)
class Welcomed:
    """The hub took the console in; `behind` events are still to come unless `fresh`."""

    agent: Agent
    desk: str
    now: int
    behind: int
    fresh: bool


@dataclass(frozen=True, slots=True)
class StateReplaced:
    """A whole state came: what the console had is void, its pages may lack entries."""

    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class EventsCame:
    """The next events, in order and without a hole."""

    events: tuple[Event, ...]
    behind: int


@dataclass(frozen=True, slots=True)
class Answered:
    """The hub's answer to the command asked under `id`."""

    id: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Informed:
    """The hub's answer to the question asked under `id`."""

    id: int
    told: Told


@dataclass(frozen=True, slots=True)
class PageCame:
    """The page asked for under `id`."""

    id: int
    conversation: int
    entries: tuple[Entry, ...]
    start: bool
    end: bool


@dataclass(frozen=True, slots=True)
class ClockTold:
    """The hub's clock in ms UTC, as it was when the frame left."""

    now: int


@dataclass(frozen=True, slots=True)
class PresenceTold:
    """Who looks at which conversation and who types there; void with the connection."""

    here: tuple[Presence, ...]


@dataclass(frozen=True, slots=True)
class CarrierTold:
    """Whether the carrier has a listing, and what is wrong with it; void with the connection."""

    listing: bool = False
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class LineUseless:
    """The line is of no use any more and has to be made again, unless `final`."""

    code: str
    sentence: str
    final: bool = False


Update = (
    Welcomed
    | StateReplaced
    | EventsCame
    | Answered
    | Informed
    | PageCame
    | PresenceTold
    | CarrierTold
    | ClockTold
    | LineUseless
)

_FINAL = frozenset({"revoked", "version"})


class ConsoleSide:
    """Follows one desk through any number of connections.

    `words` is applied to every text that comes in. Times are seconds of a monotonic clock.
    """

    def __init__(self, client: str, words: Words) -> None:
        self.head = 0
        self.epoch = ""
        self._client = client
        self._words = words
        self._ids = 0
        self._hub_head = 0
        self._heard = 0.0
        self._beaten = 0.0
        self._heartbeat = 10.0
        self._said = 0
        self._told = 0
        self._parts: list[fr.Fresh] = []
        self._fresh_due = False

    @property
    def behind(self) -> int:
        """How many events the hub is known to have that have not come."""
        return max(0, self._hub_head - self.head)

    def connected(self, now: float) -> str:
        """A connection is there: the message to send first."""
        self._heard = self._beaten = now
        self._fresh_due = False
        self._said = self._told = 0
        return self._say(fr.Hello(fr.VERSION, self._client, self.epoch, self.head))

    def ask(self, command: Command) -> tuple[int, str]:
        """The id under which the answer will come, and the message to send."""
        self._ids += 1
        return self._ids, self._say(fr.Ask(self._ids, command))

    def inquire(self, question: Question) -> tuple[int, str]:
        """The id under which the answer will come, and the message to send."""
        self._ids += 1
        return self._ids, self._say(fr.Inquire(self._ids, question))

    def want_page(
        self, conversation: int, *, before: int = 0, after: int = 0, limit: int = 50
    ) -> tuple[int, str]:
        """The id under which the page will come, and the message to send."""
        self._ids += 1
        return self._ids, self._say(fr.WantPage(self._ids, conversation, before, after, limit))

    def look(self, conversation: int, *, typing: bool) -> str:
        """The message that says what is on screen."""
        return self._say(fr.Look(conversation, typing))

    def deadline(self) -> float:
        """When `overdue` or `beat` has to be asked next."""
        return min(self._heard + SILENCE, self._beaten + self._heartbeat)

    def overdue(self, now: float) -> bool:
        """Whether the hub has been silent too long: the connection is to be cut."""
        return now - self._heard >= SILENCE

    def beat(self, now: float) -> str | None:
        """A sign of life to send, when it is time for one."""
        if now - self._beaten < self._heartbeat:
            return None
        self._beaten = now
        return self._say(fr.Beat(self.head, said=self._said))

    def receive(self, message: str | bytes, now: float) -> list[Update]:
        """What a message of the hub brings."""
        self._heard = now
        try:
            downs = fr.decode_down(message, self._words)
        except Unreadable as fault:
            return [
                LineUseless("unreadable", f"The hub sent what this console cannot read: {fault}.")
            ]
        updates: list[Update] = []
        for down in downs:
            updates.extend(self._take(down))
            self._told += 1
            if updates and isinstance(updates[-1], LineUseless):
                break
        return updates

    def _say(self, frame: fr.Up) -> str:
        self._said += 1
        return fr.encode([frame])

    def _take(self, down: fr.Down) -> list[Update]:
        match down:
            case fr.Welcome():
                return [self._welcome(down)]
            case fr.Fresh():
                return self._fresh(down)
            case fr.Happened():
                return self._happened(down.events)
            case fr.Answer():
                return [Answered(down.id, down.outcome)]
            case fr.Tell():
                return [Informed(down.id, down.told)]
            case fr.Page():
                page = PageCame(down.id, down.conversation, down.entries, down.start, down.end)
                return [page]
            case fr.Present():
                return [PresenceTold(down.here)]
            case fr.Carrier():
                return [CarrierTold(down.listing, down.trouble)]
            case fr.Beat():
                if down.said not in (0, self._told):
                    return [
                        LineUseless("hole", "A frame was lost on the way; asking the hub again.")
                    ]
                self._hub_head = max(self._hub_head, down.head)
                return [ClockTold(down.now)]
            case fr.Bye():
                return [LineUseless(down.code, down.sentence, down.code in _FINAL)]

    def _welcome(self, welcome: fr.Welcome) -> Update:
        self._heartbeat = max(0.05, welcome.heartbeat)
        self._hub_head = welcome.head
        self.epoch = welcome.epoch
        self._parts, self._fresh_due = [], welcome.fresh
        if welcome.fresh:
            # A line cut before the last part must ask for a whole state again.
            self.head = 0
        return Welcomed(welcome.agent, welcome.desk, welcome.now, self.behind, fresh=welcome.fresh)

    def _fresh(self, part: fr.Fresh) -> list[Update]:
        if not self._fresh_due or part.part < len(self._parts):
            return []
        if part.part > len(self._parts):
            return [LineUseless("hole", "A part of the desk was missed; asking the hub again.")]
        self._parts.append(part)
        if not part.last:
            return []
        parts, self._parts, self._fresh_due = self._parts, [], False
        self.head = part.head
        self._hub_head = max(self._hub_head, part.head)
        snapshot = Snapshot(
            part.head,
            tuple(group for one in parts for group in one.groups),
            tuple(number for one in parts for number in one.numbers),
            tuple(conv for one in parts for conv in one.conversations),
            tuple(mark for one in parts for mark in one.marks),
            tuple(reply for one in parts for reply in one.canned),
        )
        return [StateReplaced(snapshot)]

    def _happened(self, events: tuple[Event, ...]) -> list[Update]:
        news: list[Event] = []
        holed = False
        for event in events:
            if event.n <= self.head:
                continue
            if event.n != self.head + 1 or self._fresh_due:
                # A hole can only be mended by asking again from the last event applied.
                holed = True
                break
            self.head = event.n
            news.append(event)
        self._hub_head = max(self._hub_head, self.head)
        updates: list[Update] = [EventsCame(tuple(news), self.behind)] if news else []
        if holed:
            updates.append(LineUseless("hole", "An event was missed; asking the hub again."))
        return updates
