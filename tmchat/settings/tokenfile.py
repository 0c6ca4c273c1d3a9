"""The token file of a machine without a keyring, one token a hub; choosing it is `secrets`'s."""

import json
import os
import tempfile
from pathlib import Path

from tmchat.settings.failure import SettingsError
from tmchat.settings.paths import Folders, make_private


def path_in(folders: Folders) -> Path:
    """Where the file stands; it need not exist."""
    return folders.state / "tokens.json"


def read(path: Path) -> dict[str, str]:
    """Token by hub address; empty when there is no file. Raises `SettingsError`."""
    try:
        if path.stat().st_mode & 0o077:
            raise SettingsError(f"{path} is open to other users; run: chmod 600 {path}")
        kept = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.") from None
    except ValueError:
        kept = None
    if not isinstance(kept, dict) or not all(isinstance(one, str) for one in kept.values()):
        raise SettingsError(f"{path} is damaged; remove it and log in again.")
    return kept


def write(path: Path, account: str, token: str) -> None:
    """Keep `token` for `account`. Raises `SettingsError`."""
    _replace(path, read(path) | {account: token})


def remove(path: Path, account: str) -> bool:
    """Forget the token of `account`; whether there was one. Raises `SettingsError`."""
    kept = read(path)
    if account not in kept:
        return False
    del kept[account]
    _replace(path, kept)
    return True


def _replace(path: Path, kept: dict[str, str]) -> None:
    """Write beside and rename, so that a crash leaves the old file or the new one, never half."""
    make_private(path.parent)
    try:
        # mkstemp makes the file 0600 from its first moment.
        descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=".tokens-")
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                json.dump(kept, file)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, path)
        except BaseException:
            os.unlink(beside)
            raise
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}.") from None
