"""Tests of the line between hub and carrier under attack: pushes in, replies out.

What the proxy does is said to neither side; the books of both are compared at the end.
"""

from pathlib import Path

import pytest

from tests.faultproxy.desk import ProxiedDesk, proxied_desk
from tests.faultproxy.trouble import Harm, Order, Way
from tests.waiting import until
from tmchat.core.commands import Granted, SendReply
from tmchat.core.records import Delivery


async def replied(desk: ProxiedDesk, conversation: int, words: str) -> int:
    """The entry of a reply that was granted, by somebody who saw everything."""
    console = desk.followers[0]
    seen = desk.hub.switchboard.inbox.conversations[conversation].last_entry
    outcome = await console.ask(SendReply(conversation, words, f"ref-{words}", seen))
    assert isinstance(outcome, Granted), outcome
    return desk.entry_of(f"ref-{words}")


@pytest.mark.parametrize(
    ("harm", "status"),
    [
        (Harm.ANSWERED_AFTER, 502),
        (Harm.ANSWERED_AFTER, 500),
        (Harm.HANGS_AFTER, 0),
        (Harm.CUT_AFTER, 0),
    ],
    ids=["502 after", "500 after", "hangs after", "cut after"],
)
async def test_what_the_carrier_took_and_nobody_heard_of_is_unknown_and_never_sent_again(
    tmp_path: Path, harm: Harm, status: int
) -> None:
    async with proxied_desk(tmp_path) as desk:
        await desk.console("ana")
        about = (await desk.conversation()).id
        desk.carrier.trouble.orders.append(Order("POST /sms/", harm, status))
        entry = await replied(desk, about, "first")
        await until(lambda: desk.delivery(entry) is Delivery.UNKNOWN, 10)
        further = await replied(desk, about, "second")
        await until(lambda: desk.delivery(further) is Delivery.DELIVERED, 10)
        books = await desk.books()
        assert desk.delivery(entry) is Delivery.UNKNOWN
        assert [one.text for one in books.received] == ["first", "second"]
        assert sum("POST /sms/" in line for line in desk.carrier.requests) == 2


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_server_error_is_unknown_although_nothing_was_sent(
    tmp_path: Path, status: int
) -> None:
    """From outside this looks exactly like the case above, so no machine may send it again."""
    async with proxied_desk(tmp_path) as desk:
        await desk.console("ana")
        about = (await desk.conversation()).id
        order = Order("POST /sms/", Harm.ANSWERED_BEFORE, status)
        desk.carrier.trouble.orders.append(order)
        entry = await replied(desk, about, "first")
        await until(lambda: desk.delivery(entry) is Delivery.UNKNOWN, 10)
        assert (await desk.books()).received == ()


async def test_what_the_carrier_surely_did_not_take_is_sent_again_and_arrives_once(
    tmp_path: Path,
) -> None:
    async with proxied_desk(tmp_path) as desk:
        await desk.console("ana")
        about = (await desk.conversation()).id
        order = Order("POST /sms/", Harm.ANSWERED_BEFORE, 429, times=2)
        desk.carrier.trouble.orders.append(order)
        entry = await replied(desk, about, "first")
        later = await replied(desk, about, "second")
        await until(lambda: desk.delivery(later) is Delivery.DELIVERED, 15)
        assert desk.delivery(entry) is Delivery.DELIVERED
        books = await desk.books()
        assert [one.text for one in books.received] == ["first", "second"]
        assert sum("POST /sms/" in line for line in desk.carrier.requests) == 4


@pytest.mark.parametrize(
    ("harm", "status", "again"),
    [
        (Harm.ANSWERED_BEFORE, 429, False),
        (Harm.ANSWERED_BEFORE, 500, False),
        (Harm.HANGS_BEFORE, 0, False),
        (Harm.ANSWERED_AFTER, 502, True),
        (Harm.HANGS_AFTER, 0, True),
        (Harm.CUT_AFTER, 0, True),
    ],
    ids=["429", "500", "hangs", "502 after", "hangs after", "cut after"],
)
async def test_a_push_that_went_wrong_is_repeated_and_stored_once(
    tmp_path: Path, harm: Harm, status: int, again: bool
) -> None:
    async with proxied_desk(tmp_path) as desk:
        await desk.console("ana")
        desk.webhook.trouble.orders.append(Order("POST /hook/", harm, status, times=2))
        for count in range(3):
            await desk.text(f"text {count}")
        books = await desk.books()
        assert len(books.pushes) == 3
        assert all(one.accepted for one in books.pushes)
        (conversation,) = desk.hub.switchboard.inbox.conversations.values()
        assert conversation.inbound == 3
        repeats = [one for one in await desk.hub.store.inbound_list(50) if one.status == "repeated"]
        assert bool(repeats) is again


async def test_a_push_cut_on_its_way_up_is_no_text_until_it_is_whole(tmp_path: Path) -> None:
    async with proxied_desk(tmp_path) as desk:
        await desk.console("ana")
        desk.webhook.trouble.cut_in[Way.UP] = 300
        await desk.text("the one text")
        books = await desk.books()
        assert desk.webhook.connections > 1
        assert [one.text for one in books.pushes] == ["the one text"]


async def test_through_a_carrier_a_third_of_a_second_away_all_arrives_in_order(
    tmp_path: Path,
) -> None:
    async with proxied_desk(tmp_path, reply_timeout=5.0) as desk:
        await desk.console("ana")
        about = (await desk.conversation()).id
        desk.carrier.trouble.latency = 0.15
        words = [f"reply {count}" for count in range(3)]
        for one in words:
            await replied(desk, about, one)
        books = await desk.books()
        assert [one.text for one in books.received] == words
