"""Checks of this machine and terminal for `tmchat doctor`; the hub's are `hubchecks`'."""

import os
import platform
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Mapping
from importlib import metadata
from pathlib import Path

from tmchat import __version__
from tmchat.cli.finding import Finding, fail, ok, warn
from tmchat.console.terminal.choice import Choice
from tmchat.settings.keyrings import KEYRING_SECONDS, SERVICE, Backend, Unanswered, within
from tmchat.settings.paths import Folders

NARROWEST = 60
USUAL = (80, 24)
TMUX_SECONDS = 2.0


def versions() -> Finding:
    """What runs here."""
    textual = metadata.version("textual")
    system = f"{platform.system()} {platform.machine()}"
    return ok(
        "versions",
        f"tmchat {__version__}, Python {platform.python_version()}, Textual {textual}, "
        f"SQLite {sqlite3.sqlite_version}, {system}.",
    )


def terminal(environment: Mapping[str, str], choice: Choice, size: os.terminal_size) -> Finding:
    """Kind and size of the terminal; `choice` is what the console would start as."""
    if choice.kind == "plain":
        return warn("terminal", choice.reason)
    columns, lines = size
    told = f"{environment.get('TERM', '')}, {columns} columns, {lines} lines"
    if columns < NARROWEST:
        return warn("terminal", f"{told}: too narrow, {NARROWEST} columns are the least.")
    if columns < USUAL[0] or lines < USUAL[1]:
        return warn("terminal", f"{told}: it works, and is roomier from {USUAL[0]}x{USUAL[1]}.")
    return ok("terminal", f"{told}.")


def colours(environment: Mapping[str, str]) -> Finding:
    """How many colours the variables promise."""
    name = environment.get("TERM", "")
    if environment.get("NO_COLOR"):
        return ok("colours", "NO_COLOR is set, so there are none; nothing is said by colour alone.")
    if environment.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return ok("colours", "16 million (COLORTERM).")
    if "256color" in name:
        return ok(
            "colours", "256; set COLORTERM=truecolor if the terminal has more (SSH drops it)."
        )
    return warn("colours", f"16 at most with TERM={name}; --theme ansi or mono suits it.")


def multiplexer(
    environment: Mapping[str, str], tmux_option: Callable[[str], str]
) -> Iterator[Finding]:
    """Whether copied text gets through tmux or GNU screen to the clipboard (OSC 52).

    `tmux_option` answers with the value of a tmux option, empty where it has none.
    """
    if environment.get("TMUX"):
        clipboard = tmux_option("set-clipboard") == "on"
        passthrough = tmux_option("allow-passthrough") in ("on", "all")
        if clipboard or passthrough:
            yield ok("tmux", "Copied text reaches the terminal's clipboard.")
        else:
            yield warn(
                "tmux",
                "It keeps copied text from the clipboard; put `set -g set-clipboard on` "
                "into ~/.tmux.conf. The bell gets through.",
            )
    elif environment.get("STY"):
        yield warn("screen", "GNU screen passes copied text on only to some terminals; tmux does.")


def notifications(
    environment: Mapping[str, str], way: str, tmux_option: Callable[[str], str]
) -> Finding:
    """Whether the terminal shows a notification; `way` is the console's own judgement."""
    if not way:
        return ok(
            "calls",
            "By bell and title; for a notification say how the terminal takes one in "
            "console.alerts.notify.",
        )
    if environment.get("TMUX") and tmux_option("allow-passthrough") not in ("on", "all"):
        return warn(
            "calls",
            "tmux keeps notifications back; put `set -g allow-passthrough on` into ~/.tmux.conf. "
            "The bell gets through.",
        )
    return ok("calls", f"By bell, title and notification (OSC {way.removeprefix('osc')}).")


def tmux_option(name: str) -> str:
    """The value of a global tmux option; empty where tmux does not answer or has no such one."""
    command = ["tmux", "show-options", "-gqv", name]
    try:
        done = subprocess.run(command, capture_output=True, timeout=TMUX_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("ascii", "replace").strip()


def unicode_signs(environment: Mapping[str, str], encoding: str, *, speaks: bool) -> Finding:
    """Whether texts can be shown as they are; `speaks` is the console's own judgement."""
    names = ("LC_ALL", "LC_CTYPE", "LANG")
    name = next((one for one in names if environment.get(one)), "")
    locale = f"{name}={environment[name]}" if name else "no LANG"
    if speaks:
        return ok("Unicode", f"UTF-8 ({locale}, output {encoding}).")
    return warn(
        "Unicode",
        f"Not with {locale} and TERM={environment.get('TERM', '')}, so signs are ASCII; "
        "set LANG=C.UTF-8 in a terminal that speaks UTF-8.",
    )


def keyring(
    find: Callable[[], Backend | None], token_file: Path, limit: float = KEYRING_SECONDS
) -> Finding:
    """Whether the system keyring answers within `limit` seconds."""

    def name() -> str:
        backend = find()
        if backend is None:
            return ""
        backend.get_password(SERVICE, "tmchat doctor")
        return type(backend).__module__

    instead = f"tokens are kept in {token_file}, open to you alone."
    try:
        found = within(limit, name)
    except Unanswered:
        return warn("keyring", f"It does not answer; {instead}")
    return ok("keyring", f"{found} answers.") if found else warn("keyring", f"None; {instead}")


def paths(places: Folders) -> Iterator[Finding]:
    """Whether the folders can be written, or made where they are not there."""
    named = {"settings": places.config, "state": places.state, "data": places.data}
    for what, folder in named.items():
        there = folder
        while not there.exists() and there != there.parent:
            there = there.parent
        if not there.is_dir():
            yield fail(what, f"{there} is no folder; move it away or set XDG variables.")
        elif not os.access(there, os.W_OK | os.X_OK):
            yield fail(what, f"{folder} cannot be written; mend its owner or set XDG variables.")
        else:
            yield ok(what, f"{folder}{'' if there == folder else ' (made when needed)'}.")
