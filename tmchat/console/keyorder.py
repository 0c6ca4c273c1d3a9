"""One key after the other: each has had its effect before the next asks who has the focus.

What a key means is the action table's. Several keys arrive at once whenever a line lags. Textual
then hands all of them to the widget that has the focus at that moment, and carries out editing keys
such as backspace after the letters behind them.
"""

import asyncio
import contextlib
from collections import deque
from typing import Any, Final

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

LIMIT: Final = 2.0
"""Seconds; only a screen that hangs makes a key wait so long."""

_LOOK: Final = 0.05  # seconds after which it is seen that a widget went away meanwhile

_ROUNDS: Final = 2  # the key itself on its way up, then what its widget posted because of it

Typed = events.Key | events.Paste


class KeyOrder:
    """The keys and pastes of `app` that wait for their turn."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._waiting: deque[Typed] = deque()
        self._turn: Typed | None = None
        self._task: asyncio.Task[None] | None = None

    def holds_back(self, event: events.Event) -> bool:
        """Whether `event` is to wait; the application then gets it again when its turn has come."""
        if not isinstance(event, Typed) or event.is_forwarded or event is self._turn:
            return False
        self._waiting.append(event)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._hand_out())
        return True

    async def _hand_out(self) -> None:
        while self._waiting:
            self._turn = self._waiting.popleft()
            target = self._app.focused or self._app.screen
            way: list[MessagePump] = [*target.ancestors_with_self]
            self._app.post_message(self._turn)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LIMIT):
                    await _worked_off(self._app)
                    for _ in range(_ROUNDS):
                        for pump in way:
                            await _worked_off(pump)


async def _worked_off(pump: MessagePump) -> None:
    """Waits until `pump` has acted on all that stands in its queue at this moment, or is gone."""
    reached = asyncio.Event()
    if not pump.call_later(reached.set):
        return
    while pump.is_running and not reached.is_set():
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LOOK):
                await reached.wait()
