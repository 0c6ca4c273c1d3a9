"""`tmchat console`: the agent's screen on one hub; what it shows is `tmchat.console`'s."""

import asyncio
import os
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from tmchat.cli.flags import add_flags, chosen
from tmchat.cli.session import hub_address
from tmchat.settings.console import ConsoleSettings
from tmchat.settings.paths import folders
from tmchat.settings.secrets import read_token

if TYPE_CHECKING:
    from tmchat.link.ways import HubAddress


def arguments(parser: ArgumentParser) -> None:
    """The console's settings as flags."""
    add_flags(parser, ConsoleSettings)


def run(args: Namespace) -> int:
    """Runs the console until the agent leaves it."""
    from tmchat.cli.screen import show

    settings = chosen(args, ConsoleSettings, section="console")
    hub_address(settings.hub)
    places = folders(os.environ)

    async def find() -> "HubAddress":
        """Read when the first connection is made: a locked keyring may ask for a passphrase and
        must not hold up the screen."""
        from tmchat.link.ways import HubAddress
        from tmchat.link.wire import WireBroken

        token = await asyncio.to_thread(
            read_token,
            settings.hub,
            environment=os.environ,
            folders=places,
            token_command=settings.token_command,
        )
        if token is None:
            sentence = f"There is no token for {settings.hub}; run: tmchat login {settings.hub}"
            raise WireBroken(sentence, refused=True)
        return HubAddress(settings.hub, token.value)

    state = settings.state or places.state
    return show(settings, find, drafts=state / "drafts", state=state)
