"""`tmchat login URL`: checks a token at a hub and keeps it; giving tokens is `agents`'s."""

import getpass
import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from tmchat.cli.failure import Plight


def arguments(parser: ArgumentParser) -> None:
    """Declare the hub's address; the token is asked for, never an argument."""
    parser.add_argument(
        "url", metavar="URL", help="Address of the hub, as in https://desk.example.com."
    )
    parser.add_argument(
        "--allow-plain-http",
        action="store_true",
        help="Send the token unencrypted to another machine.",
    )
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="Settings file that remembers the hub."
    )


def run(args: Namespace) -> int:
    """Ask for the token, try it, keep it, remember the hub; the exit code."""
    from tmchat.cli.hubcall import HubCall
    from tmchat.cli.session import console_settings, hub_address
    from tmchat.cli.settingsfile import remember_hub
    from tmchat.core.text import clean_line
    from tmchat.settings.addresses import is_confidential
    from tmchat.settings.paths import folders
    from tmchat.settings.secrets import keep_token

    hub = hub_address(args.url)
    if not (is_confidential(hub) or args.allow_plain_http):
        raise Plight(
            f"{hub} is plain HTTP to another machine, so others could read the token; "
            "use https, or add --allow-plain-http."
        )
    settings = console_settings(args)
    places = folders(os.environ)
    token = _asked()
    with HubCall(hub, token) as call:
        name, role = _who(call.get("/agents/me"), hub)
    kept = keep_token(hub, token, folders=places)
    if settings.hub.rstrip("/") != hub:
        remember_hub(args.config or places.settings_file, hub)
    print(f"Logged in to {hub} as {clean_line(name)}, {clean_line(role)}. {kept}")
    _warn_of_variables(hub)
    return 0


def _asked() -> str:
    """The token as typed without echo, or the first line of an input that is no terminal."""
    if sys.stdin.isatty():
        try:
            written = getpass.getpass("Token: ", stream=sys.stderr)
        except EOFError:  # Ctrl+D
            print(file=sys.stderr)
            written = ""
    else:
        written = sys.stdin.readline()
    token = written.strip()
    if not token:
        raise Plight("No token was given; an administrator makes one with tmchat agents token.")
    if not (token.isascii() and token.isprintable() and " " not in token):
        raise Plight("What was given is no token; copy it again, whole.")
    return token


def _who(me: Any, hub: str) -> tuple[str, str]:
    match me:
        case {"name": str(name), "role": str(role)}:
            return name, role
    raise Plight(f"What answers at {hub} is not a hub of tmchat.")


def _warn_of_variables(hub: str) -> None:
    """Say which variables keep what was just kept from being used."""
    from tmchat.settings.secrets import VARIABLE

    if os.environ.get("TMCHAT_CONSOLE_HUB", hub).rstrip("/") != hub:
        print("TMCHAT_CONSOLE_HUB names another hub and goes first.", file=sys.stderr)
    if os.environ.get(VARIABLE):
        print(f"{VARIABLE} is set and goes before the token kept here.", file=sys.stderr)
