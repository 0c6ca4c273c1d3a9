"""What an agent may ask of the desk, in the imperative; whether it is granted is `decide`'s."""

from dataclasses import dataclass
from typing import Any

from tmchat.core.hours import Answering
from tmchat.core.plainform import tagged
from tmchat.core.records import CannedReply
from tmchat.core.routes import Problem
from tmchat.core.setup.plans import Plan, Target


@dataclass(frozen=True, slots=True)
class SendReply:
    """Text the consumer. `seen` is the newest entry the agent had on screen; `client_ref` is made
    in the composer and makes a repeat harmless; `anyway` sends although something came since."""

    conversation: int
    text: str
    client_ref: str
    seen: int
    anyway: bool = False


@dataclass(frozen=True, slots=True)
class AddNote:
    """Write a note for the team."""

    conversation: int
    text: str
    client_ref: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """Take an unheld conversation."""

    conversation: int


@dataclass(frozen=True, slots=True)
class TakeOver:
    """Take a conversation from `holder`; refused when somebody else holds it by then."""

    conversation: int
    holder: str


@dataclass(frozen=True, slots=True)
class Release:
    """Give a conversation back to the queue; refused when another than `holder` holds it by then.

    An empty `holder` is the agent who asks.
    """

    conversation: int
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Close:
    """Put a conversation away; refused when a text came after the entry `seen` (0: not told)."""

    conversation: int
    seen: int = 0


@dataclass(frozen=True, slots=True)
class Reopen:
    """Bring a closed conversation back."""

    conversation: int


@dataclass(frozen=True, slots=True)
class Snooze:
    """Put a conversation off until `until` (ms UTC), or until the next text (0); refused when a
    text came after the entry `seen` (0: not told)."""

    conversation: int
    until: int = 0
    seen: int = 0


@dataclass(frozen=True, slots=True)
class Wake:
    """Take a snooze back."""

    conversation: int


@dataclass(frozen=True, slots=True)
class ScheduleReply:
    """Text the consumer at `due` (ms UTC). The rest is as with `SendReply`; refused as
    `quiet-hours` where that is no time to text them."""

    conversation: int
    text: str
    client_ref: str
    seen: int
    due: int
    anyway: bool = False


@dataclass(frozen=True, slots=True)
class SendScheduled:
    """Send the scheduled reply `entry` now; `seen` is as with `SendReply`."""

    conversation: int
    entry: int
    seen: int


@dataclass(frozen=True, slots=True)
class CancelScheduled:
    """Never send the scheduled reply `entry`."""

    conversation: int
    entry: int


@dataclass(frozen=True, slots=True)
class MarkRead:
    """Set one's read mark; `inbound` is the count of inbound texts up to the entry `upto`."""

    conversation: int
    upto: int
    inbound: int


@dataclass(frozen=True, slots=True)
class MarkUnread:
    """Set one's read mark back before the newest inbound text."""

    conversation: int


@dataclass(frozen=True, slots=True)
class OptOut:
    """Record that the texter asked, in words, for no more texts. `entry` is the text that said so:
    the one the desk points at, or the newest."""

    conversation: int
    entry: int


@dataclass(frozen=True, slots=True)
class DismissOptOut:
    """Record that the text `entry`, which the desk points at, asks for no such thing."""

    conversation: int
    entry: int


@dataclass(frozen=True, slots=True)
class SetAnswering:
    """Set the desk's own auto-reply of a tracking number (E.164); `was` is the one that it was
    made against, None where whatever is there is to be replaced."""

    number: str
    answering: Answering
    was: Answering | None = None


@dataclass(frozen=True, slots=True)
class KeepCanned:
    """Keep a canned reply for the team, in place of one with the same title."""

    reply: CannedReply


@dataclass(frozen=True, slots=True)
class RemoveCanned:
    """Take the team's canned reply with this title away."""

    title: str


@dataclass(frozen=True, slots=True)
class ResendReply:
    """Send a reply again though it is unknown whether it arrived, by this agent's word.

    `seen` and `client_ref` are as with `SendReply`.
    """

    conversation: int
    entry: int
    client_ref: str
    seen: int


@dataclass(frozen=True, slots=True)
class LookUpReply:
    """Look in the carrier's listing, now, whether a reply of unknown delivery arrived."""

    conversation: int
    entry: int


@dataclass(frozen=True, slots=True)
class LeaveReply:
    """Leave it unknown whether a reply arrived, and ask nobody about it any more."""

    conversation: int
    entry: int


@dataclass(frozen=True, slots=True)
class AttachNumber:
    """Point a tracking number's SMS route at this desk."""

    number: str


@dataclass(frozen=True, slots=True)
class DetachNumber:
    """Give a tracking number's SMS route back to what it was."""

    number: str


@dataclass(frozen=True, slots=True)
class RefreshNumbers:
    """Read the account's numbers and groups again."""


@dataclass(frozen=True, slots=True)
class ChangeSetup:
    """Carry out a plan. Refused as `changed` when its target is no longer as the plan took it to
    be; `undoes` is the event of the change that it takes back, 0 for none."""

    plan: Plan
    undoes: int = 0


@dataclass(frozen=True, slots=True)
class OrderNumber:
    """Order a tracking number into a number group. `request` says which (CONTRACT 5.1), `tree` how
    it is set up; `client_ref` makes a repeat harmless."""

    group: int
    request: Any
    tree: Any
    client_ref: str = ""


@dataclass(frozen=True, slots=True)
class OrderPool:
    """Order a number pool of `quantity` numbers, as `OrderNumber`."""

    group: int
    quantity: int
    request: Any
    tree: Any
    client_ref: str = ""


@dataclass(frozen=True, slots=True)
class GrowPool:
    """Order `quantity` more numbers into a pool; `tollfree` tops up where local ones run out."""

    pool: int
    quantity: int
    request: Any
    tollfree: bool = False
    client_ref: str = ""


@dataclass(frozen=True, slots=True)
class MakeGroup:
    """Make a number group set up as `tree`."""

    tree: Any
    client_ref: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseNumber:
    """Give a tracking number back for good, out of its pool where `pool` is not 0. `digits` are
    those of the number, typed by whoever asks."""

    id: int
    digits: str
    pool: int = 0


@dataclass(frozen=True, slots=True)
class RemoveSetup:
    """Remove an empty number group; `name` is its name, typed by whoever asks."""

    target: Target
    name: str


@dataclass(frozen=True, slots=True)
class MakeOwner:
    """Make a group owner; `email` may be empty."""

    name: str
    email: str = ""
    client_ref: str = ""


@dataclass(frozen=True, slots=True)
class ReplayPush:
    """Take a kept payload again, with the settings of the hub as they are now."""

    id: int


Command = (
    SendReply
    | AddNote
    | Claim
    | TakeOver
    | Release
    | Close
    | Reopen
    | Snooze
    | ScheduleReply
    | SendScheduled
    | CancelScheduled
    | Wake
    | MarkRead
    | MarkUnread
    | OptOut
    | DismissOptOut
    | SetAnswering
    | KeepCanned
    | RemoveCanned
    | ResendReply
    | LookUpReply
    | LeaveReply
    | AttachNumber
    | DetachNumber
    | RefreshNumbers
    | ChangeSetup
    | OrderNumber
    | OrderPool
    | GrowPool
    | MakeGroup
    | ReleaseNumber
    | RemoveSetup
    | MakeOwner
    | ReplayPush
)
ACCOUNT_COMMANDS = (
    AttachNumber,
    DetachNumber,
    RefreshNumbers,
    ChangeSetup,
    OrderNumber,
    OrderPool,
    GrowPool,
    MakeGroup,
    ReleaseNumber,
    RemoveSetup,
    MakeOwner,
    ReplayPush,
)
"""Commands that reach beyond the desk's state: to the account, or back to what was pushed."""
tagged(Command)
Repeatable = SendReply | AddNote | ResendReply | ScheduleReply
"""Commands that may be given again until answered: of one `client_ref` the first counts."""


@dataclass(frozen=True, slots=True)
class Granted:
    """The command was carried out; `n` is the number of its first event (0: nothing to do)."""

    n: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """The command was not carried out. `code` is for programs, `sentence` for people; `problems`
    name the settings that are wrong, where single ones are."""

    code: str
    sentence: str
    problems: tuple[Problem, ...] = ()


Outcome = Granted | Refused
tagged(Outcome)
