"""Numbers, pools, groups and owners ordered and given back against the sandbox: once, or not."""

from dataclasses import replace
from typing import Any

import httpx
import pytest

from tests.hub.outside.account import do, granted, number_target, pool_target, refused, tell
from tests.hub.outside.bench import SEGMENT, Bench, as_it_came, no_fault
from tmchat.core import commands as cmd
from tmchat.core import questions as qu
from tmchat.core.setup.plans import Kind, Target

TREE = {
    "name": "Brand new",
    "sms": {"kind": "webhook", "url": "http://desk.test/hook/"},
    "calls": {"kind": "basic", "termination": "+12075550200"},
    "verify": {"enabled": True, "key": 4, "text": "Press 4."},
}
POOL_TREE = {
    "name": "Search ads",
    "match_period": 30,
    "replace": {"numbers": ["416555TIRE"], "sources": [{"referrer": "Any"}]},
}
TOLLFREE = {"match_type": "Tollfree"}


async def group(bench: Bench) -> int:
    """A number group of the account."""
    await granted(bench, cmd.RefreshNumbers())
    return next(iter(bench.hub.switchboard.inbox.groups))


async def newest(bench: Bench) -> Any:
    """The newest line of the audit log."""
    return (await tell(bench, qu.ChangesMade())).changes[0]


def writes(bench: Bench) -> list[str]:
    """What the hub asked Telmetrics to do so far, but reading."""
    return [path for method, path in bench.carrier.asked if method != "GET"]


async def test_a_number_is_ordered_as_it_is_to_be_set_up(bench: Bench) -> None:
    into = await group(bench)
    request = {"match_type": "LocalToNumber", "local_to_number": "+12075550108"}
    n = await granted(bench, cmd.OrderNumber(into, request, TREE, "ref"))
    line = await newest(bench)
    assert (line.n, line.by, line.words[:21]) == (n, "ada", "ordered a number for ")
    account = (await bench.account.get(f"/numbers/{line.target.id}")).json()
    assert account["sms_routes"]["route"]["inbound_webhook_url"].endswith(SEGMENT)
    assert account["call_routes"]["route"]["termination_number"] == "2075550200"
    assert account["features"]["call_verify"]["key_press"] == 4
    assert bench.number(line.label).attached
    assert bench.number(line.label).group == into


async def test_an_order_repeated_under_its_ref_orders_nothing(bench: Bench) -> None:
    order = cmd.OrderNumber(await group(bench), TOLLFREE, TREE, "ref")
    first = await granted(bench, order)
    assert await granted(bench, order) == first
    assert len(writes(bench)) == 1
    other = replace(order, client_ref="other")
    assert "This name is taken" in (await refused(bench, other)).sentence


async def test_an_order_that_was_refused_may_be_tried_again(bench: Bench) -> None:
    order = cmd.OrderNumber(await group(bench), TOLLFREE, TREE, "ref")
    bench.carrier.fault = lambda request: (
        httpx.Response(400, json={"message": "No."}) if request.method == "POST" else None
    )
    assert (await refused(bench, order)).code == "telmetrics"
    bench.carrier.fault = no_fault
    assert await granted(bench, order)


@pytest.mark.parametrize("arrives", [True, False])
async def test_an_order_whose_answer_never_came_is_looked_for(bench: Bench, arrives: bool) -> None:
    order = cmd.OrderNumber(await group(bench), TOLLFREE, TREE, "ref")

    def cut(request: httpx.Request) -> httpx.Response | None:
        if request.method == "POST":
            raise httpx.ReadTimeout("slow")
        return None

    if arrives:
        bench.carrier.after = lambda request, answer: cut(request)
    else:
        bench.carrier.fault = cut
    outcome = await do(bench, order)
    bench.carrier.fault, bench.carrier.after = no_fault, as_it_came
    if arrives:
        assert isinstance(outcome, cmd.Granted)
        assert (await newest(bench)).words.startswith("ordered a number")
    else:
        assert isinstance(outcome, cmd.Refused)
        assert "no number of this name" in outcome.sentence
        assert not (await newest(bench)).carried_out
        again = await refused(bench, order)
        assert again.code == "unknown"
    assert len(writes(bench)) == 1


@pytest.mark.parametrize(
    ("request_", "quantity", "tree", "words"),
    [
        ({}, 2, POOL_TREE, "kind of number"),
        ({"match_type": "LocalToNumber", "local_to_number": "12"}, 2, POOL_TREE, "ten-digit"),
        (TOLLFREE, 0, POOL_TREE, "between 1 and 500"),
        (TOLLFREE, 2, {**POOL_TREE, "match_period": None}, "how many minutes"),
        (TOLLFREE, 2, {**POOL_TREE, "replace": {}}, "at least one number to replace"),
        (TOLLFREE, 2, {**POOL_TREE, "name": ""}, "A name is needed"),
        (TOLLFREE, 2, {"match_period": 30}, "A name is needed"),
        (TOLLFREE, 2, {"name": "x", "match_period": 30}, "at least one number to replace"),
        (TOLLFREE, 2, {**POOL_TREE, "sms": {"kind": "forward"}}, "cannot forward"),
        (TOLLFREE, 2, {**POOL_TREE, "sms": {"kind": "webhook", "url": "http://x.test"}}, "https"),
    ],
)
async def test_an_order_that_is_not_clear_is_refused_before_anything_is_sent(
    bench: Bench, request_: Any, quantity: int, tree: Any, words: str
) -> None:
    order = cmd.OrderPool(await group(bench), quantity, request_, tree, "ref")
    refusal = await refused(bench, order)
    assert refusal.code == "rules"
    assert words in refusal.sentence
    assert refusal.problems
    assert writes(bench) == []


async def test_a_pool_is_ordered_grows_and_shrinks(bench: Bench) -> None:
    into = await group(bench)
    await granted(bench, cmd.OrderPool(into, 2, TOLLFREE, POOL_TREE, "ref"))
    pool = (await newest(bench)).target
    assert pool.kind is Kind.POOL
    members = [one for one in bench.hub.switchboard.inbox.numbers.values() if one.pool == pool.id]
    assert len(members) == 2
    grow = cmd.GrowPool(pool.id, 3, TOLLFREE, client_ref="more")
    assert await granted(bench, grow) == await granted(bench, grow)
    told = await tell(bench, qu.SetupOf(pool))
    assert (len(told.numbers), told.setup.tree["quantity"]) == (5, 5)
    member = told.numbers[0]
    wrong = cmd.ReleaseNumber(member.id, "12345", pool.id)
    assert (await refused(bench, wrong)).code == "digits"
    outside = cmd.ReleaseNumber(member.id, member.number)
    assert (await refused(bench, outside)).code == "pool"
    await granted(bench, cmd.ReleaseNumber(member.id, member.number, pool.id))
    assert member.number not in bench.hub.switchboard.inbox.numbers
    refusal = await refused(bench, cmd.RemoveSetup(pool, "Search ads"))
    assert refusal.code == "held"


async def test_a_pool_that_did_not_grow_says_how_many_it_has(bench: Bench) -> None:
    target = await pool_target(bench)

    def cut(request: httpx.Request) -> httpx.Response | None:
        if request.method == "POST":
            raise httpx.ReadTimeout("slow")
        return None

    bench.carrier.fault = cut
    refusal = await refused(bench, cmd.GrowPool(target.id, 2, TOLLFREE))
    assert "The pool has 3 numbers" in refusal.sentence


async def test_a_number_given_back_keeps_its_conversations(bench: Bench) -> None:
    target = await number_target(bench)
    number = next(
        one.number for one in bench.hub.switchboard.inbox.numbers.values() if one.id == target.id
    )
    await bench.text("Hello", number=number[2:])
    (conversation,) = bench.conversations
    for digits in ("", "0", number[:-1], number[3:]):
        refusal = await refused(bench, cmd.ReleaseNumber(target.id, digits))
        assert refusal.code == "digits"
    written = f"({number[2:5]}) {number[5:8]}-{number[8:]}"
    await granted(bench, cmd.ReleaseNumber(target.id, written))
    assert (await bench.account.get(f"/numbers/{target.id}")).status_code == 404
    assert number not in bench.hub.switchboard.inbox.numbers
    assert bench.conversations == [conversation]
    page = await bench.hub.store.page(conversation.id)
    assert "Hello" in [entry.text for entry in page.entries]
    line = await newest(bench)
    assert (line.label, line.words) == (number, "gave the number back")


async def test_a_group_is_made_and_removed_once_it_is_empty(bench: Bench) -> None:
    await group(bench)
    tree = {"name": "Tyres North", "dni": "OneToOne"}
    assert await granted(bench, cmd.MakeGroup(tree, "ref")) == await granted(
        bench, cmd.MakeGroup(tree, "ref")
    )
    made = (await newest(bench)).target
    assert bench.hub.switchboard.inbox.groups[made.id].name == "Tyres North"
    assert "taken" in (await refused(bench, cmd.MakeGroup(tree, "again"))).sentence
    assert (await refused(bench, cmd.RemoveSetup(made, "Tyres"))).code == "name"
    await granted(bench, cmd.OrderNumber(made.id, TOLLFREE, TREE, "number"))
    number = await newest(bench)
    assert (await refused(bench, cmd.RemoveSetup(made, "Tyres North"))).code == "held"
    await granted(bench, cmd.ReleaseNumber(number.target.id, number.label))
    await granted(bench, cmd.RemoveSetup(made, "Tyres North"))
    assert made.id not in bench.hub.switchboard.inbox.groups
    assert made.id not in bench.hub.store.load().groups
    assert (await refused(bench, cmd.RemoveSetup(made, "Tyres North"))).code == "gone"
    target = Target(Kind.NUMBER, 5)
    assert (await refused(bench, cmd.RemoveSetup(target, "x"))).code == "kind"


async def test_a_group_gone_from_the_account_is_unlisted(bench: Bench) -> None:
    answer = await bench.account.post("/groups", json={"name": "For a day"})
    await granted(bench, cmd.RefreshNumbers())
    made = answer.json()["id"]
    assert made in bench.hub.switchboard.inbox.groups
    await bench.account.delete(f"/groups/{made}")
    await granted(bench, cmd.RefreshNumbers())
    assert made not in bench.hub.switchboard.inbox.groups
    assert made not in bench.hub.store.load().groups


async def test_an_owner_is_made(bench: Bench) -> None:
    assert (await refused(bench, cmd.MakeOwner(" "))).code == "rules"
    await granted(bench, cmd.MakeOwner("Dealer council", "council@example.test", "ref"))
    owners = (await tell(bench, qu.AccountParts())).owners
    (made,) = [one for one in owners if one.name == "Dealer council"]
    assert "council@example.test" in made.more


async def test_a_push_is_replayed_and_its_fault_told(bench: Bench) -> None:
    await bench.public.post(f"/hook/{SEGMENT}", content=b'{"strange": "\xff"}')
    (push,) = (await tell(bench, qu.PushesTaken(unread_only=True))).pushes
    refusal = await refused(bench, cmd.ReplayPush(push.id))
    assert refusal.code == "unreadable"
    assert push.note in refusal.sentence
    assert (await refused(bench, cmd.ReplayPush(999))).code == "unknown"
    await bench.text("Hello")
    (taken, *_) = (await tell(bench, qu.PushesTaken())).pushes
    assert await granted(bench, cmd.ReplayPush(taken.id)) == 0
