"""`Work` whose end can be waited for, as a line of commands needs it; a screen never waits."""

import asyncio
from collections.abc import Callable
from typing import Any, Final

from tmchat.console.desk import Desk
from tmchat.console.work import Work
from tmchat.core.commands import Command, Outcome, Refused
from tmchat.link.line import Line, LineState

_LOOK: Final = 0.1


class Errands(Work):
    """What has been asked of the hub, one command after the other; `failed` is called when one was
    not done. The rest is `Work`'s."""

    def __init__(self, desk: Desk, line: Line, *, failed: Callable[[], None], **rest: Any) -> None:
        super().__init__(desk, line, **rest)
        self._failed = failed

    def give(self, command: Command, done: str = "") -> None:
        """See `Work`."""
        if self._desk.foresee(command) is not None:
            self._failed()
        super().give(command, done)

    async def settled(self, *, whatever_it_takes: bool = False) -> bool:
        """Waits until all that was asked is answered; True when it is.

        Gives up while the line is down: held replies then leave when it is back.
        """
        while self._tasks:
            if not whatever_it_takes and self._line.state not in (LineState.LIVE, LineState.BEHIND):
                return False
            await asyncio.wait(self._tasks, timeout=_LOOK, return_when=asyncio.FIRST_COMPLETED)
        return True

    def _tell(self, outcome: Outcome, done: str) -> None:
        if isinstance(outcome, Refused):
            self._failed()
        super()._tell(outcome, done)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        if not task.cancelled() and task.exception() is not None:
            self._failed()
        super()._ended(task)
