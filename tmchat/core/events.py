"""What has happened on the desk, in the past tense; what follows from it is `inbox`'s.

An `Event` is one happening with its number: 1, 2, 3... without gaps for one desk, in the order in
which the hub committed them.
"""

from dataclasses import dataclass

from tmchat.core.hours import Answering
from tmchat.core.plainform import tagged
from tmchat.core.records import NOT_ATTRIBUTED, Attribution, Delivery, NumberGroup, TrackingNumber
from tmchat.core.setup.plans import Plan, Target


@dataclass(frozen=True, slots=True)
class ConversationOpened:
    """A texter wrote to a tracking number for the first time; its number is the conversation id."""

    texter: str
    number: str
    name: str = ""
    place: str = ""
    attribution: Attribution = NOT_ATTRIBUTED


@dataclass(frozen=True, slots=True)
class TexterDescribed:
    """More became known of a texter or of what brought them; empty fields say nothing."""

    conversation: int
    name: str = ""
    place: str = ""
    attribution: Attribution = NOT_ATTRIBUTED


@dataclass(frozen=True, slots=True)
class TextArrived:
    """A texter's text reached the hub.

    `late` says that it did so long after it was sent, or after a text sent later, which then was
    sent at `overtaken_by`; both are by the carrier's clock, as `sent_at` is. `received_at` is when
    its payload came, by the hub's clock, where it could be read only now (0 otherwise).
    """

    conversation: int
    text: str
    sent_at: int = 0
    media: tuple[str, ...] = ()
    late: bool = False
    overtaken_by: int = 0
    received_at: int = 0


@dataclass(frozen=True, slots=True)
class ReplyQueued:
    """A reply was accepted and its intent is on disk; `by` is empty for an auto-reply, `anyway`
    says that it was sent although the conversation had moved on."""

    conversation: int
    text: str
    client_ref: str
    by: str = ""
    anyway: bool = False


@dataclass(frozen=True, slots=True)
class DeliveryChanged:
    """A reply came further, or did not; `reason` is one sentence where it failed or is unknown.

    `decided` is the number of the last event that decided about it while it was unknown, 0 for
    none: what is told with a lower one belongs to an attempt that is no longer of interest.
    """

    conversation: int
    entry: int
    delivery: Delivery
    reason: str = ""
    decided: int = 0


@dataclass(frozen=True, slots=True)
class ReplyResent:
    """An agent had a reply queued again though it may have arrived."""

    conversation: int
    entry: int
    by: str
    client_ref: str = ""


@dataclass(frozen=True, slots=True)
class ReplyMissed:
    """The carrier's listing lacked a reply that may have arrived: it was queued again."""

    conversation: int
    entry: int


@dataclass(frozen=True, slots=True)
class UnknownLeft:
    """An agent left it unknown whether a reply arrived."""

    conversation: int
    entry: int
    by: str


@dataclass(frozen=True, slots=True)
class NoteAdded:
    """An agent wrote a note that the texter never sees."""

    conversation: int
    text: str
    by: str
    client_ref: str = ""


@dataclass(frozen=True, slots=True)
class ConversationClaimed:
    """An agent took an unheld conversation."""

    conversation: int
    by: str


@dataclass(frozen=True, slots=True)
class ConversationTakenOver:
    """An agent took a conversation that another held."""

    conversation: int
    by: str
    holder: str


@dataclass(frozen=True, slots=True)
class ConversationReleased:
    """A conversation was given back to the queue; `holder` is who had held it."""

    conversation: int
    by: str
    holder: str


@dataclass(frozen=True, slots=True)
class ConversationGivenBack:
    """The hub took a conversation from `holder` and gave it back to the queue; `why`, in a word,
    follows "was": their consoles were gone for too long."""

    conversation: int
    holder: str
    why: str


@dataclass(frozen=True, slots=True)
class ConversationClosed:
    """A conversation was put away; a further text reopens it."""

    conversation: int
    by: str


@dataclass(frozen=True, slots=True)
class ConversationReopened:
    """A closed conversation came back; `by` is empty when a text brought it back."""

    conversation: int
    by: str = ""


@dataclass(frozen=True, slots=True)
class ConversationRead:
    """An agent's read mark was set, forward or back."""

    conversation: int
    agent: str
    upto: int
    inbound: int


@dataclass(frozen=True, slots=True)
class TexterOptedOut:
    """A texter asked for no more texts from a tracking number; `entry` is the text that said so.

    `by` is the agent who recorded it, empty where a keyword spoke for itself; `elsewhere` says that
    it was said on another tracking number.
    """

    conversation: int
    keyword: str
    entry: int
    by: str = ""
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class TexterOptedIn:
    """A texter who had opted out asked for texts again; `elsewhere`: on another tracking number."""

    conversation: int
    keyword: str
    entry: int
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class OptOutSuspected:
    """The text `entry` may ask for no more texts; nothing is locked until an agent says so."""

    conversation: int
    entry: int


@dataclass(frozen=True, slots=True)
class OptOutDismissed:
    """An agent judged that the text `entry` does not ask for an end of texts."""

    conversation: int
    entry: int
    by: str


@dataclass(frozen=True, slots=True)
class HelpAsked:
    """A texter sent a keyword that asks who texts them and how to end it."""

    conversation: int
    keyword: str
    entry: int


@dataclass(frozen=True, slots=True)
class NumberListed:
    """A tracking number became known, or what is known of it changed."""

    number: TrackingNumber


@dataclass(frozen=True, slots=True)
class NumberUnlisted:
    """A tracking number is gone from the account."""

    number: str


@dataclass(frozen=True, slots=True)
class GroupListed:
    """A number group became known, or what is known of it changed."""

    group: NumberGroup


@dataclass(frozen=True, slots=True)
class AnsweringSet:
    """The desk's own auto-reply of a tracking number was set, or changed."""

    number: str
    answering: Answering
    by: str
    before: Answering | None = None


@dataclass(frozen=True, slots=True)
class NumberAttached:
    """A number's SMS route was pointed at this desk; the record holds the route it had."""

    number: TrackingNumber
    by: str
    intent: int = 0


@dataclass(frozen=True, slots=True)
class NumberDetached:
    """A number was given back: its SMS route is what it was before."""

    number: TrackingNumber
    by: str
    intent: int = 0


@dataclass(frozen=True, slots=True)
class GroupUnlisted:
    """A number group is gone from the account."""

    group: int


@dataclass(frozen=True, slots=True)
class ChangeIntended:
    """Telmetrics is about to be asked for a change; what came of it is a later event that names
    this one as its `intent`.

    `asked` is the command's name, `words` what is wanted in short. `target` is what changes, or the
    group that something is ordered into and `label` the name it gets; `count` is how many numbers a
    pool is to have afterwards.
    """

    asked: str
    target: Target
    label: str
    by: str
    words: str = ""
    plan: Plan | None = None
    undoes: int = 0
    count: int = 0
    client_ref: str = ""


@dataclass(frozen=True, slots=True)
class ChangeFailed:
    """What was intended as event `intent` was not carried out, for the reason in `words`.

    `certain` says that Telmetrics did not act on it and will not: it may be asked again.
    """

    intent: int
    target: Target
    label: str
    by: str
    words: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class SetupChanged:
    """A plan was carried out at Telmetrics; `undoes` is the event that it took back, 0: none."""

    plan: Plan
    by: str
    undoes: int = 0
    intent: int = 0


@dataclass(frozen=True, slots=True)
class SetupMade:
    """A number, pool or group was ordered or made, or a pool grew; `words` says it in short."""

    target: Target
    label: str
    by: str
    words: str
    intent: int = 0


@dataclass(frozen=True, slots=True)
class SetupRemoved:
    """A number was released, or a group removed; `words` says it in short."""

    target: Target
    label: str
    by: str
    words: str
    intent: int = 0


Happening = (
    ConversationOpened
    | TexterDescribed
    | TextArrived
    | ReplyQueued
    | DeliveryChanged
    | ReplyResent
    | ReplyMissed
    | UnknownLeft
    | NoteAdded
    | ConversationClaimed
    | ConversationTakenOver
    | ConversationReleased
    | ConversationGivenBack
    | ConversationClosed
    | ConversationReopened
    | ConversationRead
    | TexterOptedOut
    | TexterOptedIn
    | OptOutSuspected
    | OptOutDismissed
    | HelpAsked
    | NumberListed
    | NumberUnlisted
    | GroupListed
    | AnsweringSet
    | GroupUnlisted
    | NumberAttached
    | NumberDetached
    | ChangeIntended
    | ChangeFailed
    | SetupChanged
    | SetupMade
    | SetupRemoved
)
tagged(Happening)


@dataclass(frozen=True, slots=True)
class Event:
    """A happening with its number and the hub's time."""

    n: int
    at: int
    what: Happening
