"""Tests of the checker: a good set of books passes, and each invariant fails on a doctored one."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.core.journal import ANA, BEN, SAM, SHOP, Journal
from tests.torture.books import Books, Disk, Followed, Push, Received, Told, replayed
from tests.torture.invariants import INVARIANTS, findings
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.inbox import Snapshot
from tmchat.core.records import Delivery, Entry
from tmchat.hub.store.interface import OutboxRow

CONV, HELLO, CLAIM, REPLY = 2, 3, 4, 5
"""The numbers of the events that opened the conversation, that brought Sam's first text, Ana's
claim and her first reply."""


def good() -> Books:
    """Sam writes, Ana answers twice and reads, Sam writes again and stops."""
    journal = Journal()
    conv = journal.text("hello")
    reply = cmd.SendReply(conv, "one", "ana-1", HELLO)
    told = Told(ANA.name, reply, _granted(journal.give(reply)))
    middle = journal.inbox.snapshot(ANA.name)
    _deliver(journal, conv, REPLY)
    second = journal.reply(conv, "two")
    _deliver(journal, conv, second)
    journal.give(cmd.MarkRead(conv, second, 1))
    journal.text("again")
    journal.text("STOP")
    whole = Followed(ANA.name, Snapshot(0), list(journal.events))
    resumed = Followed(BEN.name, middle, journal.events[middle.head :])
    entries = journal.timelines[conv]
    rows = tuple(_row(conv, one) for one in entries.values() if one.delivery is not None)
    return Books(
        tuple(journal.events),
        Disk(journal.inbox, tuple(entries.values()), frozenset({"m1", "m2", "m3"}), rows),
        pushes=tuple(
            Push(key, SAM, SHOP, text, accepted=True)
            for key, text in (("m1", "hello"), ("m2", "again"), ("m3", "STOP"))
        ),
        received=(Received(SAM, SHOP, "one", receipted=True), Received(SAM, SHOP, "two")),
        told=(told,),
        followed=(whole, resumed),
        sightings=((HELLO, journal.events[HELLO - 1].at),),
        logs=("first text from +1905***0128",),
        canaries=("hello", SAM[2:]),
    )


def _granted(outcome: cmd.Outcome) -> cmd.Granted:
    assert isinstance(outcome, cmd.Granted), outcome
    return outcome


def _deliver(journal: Journal, conv: int, entry: int) -> None:
    for where in (Delivery.SENDING, Delivery.SENT, Delivery.DELIVERED):
        journal.happen(ev.DeliveryChanged(conv, entry, where))


def _row(conv: int, entry: Entry) -> OutboxRow:
    assert entry.delivery is not None
    return OutboxRow(entry.id, conv, entry.client_ref, entry.text, entry.at, entry.delivery)


def with_event(n: int, what: ev.Happening) -> Books:
    """The good books in which event `n` is another."""
    books = good()
    events = list(books.events)
    events[n - 1] = replace(events[n - 1], what=what)
    return replace(books, events=tuple(events))


def with_more(*happenings: ev.Happening) -> Books:
    """The good books with further events in the journal."""
    books = good()
    more = (ev.Event(n, n, what) for n, what in enumerate(happenings, len(books.events) + 1))
    return replace(books, events=(*books.events, *more))


def with_disk(**parts: object) -> Books:
    """The good books with other parts on disk."""
    books = good()
    assert books.disk is not None
    return replace(books, disk=replace(books.disk, **parts))  # type: ignore[arg-type]


def with_row(entry: int, state: Delivery) -> Books:
    """The good books in which the outbox holds a reply in another state."""
    books = good()
    assert books.disk is not None
    rows = tuple(
        replace(row, state=state) if row.entry == entry else row for row in books.disk.outbox
    )
    return with_disk(outbox=rows)


def misread() -> Books:
    """The good books in which Ana's read mark counts a text too many."""
    events = with_more(ev.ConversationRead(CONV, ANA.name, HELLO, 2)).events
    return with_state_of(events)


def with_state_of(events: Sequence[ev.Event]) -> Books:
    """The good books with `events` and the rows that they make."""
    return replace(with_disk(state=replayed(events)), events=events)


DOCTORED = {
    "a text answered 2xx is not there": ("I1", with_event(HELLO, ev.NoteAdded(CONV, "x", "ana"))),
    "a text is there twice": ("I1", with_more(ev.TextArrived(CONV, "hello"))),
    "the key of a text is not kept": ("I1", with_disk(keys=frozenset({"m1", "m2"}))),
    "a text that nobody sent": ("I2", with_more(ev.TextArrived(CONV, "who?"))),
    "a key that nobody sent": ("I2", with_disk(keys=frozenset({"m1", "m2", "m3", "m4"}))),
    "a hole in the journal": ("I3", replace(good(), events=good().events[1:])),
    "the end of the journal is gone": ("I3", replace(good(), sightings=((99, 1),))),
    "an event was another once": ("I3", replace(good(), sightings=((HELLO, 1),))),
    "a console missed the end": (
        "I4",
        replace(good(), followed=(Followed(ANA.name, Snapshot(0), list(good().events[:-1])),)),
    ),
    "a console's desk differs": ("I5", replace(good(), followed=(Followed("ana", Snapshot(99)),))),
    "a row says otherwise": ("I5", with_disk(state=replayed(good().events[:-1]))),
    "an entry is gone": ("I5", with_disk(entries=())),
    "the outbox says otherwise": ("I5", with_row(REPLY, Delivery.QUEUED)),
    "a reply arrived twice": (
        "I6",
        replace(good(), received=(*good().received, good().received[0])),
    ),
    "a sent reply never arrived": ("I6", replace(good(), received=good().received[:1])),
    "a failed reply arrived": ("I6", with_row(REPLY, Delivery.FAILED)),
    "a text from nobody arrived": (
        "I6",
        replace(good(), received=(*good().received, Received(SAM, SHOP, "psst"))),
    ),
    "replies arrived in another order": ("I7", replace(good(), received=good().received[::-1])),
    "a claim of what another holds": ("I8", with_more(ev.ConversationClaimed(CONV, "ben"))),
    "taken from who does not hold it": (
        "I8",
        with_more(ev.ConversationTakenOver(CONV, "sue", "ben")),
    ),
    "a release of another's claim": ("I8", with_more(ev.ConversationReleased(CONV, "ben", "ben"))),
    "a reply by who does not hold it": ("I8", with_more(ev.ReplyQueued(CONV, "x", "b-1", "ben"))),
    "a read mark counts wrong": ("I9", misread()),
    "a reply is queued after STOP": ("I10", with_more(ev.ReplyQueued(CONV, "x", "a-2", "ana"))),
    "a reply leaves after STOP": (
        "I10",
        with_more(
            ev.DeliveryChanged(CONV, REPLY, Delivery.SENDING),
            ev.DeliveryChanged(CONV, REPLY, Delivery.SENT),
        ),
    ),
    "a log holds a text": ("I11", replace(good(), logs=("all is well", "taken: hello"))),
    "a log holds a number": ("I11", replace(good(), logs=("from +1 (905) 555-0128",))),
    "the database is damaged": ("I12", with_disk(faults=("row 3 is missing",))),
    "a granted command is not there": (
        "granted",
        replace(good(), told=(Told("ben", cmd.Claim(CONV), cmd.Granted(CLAIM)),)),
    ),
    "a look-up was granted another event": (
        "granted",
        replace(good(), told=(Told("ben", cmd.LookUpReply(CONV, REPLY), cmd.Granted(CLAIM)),)),
    ),
    "a repeat was granted otherwise": (
        "granted",
        replace(good(), told=(*good().told, replace(good().told[0], answer=cmd.Granted(9)))),
    ),
    "a receipt was forgotten": ("receipts", with_row(REPLY, Delivery.SENT)),
}


def test_good_books_have_no_findings() -> None:
    assert findings(good()) == []


def test_the_numbers_named_above_are_theirs() -> None:
    what = [event.what for event in good().events]
    assert isinstance(what[HELLO - 1], ev.TextArrived)
    assert isinstance(what[CLAIM - 1], ev.ConversationClaimed)
    assert isinstance(what[REPLY - 1], ev.ReplyQueued)
    assert isinstance(what[CONV - 1], ev.ConversationOpened)


@pytest.mark.parametrize(("name", "books"), DOCTORED.values(), ids=DOCTORED)
def test_doctored_books_are_found(name: str, books: Books) -> None:
    assert name in {one.partition(":")[0] for one in findings(books)}


def test_a_receipt_of_one_copy_of_two_proves_nothing_about_the_other() -> None:
    books = with_row(REPLY, Delivery.SENT)
    (first, *others) = books.received
    again = replace(first, receipted=False)
    one = findings(replace(books, received=(first, again, *others)))
    assert not any(finding.startswith("receipts") for finding in one)
    both = findings(replace(books, received=(first, first, *others)))
    assert any(finding.startswith("receipts") for finding in both)


def test_every_invariant_has_a_doctored_book() -> None:
    assert {name for name, _ in DOCTORED.values()} == set(INVARIANTS)
