"""Every frame that hub and console exchange; when one is sent is `hubside`'s and `consoleside`'s.

A message is a JSON array of frames, the same over a WebSocket and over long poll. It is written
in ASCII: a lone half of a surrogate pair, which texters do send, makes strict decoders refuse all.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from tmchat.core.commands import Command, Outcome
from tmchat.core.events import Event
from tmchat.core.plainform import Unreadable, Words, as_sent, one_of, plain, tagged
from tmchat.core.presence import Presence
from tmchat.core.questions import Question, Told
from tmchat.core.records import (
    Agent,
    CannedReply,
    Conversation,
    Entry,
    NumberGroup,
    ReadMark,
    TrackingNumber,
)

VERSION = 1


@dataclass(frozen=True, slots=True)
class Hello:
    """The console's first frame: what it has, so that the hub can send what it lacks.

    `epoch` and `head` are those of the last event applied; empty and 0 ask for a fresh state.
    """

    version: int
    client: str
    epoch: str = ""
    head: int = 0


@dataclass(frozen=True, slots=True)
class Ask:
    """A command; its `Answer` carries the same id."""

    id: int
    command: Command


@dataclass(frozen=True, slots=True)
class WantPage:
    """Asks for entries of a conversation: the newest below `before` (0: the newest of all), or
    the oldest above `after` when that is not 0; at most `limit`."""

    id: int
    conversation: int
    before: int = 0
    after: int = 0
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Inquire:
    """A question; its `Tell` carries the same id."""

    id: int
    question: Question


@dataclass(frozen=True, slots=True)
class Beat:
    """A sign of life. From the hub: its newest event number and its clock in ms UTC.

    `said` is how many frames its sender sent before it on this line (0: not counted), so that the
    other side notices what a proxy swallowed between them.
    """

    head: int
    now: int = 0
    said: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """What the console has on its screen (0: no conversation), and whether somebody types there.

    It is said again now and then: a console that no longer says it no longer looks.
    """

    conversation: int
    typing: bool = False


@dataclass(frozen=True, slots=True)
class Present:
    """Who looks at which conversation, all of it; what was told before is void."""

    here: tuple[Presence, ...] = ()


@dataclass(frozen=True, slots=True)
class Carrier:
    """What holds for replies on their way; what was told before is void, with the line too.

    `listing` says that the carrier has one to look replies up in, `trouble` what is wrong with the
    carrier (empty: nothing).
    """

    listing: bool = False
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Welcome:
    """The hub's first frame. `fresh` says that a whole state follows, otherwise events after the
    console's own head; `run` is new with each start of the hub, `epoch` with each restored backup.
    """

    version: int
    epoch: str
    run: str
    agent: Agent
    head: int
    now: int
    heartbeat: float
    fresh: bool
    desk: str = ""


@dataclass(frozen=True, slots=True)
class Fresh:
    """A part of a whole state, with `part` of them before it; the last one is `last` and names the
    event number it stands for."""

    groups: tuple[NumberGroup, ...] = ()
    numbers: tuple[TrackingNumber, ...] = ()
    conversations: tuple[Conversation, ...] = ()
    marks: tuple[ReadMark, ...] = ()
    canned: tuple[CannedReply, ...] = ()
    head: int = 0
    last: bool = False
    part: int = 0


@dataclass(frozen=True, slots=True)
class Happened:
    """Events in order, each one number above the one before."""

    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of the `Ask` with this id."""

    id: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Page:
    """Entries in order of id; `start`: the first is the conversation's first; `end`: its last."""

    id: int
    conversation: int
    entries: tuple[Entry, ...]
    start: bool = False
    end: bool = False


@dataclass(frozen=True, slots=True)
class Tell:
    """The answer to the `Inquire` with this id."""

    id: int
    told: Told


@dataclass(frozen=True, slots=True)
class Bye:
    """The hub ends the line and says why; `code` is one of `revoked`, `slow`, `lost`, `version`,
    `leaving`, `unreadable`. After `revoked` and `version` coming back is no use."""

    code: str
    sentence: str


Up = Hello | Ask | Inquire | WantPage | Look | Beat
Down = Welcome | Fresh | Happened | Answer | Tell | Page | Present | Carrier | Beat | Bye
tagged(Up)
tagged(Down)


def encode(frames: Iterable[Up | Down]) -> str:
    """One message of `frames`."""
    return join(encode_part(frame) for frame in frames)


def encode_part(value: Any) -> str:
    """One frame or event as it stands inside a message."""
    return json.dumps(plain(value), separators=(",", ":"))


def join(parts: Iterable[str]) -> str:
    """A message of frames already encoded."""
    return "[" + ",".join(parts) + "]"


def happened(events: Sequence[str]) -> str:
    """A `Happened` frame of events already encoded: one event is encoded once for all consoles."""
    return '{"is":"Happened","events":[' + ",".join(events) + "]}"


def decode_up(message: str | bytes) -> list[Up]:
    """The frames of a console's message; raises `Unreadable`."""
    return cast(list[Up], _decode(Up, message, as_sent))


def decode_down(message: str | bytes, words: Words) -> list[Down]:
    """The frames of a hub's message, every text passed through `words`; raises `Unreadable`."""
    return cast(list[Down], _decode(Down, message, words))


def _decode(union: Any, message: str | bytes, words: Words) -> list[Any]:
    try:
        forms = json.loads(message)
    except (ValueError, RecursionError):
        raise Unreadable("the message is not JSON") from None
    if not isinstance(forms, list):
        raise Unreadable("the message is not a list of frames")
    try:
        return [one_of(union, form, words) for form in forms]
    except RecursionError:
        raise Unreadable("the message is nested too deeply") from None
