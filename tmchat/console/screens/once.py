"""Something that a screen does once, some time later."""

import asyncio
from collections.abc import Callable

from textual.message_pump import MessagePump


def once(pump: MessagePump, seconds: float, act: Callable[[], None]) -> asyncio.TimerHandle:
    """Has `pump` do `act` in so many seconds, in turn with its messages, unless cancelled before.

    A timer of Textual's leaves out the tick that it is late for already when it reckons how long to
    wait; one that has a single tick then never does anything. A processor that is taken away for a
    millisecond just there would cost a paint, and all that wait for it to be over.
    """
    return asyncio.get_running_loop().call_later(seconds, pump.call_next, act)
