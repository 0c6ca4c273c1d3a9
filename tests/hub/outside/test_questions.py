"""What the hub tells of its account, its journal and its pushes; nothing of it is changed."""

from collections.abc import Awaitable, Callable
from random import Random
from typing import Any

import httpx
import pytest

from tests.hub.outside.account import granted, number_target, pool_target, put, raw, tell, wish
from tests.hub.outside.account import setup_of as setup_now
from tests.hub.outside.bench import SEGMENT, START, Bench
from tmchat.core import commands as cmd
from tmchat.core import questions as qu
from tmchat.core.plainform import one_of, plain
from tmchat.core.records import Role
from tmchat.core.setup.plans import Kind, Target
from tmchat.hub.addresses import Trials
from tmchat.hub.callbook import PAGE
from tmchat.hub.hook import Hook

FOREVER = 1 << 50


async def test_setups_are_told_by_kind_and_group(bench: Bench) -> None:
    pool = await pool_target(bench)
    told = await tell(bench, qu.SetupsOf(Kind.NUMBER))
    inbox = bench.hub.switchboard.inbox
    alone = {one.id for one in inbox.numbers.values() if not one.pool}
    assert {one.target.id for one in told.setups} == alone
    assert (told.page, told.pages) == (1, 1)
    assert {one.target.id for one in (await tell(bench, qu.SetupsOf(Kind.POOL))).setups} == {
        pool.id
    }
    groups = (await tell(bench, qu.SetupsOf(Kind.GROUP))).setups
    assert {one.target.id for one in groups} == set(inbox.groups)
    group = groups[0].target.id
    some = (await tell(bench, qu.SetupsOf(Kind.NUMBER, group))).setups
    assert some
    assert {one.tree["group"] for one in some} == {group}
    assert (await tell(bench, qu.SetupsOf(Kind.NUMBER, group, 2))).setups == ()
    assert len((await tell(bench, qu.SetupsOf(Kind.GROUP, group))).setups) == 1
    one = await tell(bench, qu.SetupOf(some[0].target))
    assert one.setup == some[0]


async def test_pages_of_setups_follow_those_of_the_account(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tmchat.hub.setups.told.PAGE", 5)
    await number_target(bench)
    found: list[int] = []
    page, pages = 1, 1
    while page <= pages:
        told = await tell(bench, qu.SetupsOf(Kind.NUMBER, page=page))
        assert len(told.setups) <= 5
        found += [one.target.id for one in told.setups]
        page, pages = page + 1, told.pages
    assert pages > 1
    assert sorted(found) == sorted(one.id for one in bench.hub.switchboard.inbox.numbers.values())


def some_calls(count: int, number: str) -> list[dict[str, Any]]:
    """Calls to a number, a minute apart, not in order."""
    calls = [
        {
            "id": 2_179_874_818 + place,
            "tracking_number": number,
            "caller_number": "9055550128",
            "answer_status": "answered",
            "ring_duration": 5,
            "call_duration": 61,
            "start_time_utc": f"2026-03-01T{place // 60:02}:{place % 60:02}:00",
            "caller_details": {"name": "Sam Reed", "city": "Peoria", "state": "IL"},
            "routing": {"keypress": "2"},
            "conversation_analytics": {
                "call_score": 88,
                "voice_link": "https://a.test/1.mp3",
                "keywords": [{"keyword": "price", "count": 2}],
                "transcription": [{"speaker": "caller", "seconds": 1.5, "text": "Hello?"}],
            },
            "attribution_details": {"rule_description": "Google Paid", "utm_term": "tyres"},
        }
        for place in range(count)
    ]
    Random(1).shuffle(calls)
    return calls


async def test_calls_are_told_newest_first_a_page_at_a_time(bench: Bench) -> None:
    calls = [*some_calls(PAGE + 1, "2245550121"), *some_calls(3, "2245550199")]

    def answer(request: httpx.Request) -> httpx.Response | None:
        if not request.url.path.endswith("/calls"):
            return None
        paging = {"pageNumber": 1, "pageSize": 1000, "total": len(calls)}
        return httpx.Response(200, json={"results": calls, "paging": paging})

    bench.carrier.fault = answer
    first = await tell(bench, qu.CallsBetween(0, FOREVER, "(224) 555-0121"))
    assert (len(first.calls), first.pages) == (PAGE, 2)
    times = [call.at for call in first.calls]
    assert times == sorted(times, reverse=True)
    bench.carrier.asked.clear()
    second = await tell(bench, qu.CallsBetween(0, FOREVER, "(224) 555-0121", 2))
    assert [path for _, path in bench.carrier.asked if path == "/calls"] == []
    (oldest,) = second.calls
    assert oldest.number == "+12245550121"
    assert (oldest.name, oldest.place, oldest.key) == ("Sam Reed", "Peoria, IL", "2")
    assert (oldest.score, oldest.keywords, oldest.lasted) == (88, ("price",), 61)
    assert oldest.attribution.rule == "Google Paid"
    assert oldest.transcript == ()
    assert len((await tell(bench, qu.CallsBetween(0, FOREVER))).calls) == PAGE
    assert (await tell(bench, qu.CallsBetween(5, 5))).calls == ()
    assert (await tell(bench, qu.CallsBetween(0, FOREVER, "call me"))).code == "number"


async def test_the_sandboxes_own_calls_are_told_whole(bench: Bench) -> None:
    found = (await tell(bench, qu.CallsBetween(0, FOREVER))).calls
    if not found:
        pytest.skip("the sandbox has no calls at its start")
    whole = [(await tell(bench, qu.CallOf(call.id))).call for call in found[:30]]
    assert any(call.transcript for call in whole)
    assert any(call.score >= 0 for call in whole)
    assert (await tell(bench, qu.CallOf(1))).code == "gone"


async def test_the_parts_of_the_account_are_told(bench: Bench) -> None:
    url = f"http://desk.test/hook/{SEGMENT}"
    actions = ["SmsDetails.SmsConversationStart"]
    body = {"url": url, "collection_type": "SmsDetails", "actions": actions}
    assert (await bench.account.post("/configurations/webhooks", json=body)).status_code == 200
    parts = await tell(bench, qu.AccountParts())
    assert all((parts.chat_clients, parts.files, parts.owners, parts.types, parts.billing_groups))
    assert parts.integrations
    assert "http://desk.test/hook/" in [one.name for one in parts.webhooks]
    assert SEGMENT not in repr(parts)


async def test_what_an_account_does_not_offer_is_empty(bench: Bench) -> None:
    def without(request: httpx.Request) -> httpx.Response | None:
        offers = ("/chatclients", "/datastore", "/grouptypes", "/webhooks", "/billinggroups")
        gone = request.url.path.endswith(offers)
        return httpx.Response(404, json={"message": "Not here."}) if gone else None

    bench.carrier.fault = without
    parts = await tell(bench, qu.AccountParts())
    assert parts.owners
    assert (parts.chat_clients, parts.files, parts.types, parts.webhooks) == ((), (), (), ())
    bench.carrier.down = True
    assert (await tell(bench, qu.AccountParts())).code == "telmetrics"


async def test_the_audit_log_is_told_in_pages_and_by_target(bench: Bench) -> None:
    target = await number_target(bench)
    names = [f"Name {place}" for place in range(5)]
    for name in names:
        await granted(bench, wish(await setup_now(bench, target), name=name))
    number = (await setup_now(bench, target)).label
    await granted(bench, cmd.AttachNumber(number))
    await granted(bench, cmd.DetachNumber(number))
    other = next(one for one in bench.hub.switchboard.inbox.numbers.values() if one.id != target.id)
    there = Target(Kind.NUMBER, other.id)
    await granted(bench, wish(await setup_now(bench, there), name="Another"))
    everything = (await tell(bench, qu.ChangesMade())).changes
    assert [line.n for line in everything] == sorted((one.n for one in everything), reverse=True)
    assert len(everything) == 8
    assert everything[1].words == "gave it back to no SMS route"
    assert everything[2].words == "attached it to this desk"
    mine = (await tell(bench, qu.ChangesMade(target=target))).changes
    assert [line.n for line in mine] == [line.n for line in everything[1:]]
    paged: list[int] = []
    before = 0
    while lines := (await tell(bench, qu.ChangesMade(before, limit=3))).changes:
        paged += [line.n for line in lines]
        before = lines[-1].n
    assert paged == [line.n for line in everything]


async def test_pushes_are_told_with_and_without_their_bodies(bench: Bench) -> None:
    for place in range(5):
        await bench.text(f"Hello {place}")
    await bench.public.post(f"/hook/{SEGMENT}", content=b"\xff")
    newest = (await tell(bench, qu.PushesTaken(limit=2))).pushes
    assert [push.status for push in newest] == ["unreadable", "taken"]
    older = (await tell(bench, qu.PushesTaken(before=newest[-1].id))).pushes
    assert len(older) == 4
    assert (await tell(bench, qu.PushesTaken(unread_only=True))).pushes == newest[:1]
    body = (await tell(bench, qu.PushTaken(newest[1].id))).push.body
    assert '"Message": "Hello 4"' in body
    odd = (await tell(bench, qu.PushTaken(newest[0].id))).push.body
    assert odd.encode("utf-8", "surrogateescape") == b"\xff"
    assert (await tell(bench, qu.PushTaken(999))).code == "unknown"


async def test_questions_come_over_http_in_plain_form(bench: Bench) -> None:
    target = await number_target(bench)
    async with bench.client(Role.AGENT) as client:
        answer = await client.post("/agents/questions", json=plain(qu.SetupOf(target)))
        assert answer.status_code == 200
        told = one_of(qu.Told, answer.json())
        assert told.setup == await setup_now(bench, target)
        assert (await client.post("/agents/questions", content=b"{")).status_code == 400
        assert (await client.post("/agents/questions", json={"is": "Why"})).status_code == 400
        answer = await client.post("/agents/questions", json=plain(qu.ChangesMade()))
        assert answer.status_code == 403
        gone = plain(qu.SetupOf(Target(Kind.NUMBER, 1)))
        assert (await client.post("/agents/questions", json=gone)).json()["is"] == "Refused"
    assert await raw(bench, target)
    await put(bench, target, name="Still here")


class Net(httpx.AsyncBaseTransport):
    """Answers what a test gives and keeps the requests."""

    def __init__(self, answer: Callable[[httpx.Request], httpx.Response]) -> None:
        self.requests: list[httpx.Request] = []
        self._answer = answer

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self._answer(request)


def trials(
    answer: Callable[[httpx.Request], httpx.Response],
    found: str = "93.184.216.34",
    *,
    private: bool = False,
) -> tuple[Trials, Net]:
    """Trials on a net where every host has the address `found`."""

    async def resolve(host: str, port: int) -> list[str]:
        if not found:
            raise OSError("no such host")
        return [found]

    net = Net(answer)
    hook = Hook("http://desk.test", (SEGMENT,))
    made: Callable[[str, int], Awaitable[list[str]]] = resolve
    return Trials(hook, lambda: START, Random(1), private, made, net), net


async def test_an_address_is_tried_at_the_ip_that_was_found_fit() -> None:
    there, net = trials(lambda request: httpx.Response(202, text="thanks \x1b[2J"))
    tried = await there.try_address("https://crm.test:8443/in?key=1")
    assert tried == qu.AddressTried(202, "It took the test push (202): thanks ␛[2J")
    (request,) = net.requests
    assert str(request.url) == "https://93.184.216.34:8443/in?key=1"
    assert request.headers["host"] == "crm.test:8443"
    assert request.extensions["sni_hostname"] == "crm.test"
    assert "x-organization-token" not in request.headers
    assert b"test push from tmchat" in request.content


@pytest.mark.parametrize(
    ("url", "found", "words"),
    [
        ("http://crm.test/in", "93.184.216.34", "an https address"),
        ("https://127.0.0.1/in", "127.0.0.1", "private net"),
        ("https://[::1]/in", "::1", "private net"),
        ("https://[::ffff:10.0.0.1]/in", "::1", "private net"),
        ("https://localhost/in", "127.0.0.1", "private net"),
        ("https://crm.test/in", "192.168.1.4", "private net"),
        ("https://crm.test/in", "169.254.169.254", "private net"),
        ("https://crm.test/in", "", "no host crm.test"),
        ("crm.test", "93.184.216.34", "https://host/path"),
        ("https://crm.test:0/", "93.184.216.34", "https://host/path"),
        ("https://a:b@crm.test/", "93.184.216.34", "name and password"),
        ("http://desk.test/hook/", "93.184.216.34", "That is this desk"),
    ],
)
async def test_an_address_that_must_not_be_tried_is_not(url: str, found: str, words: str) -> None:
    there, net = trials(lambda request: httpx.Response(200), found)
    tried = await there.try_address(url)
    assert tried.status == 0
    assert words in tried.sentence
    assert net.requests == []


async def test_a_private_address_is_tried_where_the_hub_allows_it() -> None:
    there, net = trials(lambda request: httpx.Response(200), "10.0.0.9", private=True)
    assert (
        await there.try_address("http://crm.test/in")
    ).sentence == "It took the test push (200)."
    assert str(net.requests[0].url) == "http://10.0.0.9/in"


async def test_an_address_that_does_not_take_it_is_said_to() -> None:
    there, _ = trials(lambda request: httpx.Response(302, headers={"location": "http://10.0.0.1"}))
    assert "answered 302" in (await there.try_address("https://crm.test/in")).sentence

    def slow(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("slow")

    there, _ = trials(slow)
    assert "did not answer" in (await there.try_address("https://crm.test/in")).sentence

    def closed(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    there, _ = trials(closed)
    assert "No connection" in (await there.try_address("https://crm.test/in")).sentence
