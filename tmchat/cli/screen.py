"""Starts a console, as a screen or as plain lines, for whichever command has found it a hub."""

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tmchat.cli.firsttime import first_time
from tmchat.settings.console import ConsoleSettings
from tmchat.settings.keymap import KEYMAP_FILE, key_wishes
from tmchat.settings.paths import folders

if TYPE_CHECKING:
    from tmchat.console.app import TmchatApp
    from tmchat.console.start import Start
    from tmchat.link.ways import FindHub

BETWEEN_COLLECTIONS = 20_000
FRAMES_A_SECOND = "120"


def show(
    settings: ConsoleSettings,
    find: "FindHub",
    *,
    drafts: Path,
    state: Path,
    owner: str = "",
) -> int:
    """Runs the console on this terminal until it is left; the exit code.

    Without a terminal, or where asked for, it is plain lines in and out. `state` is the folder in
    which it is kept that the tour was had.
    """
    from tmchat.console.start import Start
    from tmchat.console.terminal.choice import choice, speaks_unicode

    if settings.alerts.hours or settings.alerts.zone:
        from tmchat.console.alerts.hours import check

        check(settings.alerts)
    wishes, faults = key_wishes(
        settings.keys, settings.keymap, folders(os.environ).config / KEYMAP_FILE
    )
    start = Start(
        find,
        drafts,
        owner or settings.hub,
        replies=drafts.with_name("replies.toml"),
        send_delay=settings.send_delay,
        theme=settings.theme,
        transport=settings.transport,
        unicode=speaks_unicode(os.environ),
        no_color=bool(os.environ.get("NO_COLOR")),
        bell=settings.bell,
        alerts=settings.alerts,
        keys=tuple(wishes),
        key_faults=tuple(faults),
        full_output=settings.full_output,
        toured=first_time(state) if settings.tour else None,
    )
    mode, reason = choice(os.environ, sys.stdin, sys.stdout)
    if settings.plain or mode == "plain":
        from tmchat.console.plain.run import run_plain

        if reason and not settings.plain:
            print(reason, file=sys.stderr)
        return run_plain(start, sys.stdin, sys.stdout)
    app = _app(start)
    app.run(mouse=settings.mouse)
    return app.return_code or 0


def _app(start: "Start") -> "TmchatApp":
    # What a console loads it keeps, so looking for garbage every 700 objects finds none.
    gc.set_threshold(BETWEEN_COLLECTIONS, 20, 20)
    # Textual lets up to two of its frames pass before a second paint; it reads this when imported.
    os.environ.setdefault("TEXTUAL_FPS", FRAMES_A_SECOND)
    from tmchat.console.app import TmchatApp

    return TmchatApp(start)
