"""Tests of replies of unknown delivery: sent again by an agent's word, left, or looked up."""

import asyncio
from pathlib import Path

import pytest

from tests.hub.engine.rig import (
    ANA,
    BEN,
    Carrier,
    Clock,
    Desk,
    ended,
    kinds,
    open_desk,
    payload,
    replies,
    running_outbox,
    states,
    until,
)
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.records import Delivery
from tmchat.hub.settling import Doubt, Lookup, match
from tmchat.hub.store.interface import OutboxRow
from tmchat.telmetrics.errors import NotFound
from tmchat.telmetrics.standins import (
    Accepted,
    ListedMessage,
    NotDelivered,
    RefusedForGood,
    ReplyOutcome,
    Unknown,
)

CUT = Unknown("The answer was cut.")
LAG, FLIGHT = 10.0, 20.0
PLACE = "conversation-1"


class ListingCarrier(Carrier):
    """Lists what it took `lag` seconds later; `arrives` says of each attempt whether it was taken,
    whatever the answer (default: it was)."""

    def __init__(
        self, clock: Clock, *script: ReplyOutcome | Exception, arrives: str = "", lag: float = 0.0
    ) -> None:
        super().__init__(*script)
        self.looks: list[tuple[str, int]] = []
        self.broken: list[Exception] = []
        self._clock = clock
        self._arrives = list(arrives)
        self._lag = lag
        self._listed: list[ListedMessage] = []

    async def __call__(self, url: str, field: str, text: str, client_ref: str) -> ReplyOutcome:
        outcome = await super().__call__(url, field, text, client_ref)
        if not self._arrives or self._arrives.pop(0) == "y":
            name = f"m{len(self.sent)}"
            self._listed.append(ListedMessage(name, text, "Outbound", self._clock.now, "Sent"))
            if isinstance(outcome, Accepted):
                return Accepted(name)
        return outcome

    async def look(self, conversation: str, since: int) -> list[ListedMessage]:
        """The listing as it is now."""
        self.looks.append((conversation, self._clock.now))
        if self.broken:
            raise self.broken.pop(0)
        until = self._clock.now - self._lag * 1000
        return [one for one in self._listed if one.at is not None and since <= one.at <= until]

    @property
    def lookup(self) -> Lookup:
        """The listing as an outbox uses it."""
        return Lookup(self.look, LAG, FLIGHT)


async def texted(desk: Desk, words: str = "hello", key: str = "m1") -> int:
    """A text of a texter whose conversation the carrier names; the conversation."""
    await desk.intake.take(payload(words, key=key, ConversationId=PLACE), {})
    (about,) = desk.switchboard.inbox.conversations
    return about


def resend(desk: Desk, about: int, entry: int, ref: str = "again") -> cmd.ResendReply:
    return cmd.ResendReply(about, entry, ref, desk.switchboard.inbox.head)


async def unknown_reply(desk: Desk, about: int) -> int:
    """Waits for the newest reply to become unknown."""
    await until(lambda: bool(desk.switchboard.past.inbox().conversations[about].unknown))
    return desk.switchboard.inbox.conversations[about].unknown[-1]


async def test_an_agent_has_an_unknown_reply_sent_again_once(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        about = await texted(desk)
        carrier = Carrier(CUT)
        async with running_outbox(desk, carrier):
            await desk.reply(about, "one", "ref-1")
            entry = await unknown_reply(desk, about)
            command = resend(desk, about, entry)
            granted = await desk.switchboard.command(ANA, command)
            assert isinstance(granted, cmd.Granted)
            (reply,) = await ended(desk, about, Delivery.UNKNOWN)
            assert await desk.switchboard.command(ANA, command) == granted
        assert reply.delivery is Delivery.SENT
        assert carrier.sent == ["one", "one"]
        assert kinds(await desk.events()).count("ReplyResent") == 1
        told = [Delivery.SENDING, Delivery.UNKNOWN, Delivery.SENDING, Delivery.SENT]
        assert await states(desk, entry) == told
        assert desk.switchboard.inbox.conversations[about].unknown == ()


async def test_what_is_sent_again_waits_its_turn_also_over_a_restart(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        about = await texted(desk)
        carrier = Carrier(CUT)
        async with running_outbox(desk, carrier):
            await desk.reply(about, "one", "ref-1")
            entry = await unknown_reply(desk, about)
        await desk.reply(about, "two", "ref-2")
        await desk.switchboard.command(ANA, resend(desk, about, entry))
        await desk.reply(about, "three", "ref-3")
    async with open_desk(tmp_path) as desk:
        carrier = Carrier()
        async with running_outbox(desk, carrier):
            await ended(desk, about)
        assert carrier.sent == ["two", "one", "three"]


async def test_nothing_is_sent_again_after_stop(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        about = await texted(desk)
        carrier = Carrier(CUT)
        async with running_outbox(desk, carrier):
            await desk.reply(about, "one", "ref-1")
            entry = await unknown_reply(desk, about)
            await texted(desk, "STOP", key="m2")
            refused = await desk.switchboard.command(ANA, resend(desk, about, entry))
        assert isinstance(refused, cmd.Refused)
        assert refused.code == "opted-out"
        assert carrier.sent == ["one"]


async def test_a_stop_before_the_second_attempt_leaves_it_unknown(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        about = await texted(desk)
        carrier = Carrier(CUT)
        async with running_outbox(desk, carrier):
            await desk.reply(about, "one", "ref-1")
            entry = await unknown_reply(desk, about)
        await desk.switchboard.command(ANA, resend(desk, about, entry))
        await texted(desk, "STOP", key="m2")
        async with running_outbox(desk, carrier):
            (reply,) = await ended(desk, about)
        assert reply.delivery is Delivery.UNKNOWN
        assert "may have arrived" in reply.reason
        assert carrier.sent == ["one"]


async def test_a_day_begins_anew_with_the_wish_to_send_again(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        about = await texted(desk)
        carrier = Carrier(CUT)
        async with running_outbox(desk, carrier):
            await desk.reply(about, "one", "ref-1")
            entry = await unknown_reply(desk, about)
            clock.now += 3 * 24 * 60 * 60 * 1000
            await desk.switchboard.command(ANA, resend(desk, about, entry))
            (reply,) = await ended(desk, about, Delivery.UNKNOWN)
        assert reply.delivery is Delivery.SENT


async def test_what_is_left_stays_unknown_and_holds_nobody_up(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        about = await texted(desk)
        carrier = ListingCarrier(clock, CUT, arrives="n")
        carrier.broken = [NotFound(404, "no such listing")] * 10_000
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            await desk.reply(about, "one", "ref-1")
            entry = await unknown_reply(desk, about)
            await desk.reply(about, "two", "ref-2")
            assert carrier.sent == ["one"]
            await desk.switchboard.command(ANA, cmd.LeaveReply(about, entry))
            first, second = await ended(desk, about)
        assert (first.delivery, second.delivery) == (Delivery.UNKNOWN, Delivery.SENT)
        assert "ana left it at that" in first.reason
    async with open_desk(tmp_path, clock) as desk:
        carrier = ListingCarrier(clock)
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            await desk.reply(about, "three", "ref-3")
            await ended(desk, about)
        assert carrier.sent == ["three"]
        assert not carrier.looks


async def test_without_a_listing_nothing_can_be_looked_up(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        about = await texted(desk)
        async with running_outbox(desk, Carrier(CUT)):
            await desk.reply(about, "one", "ref-1")
            entry = await unknown_reply(desk, about)
            refused = await desk.switchboard.command(ANA, cmd.LookUpReply(about, entry))
        assert isinstance(refused, cmd.Refused)
        assert refused.code == "no-listing"


async def test_what_the_listing_has_was_sent(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        about = await texted(desk)
        carrier = ListingCarrier(clock, CUT, lag=LAG - 1)
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            await desk.reply(about, "one", "ref-1")
            (reply,) = await ended(desk, about, Delivery.UNKNOWN)
        assert reply.delivery is Delivery.SENT
        assert carrier.sent == ["one"]
        assert [place for place, _ in carrier.looks] == [PLACE]
        row = await desk.store.reply(reply.id)
        assert row is not None and row.carrier_id == "m1"


async def test_what_is_listed_late_is_not_sent_again(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        about = await texted(desk)
        carrier = ListingCarrier(clock, CUT, lag=LAG + FLIGHT - 1)
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            await desk.reply(about, "one", "ref-1")
            (reply,) = await ended(desk, about, Delivery.UNKNOWN)
        assert reply.delivery is Delivery.SENT
        assert carrier.sent == ["one"]
        assert len(carrier.looks) == 2


async def test_what_the_listing_lacks_is_sent_again_only_when_it_must_have_it(
    tmp_path: Path,
) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        about = await texted(desk)
        carrier = ListingCarrier(clock, CUT, arrives="n")
        began: list[int] = []

        async def note() -> None:
            began.append(clock.now)

        carrier.before = note
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            await desk.reply(about, "one", "ref-1")
            await desk.reply(about, "two", "ref-2")
            first, second = await ended(desk, about, Delivery.UNKNOWN)
        assert first.delivery is second.delivery is Delivery.SENT
        assert carrier.sent == ["one", "one", "two"]
        assert began[1] - began[0] > (LAG + FLIGHT) * 1000
        assert len(carrier.looks) == 2
        assert kinds(await desk.events()).count("ReplyMissed") == 1


async def test_a_listing_that_cannot_be_read_proves_nothing(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        about = await texted(desk)
        carrier = ListingCarrier(clock, CUT)
        carrier.broken = [NotFound(404, "not yet")] * 20
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            await desk.reply(about, "one", "ref-1")
            (reply,) = await ended(desk, about, Delivery.UNKNOWN)
        assert reply.delivery is Delivery.SENT
        assert carrier.sent == ["one"]
        assert len(carrier.looks) == 21


async def test_after_a_day_it_is_a_persons_to_decide(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        about = await texted(desk)
        carrier = ListingCarrier(clock, CUT)
        carrier.broken = [NotFound(404, "never")] * 5_000
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            await desk.reply(about, "one", "ref-1")
            await desk.reply(about, "two", "ref-2")
            await unknown_reply(desk, about)
            first, second = await ended(desk, about)
            assert first.delivery is Delivery.UNKNOWN
            assert (second.delivery, second.reason) == (
                Delivery.FAILED,
                "It could not be sent within a day.",
            )
            look = cmd.LookUpReply(about, first.id)
            unread = await desk.switchboard.command(BEN, look)
            assert isinstance(unread, cmd.Refused) and unread.code == "listing"
            carrier.broken.clear()
            assert isinstance(await desk.switchboard.command(BEN, look), cmd.Granted)
            first, _ = await ended(desk, about, Delivery.UNKNOWN)
        assert first.delivery is Delivery.SENT
        assert carrier.sent == ["one"]


@pytest.mark.parametrize("arrives", ["yy", "yn", "ny"])
async def test_two_equal_texts_are_told_apart(tmp_path: Path, arrives: str) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        about = await texted(desk)
        carrier = ListingCarrier(clock, CUT, CUT, arrives=arrives)
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            await desk.reply(about, "yes", "ref-1")
            await desk.reply(about, "yes", "ref-2")
            both = await ended(desk, about, Delivery.UNKNOWN)
        assert [one.delivery for one in both] == [Delivery.SENT] * 2
        rows = [await desk.store.reply(one.id) for one in both]
        names = [row.carrier_id for row in rows if row is not None]
        assert len(set(names)) == 2 and all(names)
        assert len(carrier.sent) == 2 + arrives.count("n")


async def test_a_crash_while_sending_is_settled_at_the_next_start(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        about = await texted(desk)
        carrier = ListingCarrier(clock)
        never = asyncio.Event()

        async def hang() -> None:
            await never.wait()

        carrier.before = hang
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            await desk.reply(about, "one", "ref-1")
            await desk.reply(about, "two", "ref-2")
            await until(lambda: bool(carrier.sent))
    async with open_desk(tmp_path, clock) as desk:
        again = ListingCarrier(clock)
        async with running_outbox(desk, again, lookup=again.lookup):
            first, second = await ended(desk, about, Delivery.UNKNOWN)
        assert first.delivery is second.delivery is Delivery.SENT
        assert again.sent == ["one", "two"]
        assert len(again.looks) == 2


async def test_a_stop_while_it_settles_goes_on_at_the_next_start_and_waits_anew(
    tmp_path: Path,
) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        about = await texted(desk)
        async with running_outbox(desk, Carrier(CUT)):
            await desk.reply(about, "one", "ref-1")
            await unknown_reply(desk, about)
    async with open_desk(tmp_path, clock) as desk:
        began = clock.now
        carrier = ListingCarrier(clock)
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            (reply,) = await ended(desk, about, Delivery.UNKNOWN)
        assert reply.delivery is Delivery.SENT
        assert carrier.sent == ["one"]
        assert carrier.looks[-1][1] - began > (LAG + FLIGHT) * 1000


async def test_where_the_carrier_names_no_conversation_a_person_decides(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        conv = await desk.text("hello", key="m1")
        carrier = ListingCarrier(clock, CUT)
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            await desk.reply(conv.id, "one", "ref-1")
            await desk.reply(conv.id, "two", "ref-2")
            first, second = await ended(desk, conv.id)
            refused = await desk.switchboard.command(ANA, cmd.LookUpReply(conv.id, first.id))
        assert (first.delivery, second.delivery) == (Delivery.UNKNOWN, Delivery.SENT)
        assert isinstance(refused, cmd.Refused)
        assert not carrier.looks


async def test_after_stop_what_the_listing_lacks_has_failed(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        about = await texted(desk)
        carrier = ListingCarrier(clock, CUT, arrives="n")

        async def stop() -> None:
            await texted(desk, "STOP", key="m2")

        carrier.before = stop
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            await desk.reply(about, "one", "ref-1")
            (reply,) = await ended(desk, about, Delivery.UNKNOWN)
        assert reply.delivery is Delivery.FAILED
        assert "opted out" in reply.reason
        assert carrier.sent == ["one"]


async def test_an_agent_does_not_wait_for_the_machine(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        about = await texted(desk)
        carrier = ListingCarrier(clock, CUT, arrives="n")
        carrier.broken = [NotFound(404, "never")] * 10_000
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            await desk.reply(about, "one", "ref-1")
            entry = await unknown_reply(desk, about)
            await desk.switchboard.command(ANA, resend(desk, about, entry))
            (reply,) = await ended(desk, about, Delivery.UNKNOWN)
        assert reply.delivery is Delivery.SENT
        assert carrier.sent == ["one", "one"]


async def test_a_refusal_after_the_listing_lacked_it_is_a_failure(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        about = await texted(desk)
        carrier = ListingCarrier(clock, CUT, RefusedForGood(400, "No."), arrives="nn")
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            await desk.reply(about, "one", "ref-1")
            (reply,) = await ended(desk, about, Delivery.UNKNOWN)
        assert (reply.delivery, reply.reason) == (Delivery.FAILED, "No.")


async def test_what_did_not_leave_is_not_looked_up(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        about = await texted(desk)
        carrier = ListingCarrier(clock, NotDelivered("No line."), arrives="ny")
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            await desk.reply(about, "one", "ref-1")
            await ended(desk, about)
        assert not carrier.looks
        assert [one.delivery for one in await replies(desk, about)] == [Delivery.SENT]


def row(entry: int, text: str = "yes", **more: object) -> OutboxRow:
    """A reply of conversation 1."""
    found = OutboxRow(entry, 1, f"r{entry}", text, queued_at=0, attempts=1)
    for name, value in more.items():
        object.__setattr__(found, name, value)
    return found


def listed(name: str, text: str = "yes", direction: str | None = "Outbound") -> ListedMessage:
    return ListedMessage(name, text, direction, 0, "Sent")


MINE = row(9, state=Delivery.UNKNOWN)
MATCHES = [
    # what is listed, the other replies, what comes of it
    ([], [], None),
    ([listed("a")], [], "a"),
    ([listed("a", direction=None)], [], "a"),
    ([listed("a", "other words")], [], None),
    ([listed("a", direction="Inbound")], [], None),
    ([listed("a")], [row(5, carrier_id="a", state=Delivery.SENT)], None),
    ([listed("a"), listed("b")], [row(5, carrier_id="a", state=Delivery.SENT)], "b"),
    ([listed("a")], [row(5, state=Delivery.UNKNOWN)], Doubt()),
    ([listed("a")], [row(5, state=Delivery.SENDING)], Doubt()),
    ([listed("a")], [row(5, state=Delivery.FAILED)], "a"),
    ([listed("a")], [row(5, attempts=0)], "a"),
    ([listed("a")], [row(5, "other", state=Delivery.UNKNOWN)], "a"),
    ([listed("a")], [row(5, state=Delivery.SENT)], Doubt()),
    (
        [listed("a"), listed("b")],
        [row(5, carrier_id="a", state=Delivery.SENT, doubtful=True)],
        Doubt(),
    ),
    ([], [row(5, state=Delivery.UNKNOWN)], None),
]


@pytest.mark.parametrize(("messages", "others", "found"), MATCHES)
def test_whose_a_listed_text_is(
    messages: list[ListedMessage], others: list[OutboxRow], found: str | Doubt | None
) -> None:
    assert match(MINE, messages, [*others, MINE]) == found


async def test_decisions_have_plain_forms_on_disk(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        about = await texted(desk)
        async with running_outbox(desk, Carrier(CUT)):
            await desk.reply(about, "one", "ref-1")
            entry = await unknown_reply(desk, about)
            await desk.switchboard.command(ANA, cmd.LeaveReply(about, entry))
    async with open_desk(tmp_path) as desk:
        left = [event.what for event in await desk.events()]
        assert ev.UnknownLeft(about, entry, "ana") in left
        assert desk.switchboard.inbox.conversations[about].unknown == ()
