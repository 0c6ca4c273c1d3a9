"""Replies: what is sent, to whom the token may go, and what each answer means for the outbox."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.telmetrics.account import TOKEN, Account
from tmchat.telmetrics.errors import NotFound
from tmchat.telmetrics.moments import parse_moment
from tmchat.telmetrics.standins import (
    Accepted,
    NotDelivered,
    RefusedForGood,
    ReplyOutcome,
    Unknown,
    host_of,
    lookup_messages,
    send_reply,
)

URL = "https://api.telmetrics.com/sms/conversations/2f4e/messages"
LOCAL = "http://127.0.0.1:8070/v3/api"


async def outcome(account: Account, url: str = URL) -> ReplyOutcome:
    """What became of one reply."""
    async with account.client() as client:
        return await send_reply(client, url, "In blue, yes.")


async def test_an_accepted_reply() -> None:
    account = Account({"MessageId": "m1", "Status": "Accepted"})
    assert await outcome(account) == Accepted("m1")
    (request,) = account.requests
    assert (request.method, str(request.url)) == ("POST", URL)
    assert request.headers["x-organization-token"] == TOKEN
    assert account.body == {"Message": "In blue, yes."}


async def test_other_field_names_and_a_reference() -> None:
    account = Account({})
    async with account.client() as client:
        sent = await send_reply(
            client, URL, "Yes.", message_field="Body", reference=("Reference", "r-1")
        )
    assert sent == Accepted(None)
    assert account.body == {"Body": "Yes.", "Reference": "r-1"}


@pytest.mark.parametrize("text", ["\ud83d", "😀", "\x1b[2J", "ä" * 1600])
async def test_any_text_is_sent_as_it_is(text: str) -> None:
    account = Account({"MessageId": "m1"})
    async with account.client() as client:
        assert await send_reply(client, URL, text) == Accepted("m1")
    assert account.body == {"Message": text}


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 413, 422, 451])
async def test_definite_refusals(status: int) -> None:
    result = await outcome(Account({"message": "Opted out."}, status=status))
    assert isinstance(result, RefusedForGood)
    assert result.status == status
    assert "Opted out." in result.reason


@pytest.mark.parametrize(
    "raised", [httpx.ConnectError("no"), httpx.ConnectTimeout("no"), httpx.PoolTimeout("no")]
)
async def test_definite_non_delivery(raised: Exception) -> None:
    assert isinstance(await outcome(Account(raised)), NotDelivered)


async def test_too_many() -> None:
    result = await outcome(Account(httpx.Response(429, headers={"Retry-After": "7"})))
    assert isinstance(result, NotDelivered)
    assert (result.retry_after, result.answered) == (7.0, True)


@pytest.mark.parametrize(
    ("answer", "answered", "retry_after"),
    [
        (httpx.Response(503, headers={"Retry-After": "9"}), False, 9.0),
        (httpx.Response(500), False, None),
        (httpx.ReadTimeout("no"), False, None),
        (httpx.ReadError("no"), False, None),
        (httpx.Response(409), True, None),
        (httpx.Response(408), True, None),
        (httpx.Response(302, headers={"Location": URL}), True, None),
        (httpx.Response(200, content=b"<html>"), True, None),
        (httpx.Response(200, json={"Status": "Rejected"}), True, None),
    ],
)
async def test_whether_the_carrier_works_at_all(
    answer: httpx.Response | Exception, answered: bool, retry_after: float | None
) -> None:
    result = await outcome(Account(answer))
    assert isinstance(result, Unknown)
    assert (result.answered, result.retry_after) == (answered, retry_after)


async def test_no_line_is_no_answer() -> None:
    result = await outcome(Account(httpx.ConnectError("no")))
    assert isinstance(result, NotDelivered)
    assert not result.answered


@pytest.mark.parametrize(
    "answer",
    [
        *(httpx.Response(status, json={"message": "?"}) for status in (408, 409, 500, 502, 503)),
        httpx.Response(302, headers={"Location": URL}),
        httpx.Response(200, content=b"<html>"),
        httpx.Response(200, content=b'{"MessageId": "m'),
        httpx.Response(200, json=["m1"]),
        httpx.Response(200, json={"MessageId": "m1", "Status": "Rejected"}),
        httpx.ReadTimeout("no"),
        httpx.WriteTimeout("no"),
        httpx.ReadError("no"),
        httpx.WriteError("no"),
        httpx.RemoteProtocolError("no"),
    ],
)
async def test_what_cannot_be_known(answer: httpx.Response | Exception) -> None:
    account = Account(answer)
    assert isinstance(await outcome(account), Unknown)
    assert len(account.requests) == 1


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/sms/conversations/2f4e/messages",
        "http://api.telmetrics.com/sms",
        "https://api.telmetrics.com.evil.example/sms",
        "https://evil.example/?api.telmetrics.com",
        "https://api.telmetrics.com@evil.example/",
        "https://evil.example@api.telmetrics.com/",
        "https://api.telmetrics.com:8443/sms",
        "https://api.telmetrics.com\\@evil.example/",
        "https://api.telmetrics.com.:443/",
        "//api.telmetrics.com/sms",
        "file://api.telmetrics.com/etc/passwd",
        "https://[::1",
        "https://",
        "https://\ud83d/",
        "https://api.telmetrics.com/\n",
        " https://api.telmetrics.com/",
    ],
)
async def test_the_token_goes_nowhere_else(url: str) -> None:
    account = Account({"MessageId": "m1"})
    result = await outcome(account, url)
    assert isinstance(result, RefusedForGood)
    assert result.status is None
    assert account.requests == []
    assert TOKEN not in result.reason


@given(st.text(st.characters(codec=None, categories=None), max_size=40))
async def test_no_address_raises_or_leads_astray(rest: str) -> None:
    account = Account({"MessageId": "m1"})
    for url in (rest, "https://" + rest, "https://api.telmetrics.com" + rest):
        await outcome(account, url)
    for request in account.requests:
        assert (request.url.scheme, request.url.host) == ("https", "api.telmetrics.com")
        assert request.url.port is None


@pytest.mark.parametrize(
    ("url", "hosts", "allowed"),
    [
        (URL, {"api.telmetrics.com:443"}, True),
        ("https://API.Telmetrics.com:443/sms", {"API.telmetrics.COM"}, True),
        ("https://other.example/sms", {"other.example"}, True),
        (URL, {"other.example"}, False),
        (URL, set(), False),
        ("https://other.example:8443/sms", {"other.example:8443"}, True),
        ("https://other.example:8443/sms", {"other.example"}, False),
        ("http://other.example/sms", {"other.example"}, False),
        ("http://127.0.0.1:8070/sms", {"127.0.0.1:8070"}, True),
        ("http://[::1]:8070/sms", {"[::1]:8070"}, True),
        ("http://localhost:8070/sms", {"localhost:8070"}, True),
        ("http://127.0.0.1:8071/sms", {"127.0.0.1:8070"}, False),
    ],
)
async def test_allowed_hosts(url: str, hosts: set[str], allowed: bool) -> None:
    account = Account({"MessageId": "m1"})
    async with account.client() as client:
        result = await send_reply(client, url, "Yes.", allowed_hosts=frozenset(hosts))
    assert (result == Accepted("m1")) is allowed
    assert len(account.requests) == int(allowed)


async def test_the_own_host_is_allowed_by_default_on_this_machine() -> None:
    account = Account({"MessageId": "m1"})
    async with account.client(LOCAL) as client:
        sent = await send_reply(client, "http://127.0.0.1:8070/sms/conversations/1/messages", "Yes")
    assert sent == Accepted("m1")


async def test_lookup() -> None:
    listed = {
        "MessageId": "m1",
        "Direction": "Outbound",
        "Message": "Yes.",
        "MessageDate": "2026-03-01T17:16:01.147",
        "Reference": "r-1",
    }
    account = Account({"results": [listed], "paging": {"total": 1}})
    async with account.client(LOCAL) as client:
        since = parse_moment("2026-03-01T17:00Z")
        (message,) = await lookup_messages(client, "a/../b", since)
    assert account.requests[-1].url.raw_path.startswith(b"/sms/conversations/a%2F..%2Fb/messages?")
    assert account.query["startdateutc"] == "2026-03-01T17:00"
    assert (message.message_id, message.message, message.direction) == ("m1", "Yes.", "Outbound")
    assert message.at == parse_moment("2026-03-01T17:16:01.147Z")
    assert message.extra == {"Reference": "r-1"}


async def test_lookup_where_there_is_none() -> None:
    async with Account({"message": "No."}, status=404).client(LOCAL) as client:
        with pytest.raises(NotFound):
            await lookup_messages(client, "2f4e", 0)
        for conversation_id in ("", ".", ".."):
            with pytest.raises(ValueError):
                await lookup_messages(client, conversation_id, 0)


@pytest.mark.parametrize(
    ("path", "hosts", "asked"),
    [
        ("/texts/{conversation}", None, "http://127.0.0.1:8070/texts/2f%2F4e"),
        (
            "https://list.example/of?id={conversation}",
            {"list.example"},
            "https://list.example/of",
        ),
        ("https://list.example/{conversation}", None, ""),
        ("http://list.example/{conversation}", {"list.example"}, ""),
        ("/texts/{conversation}", {"list.example"}, ""),
    ],
)
async def test_the_listings_own_address(path: str, hosts: set[str] | None, asked: str) -> None:
    account = Account({"results": [], "paging": {"total": 0}})
    allowed = None if hosts is None else frozenset(hosts)
    async with account.client(LOCAL) as client:
        looking = lookup_messages(client, "2f/4e", 0, path=path, allowed_hosts=allowed)
        if asked:
            assert await looking == ()
            assert str(account.requests[-1].url).partition("?")[0] == asked
        else:
            with pytest.raises(ValueError, match="the address of the listing is"):
                await looking
            assert account.requests == []


@pytest.mark.parametrize(
    ("url", "host"),
    [
        (URL, "api.telmetrics.com"),
        ("https://API.Telmetrics.com:8443/sms", "api.telmetrics.com:8443"),
        ("https://[::1", ""),
        ("", ""),
        ("https://\ud83d/", ""),
    ],
)
def test_the_host_of_an_address(url: str, host: str) -> None:
    assert host_of(url) == host
