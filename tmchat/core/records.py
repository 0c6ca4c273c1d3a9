"""What the desk is made of: conversations, entries, numbers, agents; how they change is `inbox`'s.

Times are milliseconds UTC since the epoch, by the hub's clock. Phone numbers are E.164. Ids of
conversations and entries are the numbers of the events that made them, so a larger id is later.
Texts and names hold what was sent on the hub, and only what `text.clean` lets through on a console.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tmchat.core.hours import Answering


class Role(StrEnum):
    """What an agent is on this desk; what each may do is the table in `roles`."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody who signs in; the name is unique on the desk and never changes."""

    name: str
    role: Role


class OptOutScope(StrEnum):
    """How far an opt-out reaches: the tracking number it came on, or every one of the account."""

    NUMBER = "number"
    ACCOUNT = "account"


class EntryKind(StrEnum):
    """What one line of a timeline is."""

    TEXT = "text"
    REPLY = "reply"
    AUTO_REPLY = "auto-reply"
    NOTE = "note"
    SCHEDULED = "scheduled"
    LINE = "line"


class Delivery(StrEnum):
    """How far a reply has come; `UNKNOWN` is a state of its own (CONTRACT 15.2).

    `SCHEDULED` and `HELD` are only of an entry of the kind `SCHEDULED`, for which `SENT` says that
    it went to the outbox as an entry of its own, and `FAILED` that it never will.
    """

    SCHEDULED = "scheduled"
    HELD = "held"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a conversation. `at` is the hub's time, `sent_at` the carrier's (0: not told).

    `late`, `overtaken_by` and `received_at` are those of `events.TextArrived`.
    `decided` is as in `DeliveryChanged`, `anyway` as in `ReplyQueued`. `due` is the time that the
    entry speaks of, ms UTC.
    """

    id: int
    at: int
    kind: EntryKind
    text: str = ""
    by: str = ""
    sent_at: int = 0
    media: tuple[str, ...] = ()
    delivery: Delivery | None = None
    reason: str = ""
    client_ref: str = ""
    late: bool = False
    overtaken_by: int = 0
    received_at: int = 0
    decided: int = 0
    due: int = 0
    anyway: bool = False


@dataclass(frozen=True, slots=True)
class Attribution:
    """What brought the texter: the advertisement's marks as Telmetrics reports them."""

    rule: str = ""
    campaign: str = ""
    keyword: str = ""
    source: str = ""
    medium: str = ""
    landing_page: str = ""
    referrer: str = ""
    tag: str = ""


NOT_ATTRIBUTED = Attribution()


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A reply of `by` that is to go out at `due` (ms UTC) and stands in the timeline as `entry`;
    `held` is why it did not go out at its time and waits for an agent."""

    entry: int
    due: int
    text: str
    client_ref: str
    by: str
    held: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """All that one texter and one tracking number ever said to each other, summed up.

    `waiting_entry` is the oldest text that nobody answered and `waiting_since` its time, 0 when
    none waits on us; `answered_entry` and `answered_wait` are what they were before replies that
    have not arrived yet, the first of which was `answered_by`. `auto_replied_at` is the time of the
    newest auto-reply. `inbound` counts texts from the texter; a read mark holds that count at its
    time. `last_said` is the newest entry that somebody wrote, `last_text` the newest text,
    `last_reply` the newest reply, `last_reply_by` its agent (empty: an auto-reply) and
    `last_reply_other` the newest reply by anybody else.
    `trouble` is the newest reply that failed or is unknown, as `trouble_is` says; `unknown` are the
    replies of unknown delivery about which nobody has decided. `opted_out` locks replies;
    `opt_out_keyword` and `opt_out_entry` are what said so, on whichever tracking number. `asks_out`
    is a text that may ask for no more texts and that nobody has judged yet. `given_back_from` is
    the agent whom the hub took it from at `given_back_at`, until somebody claims it.

    `snoozed_by` is the agent who put it off, empty when nobody did, until `snoozed_until` (0: until
    the next text); meanwhile nothing waits, and `snoozed_wait` and `snoozed_entry` keep what did.
    `scheduled` are replies for later, in the order in which they were written.

    By the carrier's clock, 0 where it told none: `last_text_sent` is when `last_text` was sent,
    `last_sent` when the newest of all texts was, `opt_out_sent` when the opt-out was; `opt_out_at`
    is the hub's own time of it.
    """

    id: int
    texter: str
    number: str
    opened_at: int = 0
    name: str = ""
    place: str = ""
    attribution: Attribution = NOT_ATTRIBUTED
    holder: str = ""
    held_since: int = 0
    given_back_from: str = ""
    given_back_at: int = 0
    closed: bool = False
    opted_out: bool = False
    opt_out_keyword: str = ""
    opt_out_entry: int = 0
    opt_out_sent: int = 0
    opt_out_at: int = 0
    asks_out: int = 0
    last_entry: int = 0
    last_at: int = 0
    last_kind: EntryKind = EntryKind.LINE
    last_line: str = ""
    last_said: int = 0
    last_text: int = 0
    last_text_sent: int = 0
    last_sent: int = 0
    last_reply: int = 0
    last_reply_by: str = ""
    last_reply_other: int = 0
    waiting_since: int = 0
    waiting_entry: int = 0
    answered_wait: int = 0
    answered_entry: int = 0
    answered_by: int = 0
    snoozed_by: str = ""
    snoozed_until: int = 0
    snoozed_wait: int = 0
    snoozed_entry: int = 0
    scheduled: tuple[Scheduled, ...] = ()
    auto_replied_at: int = 0
    inbound: int = 0
    trouble: int = 0
    trouble_is: Delivery | None = None
    unknown: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadMark:
    """How far one agent has read a conversation: the newest entry seen, the inbound texts to it."""

    conversation: int
    upto: int = 0
    inbound: int = 0


@dataclass(frozen=True, slots=True)
class NumberGroup:
    """A number group: the advertiser or branch that tracking numbers belong to."""

    id: int
    name: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class CannedReply:
    """A text that is written often, found by its `title`, which is unique within its set."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class TrackingNumber:
    """A number on an advertisement. `route` and `route_before` are plain forms of `routes`.

    `attached` says that its SMS route points at this desk; `route_before` is then what it had.
    `answering` is the desk's own auto-reply, which Telmetrics knows nothing of.
    """

    number: str
    id: int = 0
    name: str = ""
    group: int = 0
    pool: int = 0
    status: str = ""
    termination: str = ""
    attached: bool = False
    route: Any = None
    route_before: Any = None
    answering: Answering | None = None
