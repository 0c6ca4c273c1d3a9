"""Who is logged in to which hub, for the commands that speak to one; asking it is `hubcall`'s."""

import os
from argparse import Namespace
from dataclasses import dataclass
from urllib.parse import urlsplit

from tmchat.cli.failure import Plight
from tmchat.settings.console import ConsoleSettings
from tmchat.settings.paths import folders
from tmchat.settings.secrets import Token, read_token
from tmchat.settings.source import load


@dataclass(frozen=True)
class Session:
    """The settings in force and the token for the hub that they name."""

    settings: ConsoleSettings
    token: Token

    @property
    def hub(self) -> str:
        """The hub's address without a slash at its end."""
        return hub_address(self.settings.hub)


def console_settings(args: Namespace, hub: str | None = None) -> ConsoleSettings:
    """The console's settings, with the file of `--config` and the address of `--hub`.

    Raises `SettingsError`.
    """
    usual = folders(os.environ).settings_file
    return load(
        ConsoleSettings,
        toml=args.config or (usual if usual.is_file() else None),
        section="console",
        environment=os.environ,
        prefix="TMCHAT_CONSOLE",
        flags={"hub": hub},
    )


def kept_token(settings: ConsoleSettings) -> Token | None:
    """The token for the hub that the settings name, if one is kept. Raises `SettingsError`."""
    return read_token(
        settings.hub,
        environment=os.environ,
        folders=folders(os.environ),
        token_command=settings.token_command,
    )


def session(args: Namespace) -> Session:
    """The session of whoever is logged in. Raises `Plight` where nobody is, and `SettingsError`."""
    settings = console_settings(args, args.hub)
    hub = hub_address(settings.hub)
    token = kept_token(settings)
    if token is None:
        raise Plight(f"Nobody is logged in to {hub}; run tmchat login {hub}.")
    return Session(settings, token)


def hub_address(written: str) -> str:
    """The address without a slash at its end; raises `Plight` for what is no hub's address."""
    wanted = "write http://HOST:PORT or https://HOST."
    try:
        parts = urlsplit(written)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not (good and written.isascii() and written.isprintable() and " " not in written):
        raise Plight(f"{written!a} is no address of a hub; {wanted}")
    if parts.username is not None or parts.query or parts.fragment:
        raise Plight(f"A hub's address holds no name, password, query or fragment; {wanted}")
    return written.rstrip("/")
