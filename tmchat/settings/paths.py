"""The XDG folders of this program; what is kept in them is the business of whoever asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tmchat.settings.failure import SettingsError

PRIVATE = 0o700


@dataclass(frozen=True)
class Folders:
    """Where this user's files belong; nothing is made until `make_private` is called."""

    config: Path
    state: Path
    data: Path
    cache: Path

    @property
    def settings_file(self) -> Path:
        """The TOML file read when no other is named; it need not exist."""
        return self.config / "tmchat.toml"


def folders(environment: Mapping[str, str]) -> Folders:
    """The folders that the XDG variables in `environment` name, or their usual places.

    Raises `SettingsError` where no home folder is known.
    """
    return Folders(
        config=_folder(environment, "XDG_CONFIG_HOME", ".config"),
        state=_folder(environment, "XDG_STATE_HOME", ".local/state"),
        data=_folder(environment, "XDG_DATA_HOME", ".local/share"),
        cache=_folder(environment, "XDG_CACHE_HOME", ".cache"),
    )


def make_private(folder: Path) -> Path:
    """The folder, made if absent and open to this user alone (0700). Raises `SettingsError`."""
    try:
        folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        if folder.stat().st_mode & 0o077:
            folder.chmod(PRIVATE)
    except OSError as error:
        raise SettingsError(
            f"{folder} cannot be used as a private folder: {error.strerror}; "
            "name another with the XDG variables or in the settings."
        ) from None
    return folder


def _folder(environment: Mapping[str, str], variable: str, usual: str) -> Path:
    named = environment.get(variable, "")
    # The XDG specification: a path that is not absolute is to be ignored.
    if named and Path(named).is_absolute():
        return Path(named) / "tmchat"
    return _home(environment) / usual / "tmchat"


def _home(environment: Mapping[str, str]) -> Path:
    if named := environment.get("HOME"):
        return Path(named)
    try:
        return Path.home()
    except RuntimeError:
        raise SettingsError("This user has no home folder; set HOME.") from None
