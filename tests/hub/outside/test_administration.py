"""Numbers onto the desk and back, against the sandbox: the route that was is the route again."""

import asyncio
from collections.abc import Container
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.hub.outside.account import pool_target
from tests.hub.outside.bench import SEGMENT, Bench, Rewrite, as_it_came, no_fault
from tests.waiting import until
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core import questions as qu
from tmchat.core.hours import Answering
from tmchat.core.records import Agent, Role, TrackingNumber

ADMINISTRATOR = Agent("administrator-ann", Role.ADMINISTRATOR)
CLOSED = Answering(enabled=True, zone="America/Toronto", after_hours="We are closed.")
AUTO_REPLY = {
    "route_type": "Autoreply",
    "route": {"autoreply_enabled": True, "autoreply_message": "Back at 9."},
}


async def do(bench: Bench, command: cmd.Command) -> cmd.Outcome:
    """Gives a command as the administrator."""
    return await bench.hub.switchboard.command(ADMINISTRATOR, command)


async def first_number(bench: Bench, block: dict[str, Any]) -> tuple[str, int]:
    """E.164 and id of a number of the account whose SMS route is set to `block`."""
    assert isinstance(await do(bench, cmd.RefreshNumbers()), cmd.Granted)
    number = next(
        one for one in bench.hub.switchboard.inbox.numbers.values() if one.id and not one.pool
    )
    response = await bench.account.put(f"/numbers/{number.id}", json={"sms_routes": block})
    assert response.status_code == 200
    return number.number, number.id


async def route_at_the_carrier(bench: Bench, number_id: int) -> Any:
    """The number's `sms_routes` block as the account has it."""
    return (await bench.account.get(f"/numbers/{number_id}")).json()["sms_routes"]


async def test_the_account_is_read_without_being_asked(bench: Bench) -> None:
    await until(lambda: not bench.hub.administration.trouble)
    inbox = bench.hub.switchboard.inbox
    assert inbox.numbers
    assert inbox.groups
    assert all(number.group in inbox.groups for number in inbox.numbers.values())
    assert any(group.owner for group in inbox.groups.values())


async def test_a_second_reading_without_news_records_nothing(bench: Bench) -> None:
    await do(bench, cmd.RefreshNumbers())
    head = bench.hub.switchboard.past.head
    await do(bench, cmd.RefreshNumbers())
    assert bench.hub.switchboard.past.head == head


async def test_a_number_gone_from_the_account_is_unlisted(bench: Bench) -> None:
    number, number_id = await first_number(bench, AUTO_REPLY)
    assert (await bench.account.delete(f"/numbers/{number_id}")).status_code == 200
    await do(bench, cmd.RefreshNumbers())
    assert number not in bench.hub.switchboard.inbox.numbers


def leaving_out(numbers: Container[str]) -> Rewrite:
    """A listing that leaves out phone numbers, as one read page by page can."""

    def rewrite(request: httpx.Request, answer: httpx.Response) -> httpx.Response | None:
        if request.method != "GET" or request.url.path.removeprefix("/v3/api") != "/numbers":
            return None
        body = answer.json()
        kept = [one for one in body["results"] if one["phone_number"] not in numbers]
        return httpx.Response(200, json=body | {"results": kept})

    return rewrite


async def answering_number(bench: Bench) -> str:
    """A number that is attached and answers after hours by itself."""
    number, _ = await first_number(bench, AUTO_REPLY)
    await do(bench, cmd.AttachNumber(number))
    assert isinstance(await do(bench, cmd.SetAnswering(number, CLOSED)), cmd.Granted)
    return number


async def test_a_number_that_a_listing_leaves_out_keeps_auto_reply_and_route(bench: Bench) -> None:
    number = await answering_number(bench)
    known = bench.number(number)
    assert known.answering is not None
    assert known.route_before is not None
    head = bench.hub.switchboard.past.head
    bench.carrier.after = leaving_out({number.removeprefix("+1")})
    await do(bench, cmd.RefreshNumbers())
    bench.carrier.after = as_it_came
    await do(bench, cmd.RefreshNumbers())
    assert bench.number(number) == known
    assert bench.hub.switchboard.past.head == head


async def test_empty_listings_empty_no_desk(bench: Bench) -> None:
    await answering_number(bench)
    await pool_target(bench)
    inbox = bench.hub.switchboard.inbox
    numbers, groups = dict(inbox.numbers), dict(inbox.groups)
    empty = {"results": [], "paging": {"pageNumber": 1, "pageSize": 1000, "total": 0}}
    listings = ("/numbers", "/groups", "/numberpools")
    bench.carrier.after = lambda request, answer: (
        httpx.Response(200, json=empty)
        if request.url.path.removeprefix("/v3/api") in listings
        else None
    )
    await do(bench, cmd.RefreshNumbers())
    assert (inbox.numbers, inbox.groups) == (numbers, groups)


async def test_a_pool_gone_from_the_account_takes_its_numbers_along(bench: Bench) -> None:
    pool = await pool_target(bench)
    inbox = bench.hub.switchboard.inbox
    members = {one.number for one in inbox.numbers.values() if one.pool == pool.id}
    assert len(members) == 3
    assert (await bench.account.delete(f"/numberpools/{pool.id}")).status_code == 200
    await do(bench, cmd.RefreshNumbers())
    assert not members & set(inbox.numbers)
    assert bench.carrier.asked.count(("GET", f"/numberpools/{pool.id}")) == 1


async def test_what_cannot_be_asked_for_stays_until_it_can(bench: Bench) -> None:
    number, number_id = await first_number(bench, AUTO_REPLY)
    assert (await bench.account.delete(f"/numbers/{number_id}")).status_code == 200
    bench.carrier.fault = lambda request: (
        httpx.Response(500) if request.url.path.endswith(f"/numbers/{number_id}") else None
    )
    assert isinstance(await do(bench, cmd.RefreshNumbers()), cmd.Granted)
    assert number in bench.hub.switchboard.inbox.numbers
    bench.carrier.fault = no_fault
    await do(bench, cmd.RefreshNumbers())
    assert number not in bench.hub.switchboard.inbox.numbers


async def test_an_auto_reply_stays_with_a_number_that_the_account_never_listed(
    bench: Bench,
) -> None:
    silent = ev.NumberListed(TrackingNumber("+14165550188"))
    answered = ev.NumberListed(TrackingNumber("+14165550199", answering=CLOSED))
    await bench.hub.switchboard.record(lambda inbox: (silent, answered))
    await do(bench, cmd.RefreshNumbers())
    assert bench.number("+14165550199").answering == CLOSED
    assert "+14165550188" not in bench.hub.switchboard.inbox.numbers


async def test_attaching_points_the_route_here_and_remembers_what_it_was(bench: Bench) -> None:
    number, number_id = await first_number(bench, AUTO_REPLY)
    assert isinstance(await do(bench, cmd.AttachNumber(number)), cmd.Granted)
    assert await route_at_the_carrier(bench, number_id) == {
        "route_type": "Webhook",
        "route": {"inbound_webhook_url": f"http://desk.test/hook/{SEGMENT}"},
    }
    known = bench.number(number)
    assert known.attached
    assert known.route == {"kind": "webhook", "url": "http://desk.test/hook/"}
    assert known.route_before == {"kind": "auto_reply", "enabled": True, "text": "Back at 9."}


@pytest.mark.parametrize(
    "block", [AUTO_REPLY, {"route_type": "None"}, {"route_type": "SmartNumber", "route": {}}]
)
async def test_detaching_gives_the_route_back(bench: Bench, block: dict[str, Any]) -> None:
    number, number_id = await first_number(bench, block)
    before = await route_at_the_carrier(bench, number_id)
    await do(bench, cmd.AttachNumber(number))
    assert isinstance(await do(bench, cmd.DetachNumber(number)), cmd.Granted)
    assert await route_at_the_carrier(bench, number_id) == before
    known = bench.number(number)
    assert not known.attached
    assert known.route_before is None


async def test_attaching_twice_keeps_the_first_memory(bench: Bench) -> None:
    number, _ = await first_number(bench, AUTO_REPLY)
    await do(bench, cmd.AttachNumber(number))
    head = bench.hub.switchboard.past.head
    assert await do(bench, cmd.AttachNumber(number)) == cmd.Granted()
    assert bench.hub.switchboard.past.head == head
    assert bench.number(number).route_before["kind"] == "auto_reply"


async def while_telmetrics_thinks(bench: Bench, command: cmd.Command, number: str) -> cmd.Outcome:
    """Gives `command`, and sets the number's auto-reply before Telmetrics answers."""
    place = ("GET", f"/numbers/{bench.number(number).id}")
    before = bench.carrier.asked.count(place)
    bench.carrier.hold.clear()
    giving = asyncio.create_task(do(bench, command))
    await until(lambda: bench.carrier.asked.count(place) > before)
    assert isinstance(await do(bench, cmd.SetAnswering(number, CLOSED)), cmd.Granted)
    bench.carrier.hold.set()
    return await giving


async def test_an_auto_reply_set_while_a_number_is_attached_stays(bench: Bench) -> None:
    number, _ = await first_number(bench, AUTO_REPLY)
    outcome = await while_telmetrics_thinks(bench, cmd.AttachNumber(number), number)
    assert isinstance(outcome, cmd.Granted)
    assert bench.number(number).attached
    assert bench.number(number).answering == CLOSED


async def test_an_auto_reply_set_while_a_number_turns_out_not_ours_stays(bench: Bench) -> None:
    number, number_id = await first_number(bench, AUTO_REPLY)
    await do(bench, cmd.AttachNumber(number))
    await bench.account.put(f"/numbers/{number_id}", json={"sms_routes": AUTO_REPLY})
    outcome = await while_telmetrics_thinks(bench, cmd.DetachNumber(number), number)
    assert isinstance(outcome, cmd.Refused)
    assert outcome.code == "changed"
    assert not bench.number(number).attached
    assert bench.number(number).answering == CLOSED


async def test_a_reading_keeps_what_only_the_desk_knows(bench: Bench) -> None:
    number, _ = await first_number(bench, AUTO_REPLY)
    await do(bench, cmd.AttachNumber(number))
    known = bench.number(number)
    await do(bench, cmd.RefreshNumbers())
    assert bench.number(number) == known


async def test_the_memory_outlives_a_restart_at_a_new_address(bench: Bench, tmp_path: Path) -> None:
    folder = tmp_path / "two"
    async with Bench(folder, carrier=bench.carrier, public_url="http://old.test") as old:
        number, number_id = await first_number(old, AUTO_REPLY)
        await do(old, cmd.AttachNumber(number))
    async with Bench(folder, carrier=bench.carrier, public_url="http://moved.test") as moved:
        await do(moved, cmd.RefreshNumbers())
        assert not moved.number(number).attached
        assert isinstance(await do(moved, cmd.AttachNumber(number)), cmd.Granted)
        route = await route_at_the_carrier(moved, number_id)
        assert route["route"]["inbound_webhook_url"].startswith("http://moved.test/")
        assert isinstance(await do(moved, cmd.DetachNumber(number)), cmd.Granted)
        assert await route_at_the_carrier(moved, number_id) == AUTO_REPLY


async def test_a_route_changed_elsewhere_is_left_alone_and_said(bench: Bench) -> None:
    number, number_id = await first_number(bench, AUTO_REPLY)
    await do(bench, cmd.AttachNumber(number))
    theirs = {"route_type": "Webhook", "route": {"inbound_webhook_url": "https://crm.test/in"}}
    await bench.account.put(f"/numbers/{number_id}", json={"sms_routes": theirs})
    outcome = await do(bench, cmd.DetachNumber(number))
    assert isinstance(outcome, cmd.Refused)
    assert outcome.code == "changed"
    assert "webhook to crm.test" in outcome.sentence
    assert await route_at_the_carrier(bench, number_id) == theirs
    assert not bench.number(number).attached


async def test_a_number_that_was_never_attached_is_not_detached(bench: Bench) -> None:
    number, number_id = await first_number(bench, AUTO_REPLY)
    outcome = await do(bench, cmd.DetachNumber(number))
    assert isinstance(outcome, cmd.Refused)
    assert outcome.code == "not-attached"
    assert await route_at_the_carrier(bench, number_id) == AUTO_REPLY


@pytest.mark.parametrize(
    ("written", "code"), [("9055550199", "unknown"), ("call me", "number"), ("", "number")]
)
async def test_a_number_that_is_none_of_ours_is_said_to_be(
    bench: Bench, written: str, code: str
) -> None:
    outcome = await do(bench, cmd.AttachNumber(written))
    assert isinstance(outcome, cmd.Refused)
    assert outcome.code == code


async def test_a_number_may_be_written_as_people_do(bench: Bench) -> None:
    number, _ = await first_number(bench, AUTO_REPLY)
    written = f"({number[2:5]}) {number[5:8]}-{number[8:]}"
    assert isinstance(await do(bench, cmd.AttachNumber(written)), cmd.Granted)
    assert bench.number(number).attached


async def test_a_carrier_that_is_away_is_said_and_nothing_changes(bench: Bench) -> None:
    number, number_id = await first_number(bench, AUTO_REPLY)
    bench.carrier.down = True
    for command in (cmd.AttachNumber(number), cmd.RefreshNumbers()):
        outcome = await do(bench, command)
        assert isinstance(outcome, cmd.Refused)
        assert outcome.code == "telmetrics"
        assert "cannot be reached" in outcome.sentence
    bench.carrier.down = False
    assert not bench.number(number).attached
    assert await route_at_the_carrier(bench, number_id) == AUTO_REPLY


async def test_only_an_administrator_may(bench: Bench) -> None:
    number, _ = await first_number(bench, AUTO_REPLY)
    for role in (Role.AGENT, Role.SUPERVISOR):
        outcome = await bench.hub.switchboard.command(Agent("x", role), cmd.AttachNumber(number))
        assert isinstance(outcome, cmd.Refused)
        assert outcome.code == "forbidden"


def cut(request: httpx.Request) -> httpx.Response | None:
    """No answer comes to a PUT."""
    if request.method == "PUT":
        raise httpx.ReadTimeout("slow")
    return None


async def test_an_attaching_whose_answer_never_came_is_read_again(bench: Bench) -> None:
    number, _ = await first_number(bench, AUTO_REPLY)
    bench.carrier.after = lambda request, answer: cut(request)
    assert isinstance(await do(bench, cmd.AttachNumber(number)), cmd.Granted)
    assert bench.number(number).attached
    assert bench.number(number).route_before["kind"] == "auto_reply"
    assert isinstance(await do(bench, cmd.DetachNumber(number)), cmd.Granted)
    assert not bench.number(number).attached


async def test_a_giving_back_that_did_not_arrive_is_said_and_listed(bench: Bench) -> None:
    number, _ = await first_number(bench, AUTO_REPLY)
    await do(bench, cmd.AttachNumber(number))
    bench.carrier.fault = cut
    outcome = await do(bench, cmd.DetachNumber(number))
    assert isinstance(outcome, cmd.Refused)
    assert "still points at this desk" in outcome.sentence
    assert bench.number(number).attached
    told = await bench.hub.switchboard.inquire(ADMINISTRATOR, qu.ChangesMade())
    assert isinstance(told, qu.ChangesTold)
    assert [one.carried_out for one in told.changes] == [False, True]
