"""`tmchat doctor`: checks this machine, the terminal and the hub, and mends nothing."""

import os
import shutil
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import fields
from functools import partial
from typing import TYPE_CHECKING

from tmchat.cli.failure import Plight
from tmchat.settings.failure import SettingsError

if TYPE_CHECKING:
    from tmchat.cli.finding import Finding
    from tmchat.link.ways import HubAddress, Transport


def arguments(parser: ArgumentParser) -> None:
    """Declare the hub to check."""
    from tmchat.cli.hubcall import add_hub_flags

    add_hub_flags(parser)


def run(args: Namespace) -> int:
    """Print a line a check: `ok`, `warn` or `fail`; 0 unless one fails, then 1."""
    from tmchat.cli.finding import Level

    failed = False
    for finding in _findings(args):
        failed = failed or finding.level is Level.FAIL
        print(f"{finding.level:<4}  {finding.what:<10}  {finding.sentence}", flush=True)
    return 1 if failed else 0


def _findings(args: Namespace) -> "Iterator[Finding]":
    from tmchat.cli import machine
    from tmchat.console.terminal.calling import way_of
    from tmchat.console.terminal.choice import choice, speaks_unicode
    from tmchat.settings.keyrings import system_backend
    from tmchat.settings.paths import folders
    from tmchat.settings.tokenfile import path_in

    environment, places = os.environ, folders(os.environ)
    yield machine.versions()
    wanted = choice(environment, sys.stdin, sys.stdout)
    yield machine.terminal(environment, wanted, shutil.get_terminal_size())
    yield machine.colours(environment)
    yield from machine.multiplexer(environment, machine.tmux_option)
    yield machine.notifications(environment, way_of(environment), machine.tmux_option)
    yield machine.unicode_signs(
        environment, sys.stdout.encoding, speaks=speaks_unicode(environment)
    )
    yield machine.keyring(system_backend, path_in(places))
    yield from machine.paths(places)
    yield from _hub(args)


def _hub(args: Namespace) -> "Iterator[Finding]":
    """The hub's checks; a machine on which nobody is logged in yet is not ill."""
    from tmchat.cli.finding import fail, warn
    from tmchat.cli.hubchecks import hub_findings
    from tmchat.cli.session import console_settings, hub_address, kept_token
    from tmchat.link.ways import HubAddress
    from tmchat.settings.console import ConsoleSettings

    try:
        settings = console_settings(args, args.hub)
        hub = hub_address(settings.hub)
        token = kept_token(settings)
    except (Plight, SettingsError) as failure:
        yield fail("hub", str(failure))
        return
    usual = next(one.default for one in fields(ConsoleSettings) if one.name == "hub")
    if token is not None:
        greet = partial(_greet, HubAddress(hub, token.value), settings.transport)
        yield from hub_findings(hub, token, lambda: time.time_ns() // 1_000_000, greet)
    elif hub == usual:
        yield warn("hub", "None is set up here; run tmchat login URL.")
    else:
        yield fail("hub", f"Nobody is logged in to {hub}; run tmchat login {hub}.")


def _greet(address: "HubAddress", transport: "Transport") -> str:
    """Why a console's line to the hub is not let in, empty where it is."""
    import asyncio

    from tmchat.cli.replay import greeting
    from tmchat.link.ways import ways

    async def find() -> "HubAddress":
        return address

    return asyncio.run(
        greeting(ways(find, transport), client="tmchat doctor", clock=time.monotonic)
    )
