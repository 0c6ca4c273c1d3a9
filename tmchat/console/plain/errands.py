"""`Work` whose end can be waited for, as a line of commands needs it; a screen never waits."""

import asyncio
from typing import Final

from tmchat.console.work import Work
from tmchat.link.line import LineState

_LOOK: Final = 0.1


class Errands(Work):
    """What has been asked of the hub, one command after the other."""

    async def settled(self, *, whatever_it_takes: bool = False) -> bool:
        """Waits until all that was asked is answered; True when it is.

        Gives up while the line is down: held replies then leave when it is back.
        """
        while self._tasks:
            if not whatever_it_takes and self._line.state not in (LineState.LIVE, LineState.BEHIND):
                return False
            await asyncio.wait(self._tasks, timeout=_LOOK, return_when=asyncio.FIRST_COMPLETED)
        return True
