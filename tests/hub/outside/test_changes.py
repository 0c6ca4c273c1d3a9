"""Plans carried out against the sandbox: put, read back, written down, refused, taken back."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.hub.outside.account import (
    do,
    granted,
    number_target,
    pool_target,
    put,
    raw,
    refused,
    setup_of,
    tell,
    wish,
)
from tests.hub.outside.bench import SEGMENT, Bench, as_it_came, no_fault
from tests.waiting import until
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core import questions as qu
from tmchat.core.records import Agent, Role
from tmchat.core.setup.plans import Kind, Plan, Target, reverse
from tmchat.core.setup.trees import Difference

AUTO_REPLY = {
    "route_type": "Autoreply",
    "route": {"autoreply_enabled": True, "autoreply_message": "Back at 9."},
}
HERE = "http://desk.test/hook/"


def audit(bench: Bench) -> Any:
    """The audit log, newest first."""
    return tell(bench, qu.ChangesMade())


async def test_a_change_is_put_read_back_and_written_down(bench: Bench) -> None:
    target = await number_target(bench)
    await put(bench, target, sms_routes=AUTO_REPLY)
    setup = await setup_of(bench, target)
    assert setup.tree["sms"] == {"kind": "auto_reply", "enabled": True, "text": "Back at 9."}
    bench.carrier.asked.clear()
    n = await granted(bench, wish(setup, sms__text="Back at 10.", name="Evenings"))
    assert [method for method, _ in bench.carrier.asked] == ["GET", "PUT", "GET"]
    account = await raw(bench, target)
    assert account["name"] == "Evenings"
    assert account["sms_routes"]["route"]["autoreply_message"] == "Back at 10."
    line = (await audit(bench)).changes[0]
    assert (line.n, line.by, line.carried_out) == (n, "ada", True)
    assert set(line.plan.changes) == {
        Difference("name", setup.tree["name"], "Evenings"),
        Difference("sms.text", "Back at 9.", "Back at 10."),
    }
    known = bench.number(setup.label)
    assert (known.name, known.route["text"]) == ("Evenings", "Back at 10.")


async def test_without_changes_there_is_nothing_to_do(bench: Bench) -> None:
    setup = await setup_of(bench, await number_target(bench))
    head = bench.hub.switchboard.past.head
    assert await do(bench, wish(setup)) == cmd.Granted()
    assert bench.hub.switchboard.past.head == head


async def test_what_changed_meanwhile_is_said_and_nothing_done(bench: Bench) -> None:
    target = await number_target(bench)
    setup = await setup_of(bench, target)
    await put(bench, target, sms_routes=AUTO_REPLY)
    refusal = await refused(bench, wish(setup, name="Evenings"))
    assert refusal.code == "changed"
    assert "SMS route: “none” → “auto_reply”" in refusal.sentence
    assert (await raw(bench, target))["name"] != "Evenings"
    assert await granted(bench, wish(await setup_of(bench, target), name="Evenings"))


async def test_unknown_fields_beside_the_blocks_move_freely_unless_they_are_changed(
    bench: Bench,
) -> None:
    target = await number_target(bench)
    await put(bench, target, last_seen={"at": 1})
    setup = await setup_of(bench, target)
    assert setup.tree["other"] == {"last_seen": {"at": 1}}
    to_five = wish(setup, other={"last_seen": {"at": 5}})
    await put(bench, target, last_seen={"at": 2})
    assert (await refused(bench, to_five)).code == "changed"
    await granted(bench, wish(setup, name="Evenings"))
    assert (await raw(bench, target))["last_seen"] == {"at": 2}
    now = await setup_of(bench, target)
    await granted(bench, wish(now, other={"last_seen": {"at": 5}}))
    assert (await raw(bench, target))["last_seen"] == {"at": 5}


async def test_a_state_that_nobody_was_told_of_is_changed_too(bench: Bench) -> None:
    target = await number_target(bench)
    setup = replace(await setup_of(bench, target), version="made up")
    plan = Plan(target, setup.label, "made up", (Difference("name", "Never", "Evenings"),))
    refusal = await refused(bench, cmd.ChangeSetup(plan))
    assert refusal.code == "changed"
    assert "Name: “Never” → " in refusal.sentence


async def test_a_plan_given_twice_is_carried_out_once(bench: Bench) -> None:
    target = await number_target(bench)
    command = wish(await setup_of(bench, target), name="Evenings")
    await granted(bench, command)
    bench.carrier.asked.clear()
    assert await do(bench, command) == cmd.Granted()
    assert "PUT" not in [method for method, _ in bench.carrier.asked]


async def test_a_pool_is_changed_and_its_numbers_follow(bench: Bench) -> None:
    target = await pool_target(bench)
    told = await tell(bench, qu.SetupOf(target))
    assert told.numbers
    await granted(bench, wish(told.setup, match_period=77, sms__kind="webhook", sms__url=HERE))
    account = await raw(bench, target)
    assert account["match_period"] == 77
    assert account["sms_routes"]["route"]["inbound_webhook_url"] == f"{HERE}{SEGMENT}"
    assert all(bench.number(one.number).attached for one in told.numbers)
    refusal = await refused(
        bench, wish(await setup_of(bench, target), sms__kind="forward", sms__url=None)
    )
    assert "cannot forward" in refusal.sentence
    member = Target(Kind.NUMBER, told.numbers[0].id)
    refusal = await refused(bench, cmd.ChangeSetup(Plan(member, "", "", ())))
    assert refusal.code == "pool"


async def test_a_group_is_changed(bench: Bench) -> None:
    await number_target(bench)
    target = Target(Kind.GROUP, next(iter(bench.hub.switchboard.inbox.groups)))
    setup = await setup_of(bench, target)
    owners = (await tell(bench, qu.AccountParts())).owners
    await granted(bench, wish(setup, name="Tyres North", owner=int(owners[0].id)))
    known = bench.hub.switchboard.inbox.groups[target.id]
    assert (known.name, known.owner) == ("Tyres North", owners[0].name)


async def test_a_route_pointed_here_and_away_stays_true_on_the_desk(bench: Bench) -> None:
    target = await number_target(bench)
    await put(bench, target, sms_routes=AUTO_REPLY)
    setup = await setup_of(bench, target)
    n = await granted(
        bench, wish(setup, sms__kind="webhook", sms__url=HERE, sms__text=None, sms__enabled=None)
    )
    known = bench.number(setup.label)
    assert known.attached
    assert known.route_before == {"kind": "auto_reply", "enabled": True, "text": "Back at 9."}
    assert (await raw(bench, target))["sms_routes"]["route"] == {
        "inbound_webhook_url": f"{HERE}{SEGMENT}"
    }
    journal = await bench.hub.store.since(0, 10_000)
    assert SEGMENT not in repr(journal)
    now = await setup_of(bench, target)
    event = await bench.hub.store.event(n)
    assert event is not None
    assert isinstance(event.what, ev.SetupChanged)
    undo = cmd.ChangeSetup(reverse(event.what.plan, now), undoes=n)
    back = await granted(bench, undo)
    assert (await raw(bench, target))["sms_routes"] == AUTO_REPLY
    assert not bench.number(setup.label).attached
    assert bench.number(setup.label).route_before is None
    line = (await audit(bench)).changes[0]
    assert (line.n, line.undoes) == (back, n)


async def test_undo_leaves_alone_what_was_changed_again(bench: Bench) -> None:
    target = await number_target(bench)
    setup = await setup_of(bench, target)
    n = await granted(
        bench, wish(setup, name="Evenings", sms__kind="auto_reply", sms__text="Back at 9.")
    )
    await granted(bench, wish(await setup_of(bench, target), name="Nights"))
    now = await setup_of(bench, target)
    event = await bench.hub.store.event(n)
    assert event is not None
    assert isinstance(event.what, ev.SetupChanged)
    await granted(bench, cmd.ChangeSetup(reverse(event.what.plan, now), undoes=n))
    account = await raw(bench, target)
    assert account["name"] == "Nights"
    assert account["sms_routes"] == {"route_type": "None"}
    later = await setup_of(bench, target)
    assert (await refused(bench, cmd.ChangeSetup(Plan(target, "", later.version), 1))).code == (
        "unknown"
    )
    again = cmd.ChangeSetup(Plan(target, "", later.version), undoes=n)
    assert "left to take back" in (await refused(bench, again)).sentence


REFUSALS = {
    400: "finds the request wrong",
    401: "does not accept the token",
    403: "does not allow this",
    409: "clashes with",
    429: "asked too often",
}


@pytest.mark.parametrize(("status", "words"), REFUSALS.items())
async def test_a_refusal_of_telmetrics_is_told_and_listed(
    bench: Bench, status: int, words: str
) -> None:
    target = await number_target(bench)
    before = await raw(bench, target)
    setup = await setup_of(bench, target)
    fault = {"field": "sms_routes.route.autoreply_message", "message": "Too rude."}

    def refuse(request: httpx.Request) -> httpx.Response | None:
        if request.method != "PUT":
            return None
        return httpx.Response(status, json={"message": "No.", "errors": [fault]})

    bench.carrier.fault = refuse
    refusal = await refused(
        bench, wish(setup, sms__kind="auto_reply", sms__enabled=True, sms__text="Go away.")
    )
    assert refusal.code == "telmetrics"
    assert words in refusal.sentence
    assert [(one.field, one.sentence) for one in refusal.problems] == [("sms.text", "Too rude.")]
    bench.carrier.fault = no_fault
    assert await raw(bench, target) == before
    line = (await audit(bench)).changes[0]
    assert not line.carried_out
    assert words in line.words


async def test_what_is_gone_is_said_to_be(bench: Bench) -> None:
    target = await number_target(bench)
    command = wish(await setup_of(bench, target), name="Evenings")
    await bench.account.delete(f"/numbers/{target.id}")
    assert (await refused(bench, command)).code == "gone"
    assert (await tell(bench, qu.SetupOf(target))).code == "gone"


def cut(request: httpx.Request) -> httpx.Response | None:
    """No answer comes to a PUT, POST or DELETE."""
    if request.method != "GET":
        raise httpx.ReadTimeout("slow")
    return None


async def test_a_change_whose_answer_never_came_is_read_again(bench: Bench) -> None:
    target = await number_target(bench)
    setup = await setup_of(bench, target)
    bench.carrier.after = lambda request, answer: cut(request)
    n = await granted(bench, wish(setup, name="Evenings"))
    assert (await audit(bench)).changes[0].n == n


@pytest.mark.parametrize("fault", [cut, lambda request: failing(request)])
async def test_a_change_that_did_not_arrive_is_said_plainly(bench: Bench, fault: Any) -> None:
    target = await number_target(bench)
    setup = await setup_of(bench, target)
    bench.carrier.fault = fault
    refusal = await refused(bench, wish(setup, name="Evenings"))
    assert refusal.code == "unknown"
    assert "Read again, it is as it was before." in refusal.sentence
    line = (await audit(bench)).changes[0]
    assert not line.carried_out
    assert "as it was before" in line.words


def failing(request: httpx.Request) -> httpx.Response | None:
    """Telmetrics fails at every change."""
    return None if request.method == "GET" else httpx.Response(500, json={"message": "Oops."})


async def test_an_outcome_that_cannot_be_read_is_settled_later(bench: Bench) -> None:
    target = await number_target(bench)
    setup = await setup_of(bench, target)
    writes = 0

    def away(request: httpx.Request, answer: httpx.Response) -> httpx.Response | None:
        nonlocal writes
        writes += request.method == "PUT"
        if writes:
            raise httpx.ReadTimeout("slow")
        return None

    bench.carrier.after = away
    refusal = await refused(bench, wish(setup, name="Evenings"))
    assert refusal.code == "unknown"
    assert "notes the outcome" in refusal.sentence
    line = (await audit(bench)).changes[0]
    assert not line.carried_out
    assert line.words.endswith("the outcome is not known yet")
    bench.carrier.after = as_it_came
    await granted(bench, cmd.RefreshNumbers())
    assert (await audit(bench)).changes[0].carried_out
    assert len([one for one in (await audit(bench)).changes if one.label == setup.label]) == 1


async def test_a_change_that_telmetrics_takes_in_part_is_told_and_kept_true(bench: Bench) -> None:
    target = await number_target(bench)
    setup = await setup_of(bench, target)
    before = await raw(bench, target)

    def without_the_name(request: httpx.Request, answer: httpx.Response) -> httpx.Response | None:
        if request.method != "GET" or not request.url.path.endswith(f"/{target.id}"):
            return None
        return httpx.Response(200, json={**answer.json(), "name": before["name"]})

    bench.carrier.after = without_the_name
    refusal = await refused(
        bench, wish(setup, name="Evenings", sms__kind="auto_reply", sms__text="Hi.")
    )
    assert refusal.code == "partly"
    assert refusal.sentence.endswith("kept as it was: Name.")
    line = (await audit(bench)).changes[0]
    assert [one.path for one in line.plan.changes] == ["sms.kind", "sms.text"]


async def test_a_hub_that_ended_in_between_settles_at_its_next_start(
    bench: Bench, tmp_path: Path
) -> None:
    folder = tmp_path / "two"
    async with Bench(folder, carrier=bench.carrier) as first:
        target = await number_target(first)
        setup = await setup_of(first, target)
        plan = wish(setup, name="Evenings").plan
        done = ev.ChangeIntended("ChangeSetup", target, setup.label, "ada", "x", plan)
        other = wish(setup, sms__kind="auto_reply", sms__text="Never sent.").plan
        undone = ev.ChangeIntended("ChangeSetup", target, setup.label, "ada", "y", other)
        await first.hub.switchboard.record(lambda inbox: (done, undone))
        await put(first, target, name="Evenings")
    async with Bench(folder, carrier=bench.carrier) as second:
        await until(lambda: not second.hub.administration.trouble)
        newest, older = (await audit(second)).changes[:2]
        assert (newest.carried_out, "as it was before" in newest.words) == (False, True)
        assert older.carried_out
        assert older.plan.changes == plan.changes


async def test_a_hub_that_stops_in_the_middle_of_a_change_settles_it_later(
    bench: Bench, tmp_path: Path
) -> None:
    folder = tmp_path / "two"
    carrier = bench.carrier

    def hang(request: httpx.Request) -> httpx.Response | None:
        if request.method == "PUT":
            carrier.hold.clear()
        return None

    async with Bench(folder, carrier=carrier) as first:
        target = await number_target(first)
        command = wish(await setup_of(first, target), name="Evenings")
        carrier.fault = hang
        asked = asyncio.create_task(do(first, command))
        await until(lambda: not carrier.hold.is_set())
    with suppress(asyncio.CancelledError):
        await asked
    carrier.fault = no_fault
    carrier.hold.set()
    async with Bench(folder, carrier=carrier) as second:
        await until(lambda: not second.hub.administration.trouble)
        (line,) = (await audit(second)).changes
        assert not line.carried_out
        assert "as it was before" in line.words


async def test_only_who_may_changes_and_reads(bench: Bench) -> None:
    target = await number_target(bench)
    command = wish(await setup_of(bench, target), name="Evenings")
    for role in (Role.AGENT, Role.SUPERVISOR):
        outcome = await do(bench, command, Agent("x", role))
        assert isinstance(outcome, cmd.Refused)
        assert outcome.code == "forbidden"
    told = await tell(bench, qu.ChangesMade(), Agent("x", Role.AGENT))
    assert told.code == "forbidden"
    assert isinstance(await tell(bench, qu.SetupOf(target), Agent("x", Role.AGENT)), qu.SetupTold)


async def test_a_carrier_that_is_away_is_said(bench: Bench) -> None:
    target = await number_target(bench)
    command = wish(await setup_of(bench, target), name="Evenings")
    bench.carrier.down = True
    assert "cannot be reached" in (await refused(bench, command)).sentence
    assert "cannot be reached" in (await tell(bench, qu.SetupOf(target))).sentence
