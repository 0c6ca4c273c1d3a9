"""Which ways to the hub a console tries, in order; following the line is `line`'s."""

import asyncio
import importlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal

from tmchat.link.line import Connect
from tmchat.link.wire import Wire

Transport = Literal["auto", "websocket", "poll"]


@dataclass(frozen=True, slots=True)
class HubAddress:
    """Where the hub is (http or https) and the token to sign in with."""

    hub: str
    token: str


FindHub = Callable[[], Awaitable[HubAddress]]


def ways(find: FindHub, transport: Transport) -> list[Connect]:
    """The ways to connect: WebSocket first, long poll where a proxy blocks it, or just one.

    `find` is asked at each try, so that an address or a token may become known late. The network
    libraries are loaded at the first try and off the event loop: the console paints before.
    """

    async def websocket() -> Wire:
        address = await find()
        module: Any = await _load("tmchat.link.websocket")
        wire: Wire = await module.connect_websocket(address.hub, address.token)
        return wire

    async def poll() -> Wire:
        address = await find()
        module: Any = await _load("tmchat.link.poll")
        wire: Wire = await module.connect_poll(address.hub, address.token)
        return wire

    match transport:
        case "websocket":
            return [websocket]
        case "poll":
            return [poll]
        case "auto":
            return [websocket, poll]


async def _load(name: str) -> Any:
    return await asyncio.to_thread(importlib.import_module, name)
