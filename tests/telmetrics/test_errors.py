"""Every way a call can fail, as statuses and over real sockets; replies have their own tests."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx
import pytest

from tests.telmetrics.account import TOKEN, Account
from tmchat.telmetrics.client import Telmetrics
from tmchat.telmetrics.errors import (
    BadRequest,
    Conflict,
    CutAnswer,
    Forbidden,
    NotFound,
    Refused,
    ServerFault,
    TelmetricsError,
    TimedOut,
    TooMany,
    Unauthorized,
    UnexpectedAnswer,
    Unreachable,
)

Session = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def failure(account: Account) -> TelmetricsError:
    """The error a plain GET ends in."""
    async with account.client() as client:
        with pytest.raises(TelmetricsError) as caught:
            await client.billing_groups.list()
    return caught.value


@pytest.mark.parametrize(
    ("status", "kind", "may_have_arrived"),
    [
        (400, BadRequest, False),
        (401, Unauthorized, False),
        (403, Forbidden, False),
        (404, NotFound, False),
        (408, Refused, True),
        (409, Conflict, True),
        (418, Refused, False),
        (429, TooMany, False),
        (500, ServerFault, True),
        (503, ServerFault, True),
        (302, UnexpectedAnswer, True),
    ],
)
async def test_status(status: int, kind: type[TelmetricsError], may_have_arrived: bool) -> None:
    error = await failure(Account({"message": "No such luck."}, status=status))
    assert type(error) is kind
    assert error.may_have_arrived is may_have_arrived
    assert str(status) in str(error)
    if status != 302:
        assert "No such luck." in str(error)
    assert error.in_full().endswith("." if status == 302 else "No such luck.")
    assert not error.in_full().endswith("..")


async def test_field_faults() -> None:
    error = await failure(
        Account(
            {"message": "Invalid.", "errors": [{"field": "name", "message": "is taken"}, 7, {}]},
            status=400,
        )
    )
    assert isinstance(error, BadRequest)
    assert error.message == "Invalid."
    assert error.fields == (("name", "is taken"),)
    assert str(error).endswith("(400): Invalid. name: is taken")


@pytest.mark.parametrize("content", [b"", b"<html>busy</html>", b"[1]", b'{"message": 4}', b"\xff"])
async def test_refusals_of_another_shape(content: bytes) -> None:
    error = await failure(Account(httpx.Response(404, content=content)))
    assert isinstance(error, NotFound)
    assert str(error) == "Telmetrics does not have what was asked for (404): Not Found"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "0.5"}, 0.5),
        ({"Retry-After": "-3"}, 0.0),
        (
            {
                "Retry-After": "Sun, 01 Mar 2026 17:16:31 GMT",
                "Date": "Sun, 01 Mar 2026 17:16:01 GMT",
            },
            30.0,
        ),
        ({"Retry-After": "Sun, 01 Mar 2026 17:16:31 GMT"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "inf"}, None),
        ({}, None),
    ],
)
async def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    error = await failure(Account(httpx.Response(429, headers=headers)))
    assert isinstance(error, TooMany)
    assert error.retry_after == seconds


@pytest.mark.parametrize("content", [b"<html>", b'{"id": ', b"[" * 100_000, b"\xff\xfe\xff"])
async def test_success_that_is_not_json(content: bytes) -> None:
    error = await failure(Account(httpx.Response(200, content=content)))
    assert isinstance(error, UnexpectedAnswer)


async def test_the_token_never_shows() -> None:
    account = Account({"message": f"bad token {TOKEN}"}, status=401)
    error = await failure(account)
    assert TOKEN not in f"{error!s} {error!r} {error.__dict__}"
    assert "[token]" in str(error)
    client = account.client()
    assert TOKEN not in repr(client) + repr(client.session)
    await client.close()


@pytest.mark.parametrize(
    ("token", "base_url", "headers"),
    [
        ("", "https://a.example", {}),
        ("two words", "https://a.example", {}),
        ("line\nbreak", "https://a.example", {}),
        ("schlüssel", "https://a.example", {}),
        (TOKEN, "a.example/v3", {}),
        (TOKEN, "ftp://a.example", {}),
        (TOKEN, "https://", {}),
        (TOKEN, "https://a.example:x", {}),
        (TOKEN, "https://a.example", {"subscription-key": "a\r\nb"}),
    ],
)
def test_what_no_request_can_be_made_of(token: str, base_url: str, headers: dict[str, str]) -> None:
    with pytest.raises(ValueError) as caught:
        Telmetrics(token, base_url=base_url, extra_headers=headers)
    assert TOKEN not in str(caught.value)


async def test_extra_headers_go_along_and_never_replace_the_token() -> None:
    account = Account([])
    headers = {"subscription-key": "abc", "X-Organization-Token": "other"}
    transport = httpx.MockTransport(account.answer)
    async with Telmetrics(TOKEN, extra_headers=headers, transport=transport) as client:
        await client.billing_groups.list()
    sent = account.requests[-1].headers
    assert sent["subscription-key"] == "abc"
    assert sent.get_list("x-organization-token") == [TOKEN]


@asynccontextmanager
async def server(session: Session) -> AsyncIterator[str]:
    """A loopback server that treats each connection as told; its base address."""
    running: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        running.append(writer)
        await reader.readuntil(b"\r\n\r\n")
        await session(reader, writer)

    listener = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    finally:
        for writer in running:
            writer.close()
        listener.close()
        await listener.wait_closed()


async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Never answer."""
    await reader.read()


async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Break the connection without a word."""
    writer.transport.abort()


async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer half of what was promised."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}")
    writer.close()


async def dribble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer without end, each byte well within the time for one."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    gone = False
    while not gone:
        writer.write(b" ")
        try:
            await asyncio.wait_for(reader.read(), 0.02)
            gone = True
        except TimeoutError:
            gone = writer.is_closing()


@pytest.mark.parametrize(
    ("session", "kind"),
    [(hang, TimedOut), (reset, CutAnswer), (cut, CutAnswer), (dribble, TimedOut)],
)
async def test_broken_exchanges(session: Session, kind: type[TelmetricsError]) -> None:
    async with (
        server(session) as address,
        Telmetrics(TOKEN, base_url=address, timeout=0.2) as client,
    ):
        with pytest.raises(kind) as caught:
            await client.billing_groups.list()
    assert caught.value.may_have_arrived


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer with an empty listing."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]")


async def test_this_machine_is_reached_past_a_proxy(
    free_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port}")
    async with server(answer) as address, Telmetrics(TOKEN, base_url=address) as client:
        assert await client.billing_groups.list() == ()


async def test_nobody_listens(free_port: int) -> None:
    address = f"http://127.0.0.1:{free_port}"
    async with Telmetrics(TOKEN, base_url=address, timeout=2.0) as client:
        with pytest.raises(Unreachable) as caught:
            await client.billing_groups.list()
    assert not caught.value.may_have_arrived


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (httpx.ConnectError("no"), Unreachable),
        (httpx.ConnectTimeout("no"), Unreachable),
        (httpx.PoolTimeout("no"), Unreachable),
        (httpx.ReadTimeout("no"), TimedOut),
        (httpx.WriteTimeout("no"), TimedOut),
        (httpx.ReadError("no"), CutAnswer),
        (httpx.WriteError("no"), CutAnswer),
        (httpx.RemoteProtocolError("no"), CutAnswer),
        (httpx.DecodingError("no"), CutAnswer),
    ],
)
async def test_transport_errors(raised: Exception, kind: type[TelmetricsError]) -> None:
    assert type(await failure(Account(raised))) is kind


@pytest.mark.parametrize(
    ("status", "headers", "sentence"),
    [
        (400, {}, "Telmetrics finds the request wrong (400): No. name: Is taken."),
        (401, {}, "Telmetrics does not accept the token (401): No. name: Is taken."),
        (403, {}, "Telmetrics does not allow this with the token (403): No. name: Is taken."),
        (404, {}, "Telmetrics does not have what was asked for (404): No. name: Is taken."),
        (409, {}, "Telmetrics has something that this clashes with (409): No. name: Is taken."),
        (418, {}, "Telmetrics refused the request (418): No. name: Is taken."),
        (429, {}, "Telmetrics was asked too often (429): No. name: Is taken."),
        (
            429,
            {"Retry-After": "30"},
            "Telmetrics was asked too often (429): No. Try again in 30 s. name: Is taken.",
        ),
        (500, {}, "Telmetrics failed (500): No."),
    ],
)
async def test_each_failure_says_what_it_means(
    status: int, headers: dict[str, str], sentence: str
) -> None:
    body = {"message": "No.", "errors": [{"field": "name", "message": "Is taken."}]}
    answer = httpx.Response(status, json=body, headers=headers)
    assert str(await failure(Account(answer))) == sentence
