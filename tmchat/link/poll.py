"""A wire over plain HTTP requests, for where a proxy blocks WebSocket; the frames are the same."""

import asyncio
import contextlib
from typing import Any

import httpx

from tmchat.link.trust import tls_refusal, trust
from tmchat.link.wire import NO_ADDRESS, WireBroken
from tmchat.settings.failure import SettingsError

_CONNECTING = 0.5  # seconds
WAIT = 20.0  # seconds the hub may hold a request that has nothing to bring


class PollWire:
    """One long-poll session: one request always waits for messages, others carry ours."""

    kind = "poll"

    def __init__(self, client: httpx.AsyncClient, session: str) -> None:
        self._client = client
        self._address = f"agents/poll/{session}"
        self._sending = asyncio.Lock()
        self._under_way: set[asyncio.Task[httpx.Response]] = set()
        self._ending: asyncio.Task[None] | None = None

    async def send(self, message: str) -> None:
        """Posts one message, after those before it: two requests could overtake each other."""
        async with self._sending:
            await self._ask("POST", content=message)

    async def receive(self) -> str | bytes:
        """The next message that is not empty."""
        while True:
            answer = await self._ask("GET", params={"wait": WAIT})
            if answer.status_code != 204 and answer.content != b"[]":
                return answer.content

    async def abort(self) -> None:
        """Ends the session as far as the hub can be reached, and the connections with it."""
        # Reader and writer both end a broken line. A client that the one closes forgets the
        # connection that the other is making, so there is one ending for all.
        if self._ending is None:
            self._ending = asyncio.ensure_future(self._end())
        await asyncio.shield(self._ending)

    async def _end(self) -> None:
        try:
            for task in self._under_way:
                # Once is enough: a second time it would not wait for its connection.
                if not task.cancelling():
                    task.cancel()
            await asyncio.gather(*self._under_way, return_exceptions=True)
            async with asyncio.timeout(0.5):
                await _carried(self._client, "DELETE", self._address)
        except (httpx.HTTPError, TimeoutError):
            pass
        finally:
            await self._client.aclose()

    async def _ask(
        self, method: str, *, content: str | None = None, params: dict[str, float] | None = None
    ) -> httpx.Response:
        if self._ending is not None:
            raise WireBroken("The line was ended.")
        task = asyncio.ensure_future(
            _request(self._client, method, self._address, content=content, params=params)
        )
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        try:
            return await task
        except asyncio.CancelledError:
            if self._ending is not None:
                raise WireBroken("The line was ended.") from None
            raise


async def connect_poll(hub: str, token: str, *, limit: float = 10.0) -> PollWire:
    """Opens a long-poll session at the hub's address; raises `WireBroken`."""
    try:
        client = httpx.AsyncClient(
            base_url=hub.rstrip("/") + "/",
            headers={"Authorization": f"Bearer {token}"},
            timeout=httpx.Timeout(limit, read=WAIT + 10.0),
            verify=await asyncio.to_thread(trust, hub),
            trust_env=False,
        )
    except (httpx.InvalidURL, ValueError):
        raise WireBroken(NO_ADDRESS, refused=True) from None
    except SettingsError as fault:
        raise WireBroken(str(fault), refused=True) from None
    try:
        answer = await _request(client, "POST", "agents/poll")
        return PollWire(client, str(answer.json()["session"]))
    except (ValueError, KeyError, TypeError):
        await client.aclose()
        raise WireBroken("The address does not answer as a hub does.") from None
    except BaseException:
        await client.aclose()
        raise


class _Connecting:
    """Knows whether a request is just making its connection."""

    def __init__(self) -> None:
        self._over = asyncio.Event()
        self._over.set()

    async def trace(self, name: str, info: object) -> None:
        """What httpcore tells of its steps; see its extension `trace`."""
        if name.startswith("connection.connect_"):
            self._over.clear() if name.endswith(".started") else self._over.set()

    async def over(self) -> None:
        """Waits until it is made, or has failed, but not for long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_CONNECTING):
                await self._over.wait()


async def _carried(client: httpx.AsyncClient, *request: str, **more: Any) -> httpx.Response:
    """The answer to a request. One that is cancelled is not while its connection is being made:
    anyio, beneath httpx, forgets a connection then and leaves it open."""
    connecting = _Connecting()
    extensions = {"trace": connecting.trace}
    task = asyncio.ensure_future(client.request(*request, extensions=extensions, **more))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        try:
            await connecting.over()
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        raise


async def _request(
    client: httpx.AsyncClient,
    method: str,
    address: str,
    *,
    content: str | None = None,
    params: dict[str, float] | None = None,
) -> httpx.Response:
    try:
        answer = await _carried(client, method, address, content=content, params=params)
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError):
        raise WireBroken(NO_ADDRESS, refused=True) from None
    except (httpx.HTTPError, RuntimeError) as fault:
        why = tls_refusal(str(client.base_url).rstrip("/"), fault)
        raise WireBroken(why or f"The hub cannot be reached ({type(fault).__name__}).") from None
    if answer.status_code == 401:
        raise WireBroken("The hub does not know this token; run: tmchat login", refused=True)
    if not answer.is_success:
        raise WireBroken(f"The hub answered with status {answer.status_code}.")
    return answer
