"""What must hold whatever befell a desk, each a function named by its sentence; breaking the desk
is `torture`'s and `simulation`'s.

Each function answers with its findings, one sentence each; none means that it holds.
"""

import operator
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import zip_longest

from tests.torture.books import Books, Disk, replayed
from tests.torture.spool import part
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.entries import change_of, conversation_of, delivered, entry_of
from tmchat.core.inbox import Inbox
from tmchat.core.records import Delivery, Entry

_ARRIVED = (Delivery.SENT, Delivery.DELIVERED)
_BETWEEN_DIGITS = re.compile(r"[-. ()]+")
Pair = tuple[str, str]


def every_push_answered_2xx_is_stored_exactly_once(books: Books) -> Iterator[str]:
    """I1. Equal texts of one texter are counted, others are told apart by their words."""
    stored = Counter(mark for mark, _ in _stored_texts(books))
    pushed = Counter(_mark(one.texter, one.number, one.text) for one in books.pushes)
    accepted = Counter(
        _mark(one.texter, one.number, one.text) for one in books.pushes if one.accepted
    )
    for one in books.pushes:
        mark, text = _mark(one.texter, one.number, one.text), (one.texter, one.number, one.text)
        if stored[mark] < accepted.pop(mark, 0):
            yield f"lost: {text} was answered 2xx more often than stored ({stored[mark]})"
        if stored[mark] > pushed.pop(mark, stored[mark]):
            yield f"doubled: {text} was sent less often than stored ({stored[mark]})"
        if one.accepted and books.disk and one.key not in books.disk.keys:
            yield f"the key {one.key} of an accepted push is not known"


def nothing_is_stored_that_was_not_pushed(books: Books) -> Iterator[str]:
    """I2."""
    pushed = {_mark(one.texter, one.number, one.text) for one in books.pushes}
    for mark, text in _stored_texts(books):
        if mark not in pushed:
            yield f"never pushed: {text}"
    keys = {one.key for one in books.pushes}
    for key in books.disk.keys - keys if books.disk else ():
        yield f"the key {key} was never pushed"


def event_numbers_are_one_to_n_in_commit_order(books: Books) -> Iterator[str]:
    """I3. What was once seen on disk is still there under its number, and is no newer."""
    for place, event in enumerate(books.events, 1):
        if event.n != place:
            yield f"event {event.n} stands at place {place}"
    for head, at in books.sightings:
        if head > len(books.events):
            yield f"event {head} was on disk and is gone"
        elif head and books.events[head - 1].at != at:
            yield f"event {head} is another than was on disk"


def every_console_applied_the_journal(books: Books) -> Iterator[str]:
    """I4. Without a hole from its fresh state on, and up to the end after quiet."""
    last = {one.agent: one for one in books.followed}
    for one in books.followed:
        start, at = one.snapshot.head, one.snapshot.head + len(one.events)
        journal = part(books.events, start, at)
        if at > len(books.events) or any(map(operator.ne, one.events, journal)):
            yield f"the console of {one.agent} applied other events than the journal's"
        if last[one.agent] is one and at != len(books.events):
            yield f"the console of {one.agent} stopped at {at} of {len(books.events)}"


def fresh_state_and_events_make_the_state(books: Books) -> Iterator[str]:
    """I5. At each console, and on disk, where the rows must say what the journal says."""
    shown: dict[int, list[tuple[str, Inbox]]] = defaultdict(list)
    for one in books.followed:
        inbox = Inbox.of(one.snapshot, one.agent)
        for event in one.events:
            inbox.apply(event)
        shown[inbox.head].append((one.agent, inbox))
    truth = Inbox()
    for head in sorted(shown):
        for event in part(books.events, truth.head, head):
            truth.apply(event)
        for agent, inbox in shown[head]:
            if not _same(inbox, truth, agent):
                yield f"the console of {agent} shows another state at {head}"
    if books.disk:
        yield from _rows_differ(books, books.disk)


def each_reply_reaches_its_consumer_at_most_once(books: Books) -> Iterator[str]:
    """I6. Exactly once if it is sent, not at all if it failed or waits. Where an agent had it sent
    again, once more for each time."""
    got = Counter((one.texter, one.number, one.text) for one in books.received)
    refs: set[str] = set()
    pairs = _pairs(books)
    resent = _resent(books)
    for row in books.disk.outbox if books.disk else ():
        if row.client_ref in refs:
            yield f"{row.client_ref} was queued twice"
        refs.add(row.client_ref)
        count = got.pop((*pairs[row.conversation], row.text), 0)
        if count > 1 + resent[row.entry]:
            yield f"reply {row.entry} ({row.state}) reached its consumer {count} times"
        elif row.state in _ARRIVED and not count:
            yield f"reply {row.entry} is {row.state} and never reached its consumer"
        elif row.state in (Delivery.FAILED, Delivery.QUEUED) and count > resent[row.entry]:
            yield f"reply {row.entry} is {row.state} and reached its consumer"
    for text in got:
        yield f"a consumer got what no agent sent: {text}"


def sends_leave_in_the_order_queued(books: Books) -> Iterator[str]:
    """I7. In each conversation; what an agent had sent again was queued twice and is left out."""
    pairs = _pairs(books)
    resent = _resent(books)
    entries = {
        (*pairs[row.conversation], row.text): row.entry
        for row in (books.disk.outbox if books.disk else ())
        if not resent[row.entry]
    }
    newest: dict[Pair, int] = defaultdict(int)
    for one in books.received:
        entry = entries.get((one.texter, one.number, one.text), 0)
        pair = (one.texter, one.number)
        if 0 < entry < newest[pair]:
            yield f"reply {entry} arrived after reply {newest[pair]}"
        newest[pair] = max(newest[pair], entry)


def one_agent_at_most_holds_a_conversation(books: Books) -> Iterator[str]:
    """I8. No claim is taken from a holder unasked, and no reply leaves without one's own."""
    holders: dict[int, str] = defaultdict(str)
    for event in books.events:
        what, about = event.what, conversation_of(event)
        match what:
            case ev.ConversationClaimed(_, by):
                if holders[about]:
                    yield f"event {event.n}: {by} claimed what {holders[about]} held"
                holders[about] = by
            case ev.ConversationTakenOver(_, by, holder) | ev.ConversationReleased(_, by, holder):
                if holders[about] != holder:
                    yield f"event {event.n}: {by} took from {holder}, not from {holders[about]}"
                taken = isinstance(what, ev.ConversationTakenOver)
                holders[about] = by if taken else ""
            case ev.ConversationGivenBack(_, holder):
                if holders[about] != holder:
                    yield f"event {event.n} gave back from {holder}, not from {holders[about]}"
                holders[about] = ""
            case ev.ConversationClosed():
                holders[about] = ""
            case ev.ReplyQueued(by=by) if by and holders[about] != by:
                yield f"event {event.n}: {by} replied where {holders[about] or 'nobody'} holds"


def unread_is_inbound_after_the_read_mark(books: Books) -> Iterator[str]:
    """I9."""
    inbox = books.disk.state if books.disk else replayed(books.events)
    texts: dict[int, list[int]] = defaultdict(list)
    for event in books.events:
        if isinstance(event.what, ev.TextArrived):
            texts[event.what.conversation].append(event.n)
    for agent, mark in inbox.marks():
        numbers = texts[mark.conversation]
        after = len(numbers) - bisect_right(numbers, mark.upto)
        shown = inbox.unread(agent, inbox.conversations[mark.conversation])
        if shown != after:
            yield f"{agent} sees {shown} unread in {mark.conversation}, there are {after}"


def an_opted_out_texter_gets_nothing_after_their_stop(books: Books) -> Iterator[str]:
    """I10. Counted from the number of the STOP: an attempt begun after it has failed unsent."""
    out: set[int] = set()
    begun: set[int] = set()
    for event in books.events:
        match event.what:
            case ev.TexterOptedOut(conversation=about):
                out.add(about)
            case ev.TexterOptedIn(conversation=about):
                out.discard(about)
            case ev.ReplyQueued(conversation=about) if about in out:
                yield f"event {event.n} queues a reply to a texter who opted out"
            case ev.DeliveryChanged(about, entry, Delivery.SENDING) if about in out:
                begun.add(entry)
            case ev.DeliveryChanged(_, entry, Delivery.QUEUED | Delivery.SENDING):
                begun.discard(entry)
            case ev.DeliveryChanged(_, entry, where) if entry in begun and where in _ARRIVED:
                yield f"event {event.n}: reply {entry} left after the texter opted out"


def no_log_holds_a_text_a_token_or_a_number(books: Books) -> Iterator[str]:
    """I11. A number counts as held whatever stands between its digits."""
    digits = [one for one in books.canaries if one.isdecimal()]
    for line in books.logs:
        together = "".join(_BETWEEN_DIGITS.split(line))
        for canary in books.canaries:
            if canary in line or (canary in together and canary in digits):
                yield f"a log holds {canary!r}: {line!r}"


def the_databases_own_check_passes(books: Books) -> list[str]:
    """I12."""
    return list(books.disk.faults) if books.disk else []


def a_granted_command_is_in_the_journal(books: Books) -> Iterator[str]:
    """What an agent was told holds, and a repeated client_ref was told the same (promise 2)."""
    answers: dict[str, int] = {}
    for one in books.told:
        n, ref = one.answer.n, getattr(one.command, "client_ref", "")
        if ref and answers.setdefault(ref, n) != n:
            yield f"{ref} was granted as {answers[ref]} and again as {n}"
        if not n:
            continue
        if n > len(books.events):
            yield f"{one.agent} was granted event {n}, which is not there"
            continue
        found = books.events[n - 1].what
        if isinstance(one.command, cmd.LookUpReply):
            # What a listing says is nobody's doing: the delivery of that very reply moved.
            if not isinstance(found, ev.DeliveryChanged) or found.entry != one.command.entry:
                yield f"{one.agent} was granted event {n}, which is not the reply's"
            continue
        by = getattr(found, "by", "") or getattr(found, "agent", "")
        about = getattr(one.command, "conversation", 0)
        if by != one.agent or conversation_of(books.events[n - 1]) != about:
            asked, got = type(one.command).__name__, type(found).__name__
            yield f"{one.agent} was granted event {n} for {asked}, which is another's {got}"
        if isinstance(one.command, cmd.Claim) and not isinstance(found, ev.ConversationClaimed):
            yield f"{one.agent} was granted a claim that event {n} is not"


def a_receipt_once_taken_shows(books: Books) -> Iterator[str]:
    """A reply that the desk knows to be accepted is delivered once its receipt was answered 2xx.

    Of one that was sent again after an unknown attempt nobody knows which copy the carrier's answer
    was for: there the receipts of all copies count.
    """
    told: dict[tuple[str, str, str], list[bool]] = defaultdict(list)
    for one in books.received:
        told[one.texter, one.number, one.text].append(one.receipted)
    pairs = _pairs(books)
    for row in books.disk.outbox if books.disk else ():
        copies = told.get((*pairs[row.conversation], row.text), [])
        if row.state is Delivery.SENT and copies and all(copies):
            yield f"reply {row.entry} is still {row.state}, and its receipt was taken"


INVARIANTS: dict[str, Callable[[Books], Iterator[str] | list[str]]] = {
    "I1": every_push_answered_2xx_is_stored_exactly_once,
    "I2": nothing_is_stored_that_was_not_pushed,
    "I3": event_numbers_are_one_to_n_in_commit_order,
    "I4": every_console_applied_the_journal,
    "I5": fresh_state_and_events_make_the_state,
    "I6": each_reply_reaches_its_consumer_at_most_once,
    "I7": sends_leave_in_the_order_queued,
    "I8": one_agent_at_most_holds_a_conversation,
    "I9": unread_is_inbound_after_the_read_mark,
    "I10": an_opted_out_texter_gets_nothing_after_their_stop,
    "I11": no_log_holds_a_text_a_token_or_a_number,
    "I12": the_databases_own_check_passes,
    "granted": a_granted_command_is_in_the_journal,
    "receipts": a_receipt_once_taken_shows,
}
"""By the name of the promise."""


def findings(books: Books) -> list[str]:
    """All that does not hold, each with the invariant's name before it."""
    wrong = [f"I3: {one}" for one in event_numbers_are_one_to_n_in_commit_order(books)]
    if wrong:
        # Without a journal in order nothing can be replayed, and nothing more be said.
        return wrong
    return [f"{name}: {one}" for name, check in INVARIANTS.items() for one in check(books)]


def _mark(texter: str, number: str, text: str) -> int:
    """64 bits that stand for a text: of a million two are equal once in 10**7 tries."""
    return hash((texter, number, text))


def _stored_texts(books: Books) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """Every stored text with its mark."""
    pairs = _pairs(books)
    for event in books.events:
        if isinstance(event.what, ev.TextArrived):
            text = (*pairs[event.what.conversation], event.what.text)
            yield _mark(*text), text


def _resent(books: Books) -> Counter[int]:
    """How often an agent had each reply sent again."""
    return Counter(
        event.what.entry for event in books.events if isinstance(event.what, ev.ReplyResent)
    )


def _pairs(books: Books) -> dict[int, Pair]:
    """Texter and number of every conversation."""
    return {
        event.n: (event.what.texter, event.what.number)
        for event in books.events
        if isinstance(event.what, ev.ConversationOpened)
    }


def _same(one: Inbox, other: Inbox, agent: str) -> bool:
    """Whether two desks show `agent` the same, in whatever order rows were put in."""
    mine, theirs = one.snapshot(agent), other.snapshot(agent)
    return (
        mine.head == theirs.head
        and set(mine.conversations) == set(theirs.conversations)
        and set(mine.marks) == set(theirs.marks)
        and one.numbers == other.numbers
        and one.groups == other.groups
    )


def _rows_differ(books: Books, disk: Disk) -> Iterator[str]:
    inbox = replayed(books.events)
    agents = {agent for agent, _ in (*inbox.marks(), *disk.state.marks())}
    if not all(_same(disk.state, inbox, agent) for agent in agents or {""}):
        yield "the rows on disk are not what the journal makes of them"
    moved = _moved_entries(books)
    made = (
        moved.get(entry.id, entry) for entry in map(entry_of, books.events) if entry is not None
    )
    for expected, found in zip_longest(made, disk.entries):
        if expected != found:
            # Behind one that is missing every later one would differ.
            yield f"on disk is {found}, the journal makes {expected}"
            break
    for row in disk.outbox:
        if row.entry not in moved or moved[row.entry].delivery is not row.state:
            yield f"the outbox holds reply {row.entry} as {row.state}, the journal does not"


def _moved_entries(books: Books) -> dict[int, Entry]:
    """Every reply as its newest delivery left it; no other entry ever changes."""
    moved: dict[int, Entry] = {}
    for event in books.events:
        if isinstance(event.what, ev.ReplyQueued):
            entry = entry_of(event)
            assert entry is not None
            moved[entry.id] = entry
        change = change_of(event)
        if change is not None and change.entry in moved:
            moved[change.entry] = delivered(moved[change.entry], change)
    return moved
