"""Does what was put off when its time comes by the hub's clock; what that is, `core` decides."""

from collections.abc import Callable

from tmchat.core import events as ev
from tmchat.core.inbox import Inbox
from tmchat.core.scheduling import falling_due, gone_back
from tmchat.core.snoozing import waking
from tmchat.hub.store.interface import NEVER, Restored
from tmchat.hub.sweeping import Sweeping
from tmchat.hub.switchboard import Switchboard
from tmchat.settings.zones import zone_of

SWEEP = 1.0  # seconds between two looks


class Waking:
    """Looks every second what is due. `clock` is the hub's, ms UTC: what is put off is put off to a
    time of day, so a clock that is put right moves it too."""

    def __init__(
        self,
        switchboard: Switchboard,
        *,
        clock: Callable[[], int],
        restored: Restored = NEVER,
    ) -> None:
        self._switchboard = switchboard
        self._restored = restored
        self._clock = clock
        self._sweeping = Sweeping(self.sweep, SWEEP, "what is due")

    def start(self) -> None:
        """Begins to look."""
        self._sweeping.start()

    async def stop(self) -> None:
        """Ends the looking."""
        await self._sweeping.stop()

    async def sweep(self) -> None:
        """Does what is due. Raises `StoreFailed`: then nothing was done."""
        # Asked first and then again where it is decided: mostly there is nothing to make durable.
        if self._due(self._switchboard.inbox):
            await self._switchboard.record(self._due)

    def _due(self, inbox: Inbox) -> tuple[ev.Happening, ...]:
        back = gone_back(inbox, self._restored.head, self._restored.at)
        if back:
            return back
        now = self._clock()
        return (*waking(inbox, now), *falling_due(inbox, now, zone_of))
