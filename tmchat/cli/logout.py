"""`tmchat logout`: forgets the token kept for a hub; revoking one is `tmchat agents`'s."""

import os
import sys
from argparse import ArgumentParser, Namespace


def arguments(parser: ArgumentParser) -> None:
    """Declare the hub, for whoever is logged in to several."""
    from tmchat.cli.hubcall import add_hub_flags

    add_hub_flags(parser)


def run(args: Namespace) -> int:
    """Forget the token; the exit code."""
    from tmchat.cli.session import console_settings, hub_address
    from tmchat.settings.paths import folders
    from tmchat.settings.secrets import VARIABLE, forget_token

    hub = hub_address(console_settings(args, args.hub).hub)
    print(forget_token(hub, folders=folders(os.environ)))
    if os.environ.get(VARIABLE):
        print(f"{VARIABLE} is still set and still signs you in.", file=sys.stderr)
    return 0
