"""Calls an agent who works by plain lines: by bell and program, with no sequence among the lines.

What calls and when is `alerts`'.
"""

import time
from collections.abc import Callable
from typing import Final

from tmchat.console.alerts.reach import alerts_of
from tmchat.console.desk import Desk
from tmchat.console.plain.wording import LocalTime
from tmchat.console.start import Start

READS: Final = 60.0
"""Seconds after a typed line in which the agent is taken to read what is printed."""


class Bell:
    """A terminal of which only the bell is used: a title or a notification would be read out."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring

    def bell(self) -> None:
        """Rings."""
        self._ring()

    def entitle(self, words: str) -> None:
        """Lines have no title."""

    def call(self, sequence: str) -> None:
        """Lines hold no sequence."""


class Calling:
    """From the first text to `stop`, by the agent's settings; `typed` says that they are there."""

    def __init__(
        self,
        start: Start,
        desk: Desk,
        ring: Callable[[], None],
        *,
        say: Callable[[str], None],
        local: LocalTime,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._monotonic = monotonic
        self._typed = monotonic()
        self._alerts = alerts_of(start, desk, Bell(ring), say=say, attended=self.reads, local=local)
        self.heard = self._alerts.heard
        self.stop = self._alerts.stop

    def typed(self) -> None:
        """The agent typed a line."""
        self._typed = self._monotonic()
        self._alerts.looked()

    def reads(self) -> bool:
        """Whether the agent is taken to read what is printed."""
        return self._monotonic() - self._typed < READS
