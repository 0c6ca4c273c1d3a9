"""What a console starts with, whatever it draws with; reading settings is `cli`'s."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tmchat.settings.alerts import AlertSettings

if TYPE_CHECKING:
    from tmchat.link.ways import FindHub, Transport
    from tmchat.settings.keymap import KeyWish


@dataclass(frozen=True, slots=True)
class Start:
    """`find` tells hub and token when the first connection is made; `owner` keeps the drafts of
    several desks on one machine apart; `unicode` and `no_color` are what the terminal can show;
    `replies` is the file of the agent's own canned replies, in the folder of drafts where it is not
    named; for `send_delay` seconds a reply can be taken back; `keys` are keys of the agent's own
    and `key_faults` what is wrong where they are written; with `full_output` whole lines go to the
    terminal. With `toured` the tour is shown at the start, and it is called once somebody has seen
    or left it."""

    find: "FindHub"
    drafts: Path
    owner: str
    theme: str = "dark"
    transport: "Transport" = "auto"
    unicode: bool = True
    no_color: bool = False
    bell: bool = True
    alerts: AlertSettings = field(default_factory=AlertSettings)
    full_output: bool = False
    replies: Path | None = None
    send_delay: float = 0.0
    keys: tuple["KeyWish", ...] = ()
    key_faults: tuple[str, ...] = ()
    toured: Callable[[], None] | None = None


def clock_now() -> int:
    """This machine's clock, ms UTC."""
    return int(time.time() * 1000)


def local_time(at: int) -> datetime:
    """A moment in ms UTC by the clock on the wall."""
    return datetime.fromtimestamp(at / 1000)
