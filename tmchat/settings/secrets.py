"""Where an agent's token is kept and found again; what it opens is the hub's business."""

import shlex
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tmchat.settings import tokenfile
from tmchat.settings.failure import SettingsError
from tmchat.settings.keyrings import (
    KEYRING_SECONDS,
    SERVICE,
    Backend,
    Unanswered,
    system_backend,
    within,
)
from tmchat.settings.paths import Folders

VARIABLE = "TMCHAT_TOKEN"
FROM_COMMAND = "the token command"
COMMAND_SECONDS = 60.0
"""Long, because a password program may be asking its owner for a passphrase."""


@dataclass(frozen=True)
class Token:
    """A token and the place it came from, in words; only `where` may be printed."""

    value: str = field(repr=False)
    where: str


def read_token(
    hub: str,
    *,
    environment: Mapping[str, str],
    folders: Folders,
    token_command: str = "",
    backend: Callable[[], Backend | None] = system_backend,
    limit: float = KEYRING_SECONDS,
) -> Token | None:
    """The token for the hub at `hub`, or None where none is kept.

    Looked for in TMCHAT_TOKEN, the output of `token_command`, the keyring (given `limit`
    seconds), the token file. Blocks: call it off the event loop. Raises `SettingsError`.
    """
    if environment.get(VARIABLE):
        return _usable(environment[VARIABLE], VARIABLE)
    if token_command:
        return _usable(_output(token_command), FROM_COMMAND)
    account = _account(hub)
    try:
        kept = within(limit, lambda: _from_keyring(backend, account))
    except Unanswered:
        kept = None
    if kept:
        return _usable(kept, "the system keyring")
    path = tokenfile.path_in(folders)
    written = tokenfile.read(path).get(account)
    return _usable(written, str(path)) if written else None


def keep_token(
    hub: str,
    token: str,
    *,
    folders: Folders,
    backend: Callable[[], Backend | None] = system_backend,
    limit: float = KEYRING_SECONDS,
) -> str:
    """Keep `token` for the hub at `hub`; answers with one sentence saying where.

    A machine without a keyring that answers gets a file of mode 0600. Raises `SettingsError`.
    """
    usable = _usable(token, "the token given").value
    account = _account(hub)
    path = tokenfile.path_in(folders)
    try:
        kept = within(limit, lambda: _into_keyring(backend, account, usable))
    except Unanswered:
        kept = False
    if kept:
        tokenfile.remove(path, account)
        return "The token is kept in the system keyring."
    tokenfile.write(path, account, usable)
    return f"No system keyring answers here, so the token is kept in {path}, open to you alone."


def forget_token(
    hub: str,
    *,
    folders: Folders,
    backend: Callable[[], Backend | None] = system_backend,
    limit: float = KEYRING_SECONDS,
) -> str:
    """Remove what is kept for the hub at `hub`; one sentence says what. Raises `SettingsError`."""
    account = _account(hub)
    try:
        from_keyring = within(limit, lambda: _out_of_keyring(backend, account))
    except Unanswered:
        from_keyring = False
    path = tokenfile.path_in(folders)
    places = ["the system keyring"] if from_keyring else []
    if tokenfile.remove(path, account):
        places.append(str(path))
    if not places:
        return f"No token for {account} was kept here."
    return f"The token for {account} was removed from {' and '.join(places)}."


def _account(hub: str) -> str:
    return hub.rstrip("/")


def _usable(token: str, where: str) -> Token:
    """A token travels in a header: printable ASCII without spaces, or nothing will take it."""
    value = token.strip()
    if not value or not value.isascii() or not value.isprintable() or " " in value:
        raise SettingsError(f"What {where} holds is no token; copy it again, whole.")
    return Token(value, where)


def _output(command: str) -> str:
    """The first line that the command prints; neither it nor the command's errors are repeated."""
    try:
        words = shlex.split(command)
        done = subprocess.run(words, stdout=subprocess.PIPE, timeout=COMMAND_SECONDS, check=True)
        return done.stdout.decode().partition("\n")[0]
    except subprocess.CalledProcessError as error:
        raise SettingsError(f"The token command ended with code {error.returncode}.") from None
    except subprocess.TimeoutExpired:
        raise SettingsError(
            f"The token command gave no answer in {COMMAND_SECONDS:.0f} seconds."
        ) from None
    except OSError as error:
        raise SettingsError(f"The token command cannot be run: {error.strerror}.") from None
    except (ValueError, IndexError):
        raise SettingsError("The token command cannot be read; mend its quotes.") from None


def _from_keyring(backend: Callable[[], Backend | None], account: str) -> str | None:
    ring = backend()
    return None if ring is None else ring.get_password(SERVICE, account)


def _into_keyring(backend: Callable[[], Backend | None], account: str, token: str) -> bool:
    ring = backend()
    if ring is None:
        return False
    ring.set_password(SERVICE, account, token)
    # Some backends take a value and drop it, so only what can be read back counts as kept.
    return ring.get_password(SERVICE, account) == token


def _out_of_keyring(backend: Callable[[], Backend | None], account: str) -> bool:
    ring = backend()
    if ring is None or ring.get_password(SERVICE, account) is None:
        return False
    ring.delete_password(SERVICE, account)
    return True
