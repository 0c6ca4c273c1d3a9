"""Tries a webhook address before numbers are pointed at it: https, public, and does it answer.

Whether its look alone is right is `core.setup.addresses`'s.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any
from urllib.parse import urlsplit

from tmchat.core.questions import AddressTried
from tmchat.core.setup.addresses import PRIVATE, address_problem, is_private
from tmchat.core.text import clean_line
from tmchat.hub.hook import Hook
from tmchat.telmetrics.standins.trial import NoAnswer, trial_body, try_push

SECONDS = 10.0
_SHOWN = 120
Resolve = Callable[[str, int], Awaitable[list[str]]]


async def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a host; raises `OSError` where there are none."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(one[4][0]) for one in found]


@dataclass(frozen=True, slots=True)
class Trials:
    """Makes test pushes. `clock` in ms UTC; `private` allows plain http and private nets.

    `transport` is an httpx transport that stands in for the network.
    """

    hook: Hook
    clock: Callable[[], int]
    random: Random
    private: bool = False
    resolve: Resolve = resolve
    transport: Any = None

    async def try_address(self, url: str) -> AddressTried:
        """What a test push to `url` is answered; one to this desk is not made."""
        if url == self.hook.shown:
            return AddressTried(0, "That is this desk: tmchat doctor tries its way in.")
        sentence = address_problem(url, private=self.private)
        if sentence:
            return AddressTried(0, sentence)
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (80 if parts.scheme == "http" else 443)
        try:
            async with asyncio.timeout(SECONDS):
                addresses = await self.resolve(host, port)
        except (OSError, TimeoutError, UnicodeError):
            return AddressTried(0, f"There is no host {host}.")
        if not self.private and any(map(is_private, addresses)):
            return AddressTried(0, PRIVATE)
        return await self._push(url, addresses[0])

    async def _push(self, url: str, address: str) -> AddressTried:
        moment = datetime.fromtimestamp(self.clock() / 1000, UTC).isoformat(timespec="milliseconds")
        body = trial_body(
            f"{self.random.getrandbits(128):032x}", moment.removesuffix("+00:00"), "5555550199"
        )
        try:
            status, words = await try_push(
                url, address, body, timeout=SECONDS, transport=self.transport
            )
        except NoAnswer as fault:
            return AddressTried(0, clean_line(str(fault)))
        said = clean_line(words.strip())[:_SHOWN]
        tail = f": {said}" if said else "."
        if 200 <= status < 300:
            return AddressTried(status, f"It took the test push ({status}){tail}")
        return AddressTried(status, f"It answered {status}, so texts would not arrive{tail}")
