"""Which means of calling the settings and this terminal leave; using them is `alerts`'s."""

import asyncio
import os
import time
from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from typing import Protocol

from tmchat.console.alerts.alerts import Alerts, Means
from tmchat.console.alerts.program import Program
from tmchat.console.desk import Desk
from tmchat.console.start import Start
from tmchat.console.terminal.calling import Way, notification, way_of
from tmchat.core.week import week_of
from tmchat.settings.alerts import AlertSettings
from tmchat.settings.zones import zone_of


class Terminal(Protocol):
    """What calls whoever looks elsewhere."""

    def bell(self) -> None:
        """Rings."""

    def entitle(self, words: str) -> None:
        """Has the terminal's title say `words`."""

    def call(self, sequence: str) -> None:
        """Writes a sequence that paints nothing."""


def alerts_of(
    start: Start,
    desk: Desk,
    terminal: Terminal,
    *,
    say: Callable[[str], None],
    attended: Callable[[], bool],
    local: Callable[[int], datetime],
) -> Alerts:
    """What calls the agent of `desk`, with settings that `hours.check` let pass."""
    settings = start.alerts
    program = None
    if settings.command:
        program = Program(settings.command, settings.command_seconds, os.environ)
    means = Means(
        say,
        bell=terminal.bell if start.bell else None,
        title=terminal.entitle if settings.title else None,
        popup=_popup(terminal, way(settings, os.environ), os.environ),
        program=program,
    )
    zone = zone_of(settings.zone) if settings.zone else None
    return Alerts(
        desk,
        settings,
        means,
        hours=week_of(settings.hours),
        attended=attended,
        now=time.monotonic,
        local=lambda: _in_zone(desk.now(), zone, local),
        later=lambda wait, what: asyncio.get_running_loop().call_later(wait, what),
    )


def way(settings: AlertSettings, environment: Mapping[str, str]) -> Way:
    """How notifications go: by the setting, or by what the terminal is known to take."""
    if settings.notify == "off":
        return ""
    return way_of(environment) if settings.notify == "auto" else settings.notify


def _popup(
    terminal: Terminal, by: Way, environment: Mapping[str, str]
) -> Callable[[str, str], None] | None:
    if not by:
        return None
    return lambda heading, words: terminal.call(notification(by, heading, words, environment))


def _in_zone(at: int, zone: tzinfo | None, local: Callable[[int], datetime]) -> datetime:
    return local(at) if zone is None else datetime.fromtimestamp(at / 1000, zone)
