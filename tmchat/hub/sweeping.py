"""Does something again and again for as long as the hub runs; what is due, others know."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from tmchat.hub.store.interface import StoreFailed

log = logging.getLogger(__name__)


class Sweeping:
    """Calls `sweep` every `pause` seconds from `start` to `stop`; a sweep that fails is noted as
    `what` that could not be done, and the next one comes all the same."""

    def __init__(self, sweep: Callable[[], Awaitable[None]], pause: float, what: str) -> None:
        self._sweep = sweep
        self._pause = pause
        self._what = what
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to look."""
        self._task = asyncio.create_task(self._keep_sweeping())

    async def stop(self) -> None:
        """Ends the looking."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _keep_sweeping(self) -> None:
        while True:
            await asyncio.sleep(self._pause)
            try:
                await self._sweep()
            except StoreFailed as failure:
                log.warning("%s cannot be done: %s", self._what, failure)
            except Exception as fault:
                # One fault must not keep all that is due later from its time.
                log.error("%s failed with %s", self._what, type(fault).__name__)
