"""A desk in memory that decides and numbers events as the hub does; it is no test itself."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from hypothesis import strategies as st

from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.arrivals import Arrival, arrive
from tmchat.core.decide import decide
from tmchat.core.entries import change_of, delivered, entry_of
from tmchat.core.inbox import Change, Inbox
from tmchat.core.records import Agent, Delivery, Entry, OptOutScope, Role
from tmchat.core.returns import giving_back
from tmchat.core.scheduling import falling_due
from tmchat.core.snoozing import waking

SHOP = "+12245550121"
BRANCH = "+12245550122"
SAM = "+19055550128"
KIM = "+19055550129"

ANA = Agent("ana", Role.AGENT)
BEN = Agent("ben", Role.AGENT)
SUE = Agent("sue", Role.SUPERVISOR)
ADA = Agent("ada", Role.ADMINISTRATOR)


class Journal:
    """The events of one desk from the first, the state after the last, and every timeline."""

    def __init__(self, scope: OptOutScope = OptOutScope.NUMBER) -> None:
        self.inbox = Inbox()
        self.inbox.scope = scope
        self.events: list[ev.Event] = []
        self.changes: list[list[Change]] = []
        self.timelines: dict[int, dict[int, Entry]] = {}
        self._answers: dict[str, cmd.Granted] = {}

    def happen(self, *happenings: ev.Happening) -> None:
        """Numbers, applies and keeps; each takes a second."""
        for what in happenings:
            n = self.inbox.head + 1
            event = ev.Event(n, 1_000 * n, what)
            self.changes.append(self.inbox.apply(event))
            self.events.append(event)
            self._keep(event)

    def text(self, text: str, *, texter: str = SAM, number: str = SHOP) -> int:
        """A texter's text arrives; the conversation it belongs to."""
        self.happen(*arrive(self.inbox, Arrival(texter, number, text)))
        found = self.inbox.between(texter, number)
        assert found is not None
        return found.id

    def give(self, command: cmd.Command, agent: Agent = ANA) -> cmd.Outcome:
        """Decides a command as the switchboard does, an accepted `client_ref` included."""
        ref = getattr(command, "client_ref", "")
        if ref in self._answers:
            return self._answers[ref]
        decision = decide(self.inbox, command, agent)
        if isinstance(decision, cmd.Refused):
            return decision
        first = self.inbox.head + 1 if decision else 0
        self.happen(*decision)
        if ref:
            self._answers[ref] = cmd.Granted(first)
        return cmd.Granted(first)

    def reply(self, conversation: int, text: str, agent: Agent = ANA) -> int:
        """A reply that is granted, by somebody who saw everything; its entry."""
        seen = self.inbox.head
        outcome = self.give(cmd.SendReply(conversation, text, f"ref-{seen}", seen), agent)
        assert isinstance(outcome, cmd.Granted), outcome
        return self.inbox.head

    def page(
        self, conversation: int, *, before: int = 0, after: int = 0, limit: int = 50
    ) -> tuple[tuple[Entry, ...], bool, bool]:
        """Entries as the hub's store pages them, and whether they reach the start and the end."""
        whole = sorted(self.timelines.get(conversation, {}).values(), key=lambda entry: entry.id)
        return cut(whole, before=before, after=after, limit=limit)

    def _keep(self, event: ev.Event) -> None:
        entry = entry_of(event)
        what = event.what
        if entry is not None:
            about: int = what.conversation  # type: ignore[union-attr]
            self.timelines.setdefault(about, {})[entry.id] = entry
        change = change_of(event)
        if change is not None:
            held = self.timelines.get(change.conversation, {})
            if change.entry in held:
                held[change.entry] = delivered(held[change.entry], change)


def cut(
    whole: Sequence[Entry], *, before: int = 0, after: int = 0, limit: int = 50
) -> tuple[tuple[Entry, ...], bool, bool]:
    """One page of a whole conversation: entries, whether it has the first, whether the last."""
    if after:
        chosen = [entry for entry in whole if entry.id > after][:limit]
    else:
        chosen = [entry for entry in whole if not before or entry.id < before][-limit:]
    first = whole[0].id if whole else 0
    last = whole[-1].id if whole else 0
    if chosen:
        return tuple(chosen), chosen[0].id == first, chosen[-1].id == last
    return (), not after and (not whole or before <= first), not before and after >= last


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=20)
"""Lone surrogates, controls and bidi marks included."""

_TEXTS = [
    "Hello?",
    "STOP",
    "start",
    "please stop texting me",
    "help",
    "in blue?",
    "",
    " ",
    "\x1b[2J",
    "\ud83d",
    "a\u202eb\n",
    "x" * 300,
]
_AGENTS = [ANA, BEN, SUE, ADA]


def journals(steps: int = 40) -> st.SearchStrategy[Journal]:
    """A desk after a random day; drawn by seed, which is fast and shrinks to fewer steps."""
    scopes = st.sampled_from(OptOutScope)
    return st.builds(play, st.integers(0, 10_000), st.integers(0, steps), scopes)


def play(seed: int, steps: int, scope: OptOutScope = OptOutScope.NUMBER) -> Journal:
    """The day of a seed: texts, commands granted and refused, deliveries, numbers."""
    random = Random(seed)
    journal = Journal(scope)
    for _ in range(steps):
        step(journal, random)
    return journal


def no_zone(name: str) -> None:
    """A machine without time zones: there are no quiet hours."""


def step(journal: Journal, random: Random) -> None:
    """One thing that may happen on a desk."""
    known = sorted(journal.inbox.conversations)
    kind = random.choice(
        ["text", "text", "command", "command", "command", "delivery", "number", "gone", "time"]
    )
    if kind == "text" or not known:
        texter, number = random.choice([SAM, KIM]), random.choice([SHOP, BRANCH])
        journal.text(random.choice(_TEXTS), texter=texter, number=number)
        return
    about = random.choice(known)
    if kind == "command":
        journal.give(_command(journal, about, random), random.choice(_AGENTS))
    elif kind == "gone":
        gone = random.choice(_AGENTS).name
        journal.happen(*giving_back(journal.inbox, lambda agent: agent == gone))
    elif kind == "time":
        now = 1_000 * journal.inbox.head
        journal.happen(*waking(journal.inbox, now), *falling_due(journal.inbox, now, no_zone))
    elif kind == "delivery":
        replies = [one for one in journal.timelines.get(about, {}).values() if one.delivery]
        if replies:
            entry, where = random.choice(replies).id, random.choice(list(Delivery))
            journal.happen(ev.DeliveryChanged(about, entry, where, random.choice(_TEXTS)))
    else:
        number = random.choice(sorted(journal.inbox.numbers))
        journal.happen(ev.NumberAttached(journal.inbox.numbers[number], "ada"))


def _command(journal: Journal, about: int, random: Random) -> cmd.Command:
    """Any command on one conversation, sensible or not."""
    head = journal.inbox.head
    text, ref, some = random.choice(_TEXTS), f"ref-{head}", random.randint(0, head + 2)
    known = journal.inbox.conversations[about]
    holder = random.choice(["ana", "ben", "", known.holder])
    kind = random.randrange(26)
    planned = random.choice([*(one.entry for one in known.scheduled), some])
    doubtful = random.choice(known.unknown or (some,))
    if kind < 3:
        return cmd.SendReply(about, text, ref, random.choice([some, head]), random.random() < 0.2)
    commands: list[cmd.Command] = [
        cmd.AddNote(about, text, ref),
        cmd.TakeOver(about, holder),
        cmd.MarkRead(about, some, random.randint(0, 9)),
        cmd.Claim(about),
        cmd.Claim(about),
        cmd.Release(about, holder),
        cmd.Close(about),
        cmd.Reopen(about),
        cmd.MarkUnread(about),
        cmd.OptOut(about, random.choice([some, known.asks_out, known.last_text])),
        cmd.DismissOptOut(about, known.asks_out),
        cmd.DismissOptOut(about, some),
        cmd.ResendReply(about, doubtful, ref, head),
        cmd.ResendReply(about, some, ref, some),
        cmd.LeaveReply(about, doubtful),
        cmd.LookUpReply(about, doubtful),
        cmd.Snooze(about, random.choice([0, 1_000 * (head + 5)])),
        cmd.Snooze(about, 0, some),
        cmd.Snooze(about, 1_000 * (head + 2), head),
        cmd.Wake(about),
        cmd.ScheduleReply(about, text, ref, head, 1_000 * (head + 4)),
        cmd.SendScheduled(about, planned, head),
        cmd.CancelScheduled(about, planned),
    ]
    return commands[kind - 3]
