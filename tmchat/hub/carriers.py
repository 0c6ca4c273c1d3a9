"""The circuits of the carriers that replies go to, one a host, and the waiting before them."""

import asyncio
from collections.abc import Awaitable, Callable
from math import isinf
from random import Random

from tmchat.hub.circuit import Circuit
from tmchat.protocol.backoff import Backoff
from tmchat.telmetrics.standins import Accepted, NotDelivered, RefusedForGood, ReplyOutcome, Unknown

FIRST_PAUSE = 2.0  # seconds before the first probe of a carrier that does not answer
LONGEST_PAUSE = 120.0  # seconds between two probes
LOOK_UP = 60.0  # seconds after which who waits looks whether they should wait any longer


class Carriers:
    """Lets attempts out to carriers that answer, and counts those that wait for one to answer.

    `monotonic` is in seconds; `pause` waits for some.
    """

    def __init__(
        self,
        random: Random,
        *,
        monotonic: Callable[[], float],
        pause: Callable[[float], Awaitable[None]],
    ) -> None:
        self._random = random
        self._now = monotonic
        self._pause = pause
        self._circuits: dict[str, Circuit] = {}
        self._ended: dict[str, asyncio.Event] = {}
        self._waiting = 0

    @property
    def trouble(self) -> str:
        """What is wrong with a carrier, in a sentence; empty while all answer."""
        if not any(one.is_open for one in self._circuits.values()):
            return ""
        if not self._waiting:
            return "The carrier did not answer the last replies; the next one tries it again."
        replies = "1 reply waits" if self._waiting == 1 else f"{self._waiting} replies wait"
        return f"The carrier does not answer; {replies}."

    def must_wait(self, host: str) -> bool:
        """Whether no attempt may go to `host` now."""
        circuit = self._circuits.get(host)
        return circuit is not None and circuit.wait(self._now()) > 0

    async def wait(self, host: str) -> None:
        """Waits until an attempt may go to `host`, or a while: then the caller asks again."""
        circuit = self._circuits.get(host)
        seconds = circuit.wait(self._now()) if circuit is not None else 0.0
        self._waiting += 1
        try:
            if isinf(seconds):
                await self._ended.setdefault(host, asyncio.Event()).wait()
            elif seconds > 0:
                await self._pause(min(seconds, LOOK_UP))
        finally:
            self._waiting -= 1

    def begin(self, host: str) -> bool:
        """An attempt goes to `host`; whether it is a probe."""
        circuit = self._circuits.get(host)
        return circuit.begin() if circuit is not None else False

    def end(self, host: str, outcome: ReplyOutcome | None, *, probe: bool) -> None:
        """What came of an attempt, None where it was not made."""
        now = self._now()
        circuit = self._circuits.get(host)
        if circuit is None:
            circuit = Circuit(Backoff(self._random, first=FIRST_PAUSE, longest=LONGEST_PAUSE))
        match outcome:
            case Accepted() | RefusedForGood(status=int()):
                circuit.answered()
            case NotDelivered() | Unknown():
                if outcome.answered:
                    circuit.answered()
                else:
                    circuit.silent(now, probe=probe)
                if outcome.retry_after:
                    circuit.hold(now, outcome.retry_after)
            case _:
                circuit.withdrawn(probe=probe)
        # Hosts come with texts from outside: of one that is well nothing is kept.
        if circuit.at_rest(now):
            self._circuits.pop(host, None)
        else:
            self._circuits[host] = circuit
        ended = self._ended.pop(host, None)
        if ended is not None:
            ended.set()
