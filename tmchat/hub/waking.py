"""Does what was put off when its time comes by the hub's clock; what that is, `core` decides."""

import asyncio
import logging
from collections.abc import Callable

from tmchat.core import events as ev
from tmchat.core.inbox import Inbox
from tmchat.core.scheduling import falling_due
from tmchat.core.snoozing import waking
from tmchat.hub.store.interface import StoreFailed
from tmchat.hub.switchboard import Switchboard
from tmchat.settings.zones import zone_of

SWEEP = 1.0  # seconds between two looks

log = logging.getLogger(__name__)


class Waking:
    """Looks every second what is due. `clock` is the hub's, ms UTC: what is put off is put off to a
    time of day, so a clock that is put right moves it too."""

    def __init__(self, switchboard: Switchboard, *, clock: Callable[[], int]) -> None:
        self._switchboard = switchboard
        self._clock = clock
        self._sweeping: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to look."""
        self._sweeping = asyncio.create_task(self._keep_sweeping())

    async def stop(self) -> None:
        """Ends the looking."""
        if self._sweeping is not None:
            self._sweeping.cancel()
            await asyncio.gather(self._sweeping, return_exceptions=True)

    async def sweep(self) -> None:
        """Does what is due. Raises `StoreFailed`: then nothing was done."""
        # Asked first and then again where it is decided: mostly there is nothing to make durable.
        if self._due(self._switchboard.inbox):
            await self._switchboard.record(self._due)

    def _due(self, inbox: Inbox) -> tuple[ev.Happening, ...]:
        now = self._clock()
        return (*waking(inbox, now), *falling_due(inbox, now, zone_of))

    async def _keep_sweeping(self) -> None:
        while True:
            await asyncio.sleep(SWEEP)
            try:
                await self.sweep()
            except StoreFailed as failure:
                log.warning("what is due cannot be done: %s", failure)
            except Exception as fault:
                # One fault must not keep all that is due later from its time.
                log.error("what is due failed with %s", type(fault).__name__)
