"""What a console may ask to be told, and the answers; what it asks to be done is `commands`'s.

Questions change nothing. Their answers are read from the account or from the journal at the moment
of asking and are no part of the desk's state.
"""

from dataclasses import dataclass

from tmchat.core.calls import Call
from tmchat.core.commands import Refused
from tmchat.core.finding import Query
from tmchat.core.plainform import tagged
from tmchat.core.records import Entry
from tmchat.core.setup.plans import Kind, Plan, Setup, Target


@dataclass(frozen=True, slots=True)
class SetupOf:
    """How one number, pool or group is set up now, read from the account."""

    target: Target


@dataclass(frozen=True, slots=True)
class SetupsOf:
    """Every setup of a kind, narrowed to one number group unless `group` is 0; paged from 1."""

    kind: Kind
    group: int = 0
    page: int = 1


@dataclass(frozen=True, slots=True)
class CallsBetween:
    """Calls that began after `since` and before `until` (ms UTC), newest first, paged from 1;
    narrowed to one tracking number unless `number` is empty."""

    since: int
    until: int
    number: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class CallOf:
    """One call whole, with its transcript."""

    id: int


@dataclass(frozen=True, slots=True)
class AccountParts:
    """What settings refer to: chat clients, files, owners, types, and what else the account has."""


@dataclass(frozen=True, slots=True)
class ChangesMade:
    """The audit log, newest first: changes before event `before` (0: the newest), of one target
    unless it is None."""

    before: int = 0
    target: Target | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class PushesTaken:
    """What was pushed to this desk, newest first, before payload `before` (0: the newest)."""

    before: int = 0
    unread_only: bool = False
    limit: int = 50


@dataclass(frozen=True, slots=True)
class PushTaken:
    """One pushed payload with its body."""

    id: int


@dataclass(frozen=True, slots=True)
class TryAddress:
    """A test push to a webhook address, with what it answered."""

    url: str


@dataclass(frozen=True, slots=True)
class Find:
    """Entries that fit a query, newest first, below entry `before` (0: the newest of all)."""

    query: Query
    before: int = 0
    limit: int = 50


Question = (
    SetupOf
    | SetupsOf
    | CallsBetween
    | CallOf
    | AccountParts
    | ChangesMade
    | PushesTaken
    | PushTaken
    | TryAddress
    | Find
)
tagged(Question)


@dataclass(frozen=True, slots=True)
class SetupTold:
    """A setup; for a pool also its numbers, as id and E.164."""

    setup: Setup
    numbers: tuple["PoolNumber", ...] = ()


@dataclass(frozen=True, slots=True)
class PoolNumber:
    """A number of a pool."""

    id: int
    number: str


@dataclass(frozen=True, slots=True)
class SetupsTold:
    """One page of setups, of `pages`."""

    setups: tuple[Setup, ...]
    page: int = 1
    pages: int = 1


@dataclass(frozen=True, slots=True)
class CallsTold:
    """One page of calls, of `pages`, without transcripts."""

    calls: tuple[Call, ...]
    page: int = 1
    pages: int = 1


@dataclass(frozen=True, slots=True)
class CallTold:
    """One call."""

    call: Call


@dataclass(frozen=True, slots=True)
class AccountPart:
    """One thing that settings refer to by `id`; `more` is what else is worth showing of it."""

    id: str
    name: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class PartsTold:
    """What the account has. A part that it does not offer is empty."""

    chat_clients: tuple[AccountPart, ...] = ()
    files: tuple[AccountPart, ...] = ()
    owners: tuple[AccountPart, ...] = ()
    types: tuple[AccountPart, ...] = ()
    billing_groups: tuple[AccountPart, ...] = ()
    integrations: tuple[AccountPart, ...] = ()
    webhooks: tuple[AccountPart, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeMade:
    """One line of the audit log: event `n` at `at` (ms UTC), who, and the plan carried out.

    `undoes` is the event that it took back, 0 for none. `words` says it where it was no plan: a
    number ordered, released, attached. `carried_out` is False for what Telmetrics refused, and for
    what nobody knows the outcome of yet; `words` then says why, and `plan` is what was wished.
    """

    n: int
    at: int
    by: str
    plan: Plan | None = None
    undoes: int = 0
    words: str = ""
    target: Target | None = None
    label: str = ""
    carried_out: bool = True


@dataclass(frozen=True, slots=True)
class ChangesTold:
    """Lines of the audit log, newest first."""

    changes: tuple[ChangeMade, ...]


@dataclass(frozen=True, slots=True)
class Push:
    """A payload that was pushed: `status` is what became of it, `note` what is wrong with it."""

    id: int
    at: int
    status: str
    note: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class PushesTold:
    """Pushes without their bodies, newest first."""

    pushes: tuple[Push, ...]


@dataclass(frozen=True, slots=True)
class PushTold:
    """One push with its body as text."""

    push: Push


@dataclass(frozen=True, slots=True)
class AddressTried:
    """What a test push was answered: HTTP status (0: no answer) and one sentence."""

    status: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry that fits, with its conversation."""

    conversation: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class FoundTold:
    """Hits, newest first. `read` is the entry below which the search goes on, 0 when it came to the
    beginning; `unindexed` entries are not in the index yet."""

    hits: tuple[Hit, ...]
    read: int = 0
    unindexed: int = 0


Told = (
    SetupTold
    | SetupsTold
    | CallsTold
    | CallTold
    | PartsTold
    | ChangesTold
    | PushesTold
    | PushTold
    | AddressTried
    | FoundTold
    | Refused
)
tagged(Told)
