"""Writes one line of a settings file that people also edit; reading it is `settings.source`'s."""

import json
import os
import re
import tempfile
import tomllib
from pathlib import Path

from tmchat.cli.failure import Plight

_CONSOLE = re.compile(r"\s*\[\s*console\s*\]\s*(#.*)?")
_TABLE = re.compile(r"\s*\[")
_HUB = re.compile(r"\s*hub\s*=")


def remember_hub(path: Path, hub: str) -> None:
    """Set `hub` in the `[console]` table of the file at `path`, which is made if it is not there.

    Everything else in it stays as it is, comments included. Raises `Plight`.
    """
    try:
        text = path.read_text("utf-8") if path.exists() else ""
        changed = with_hub(text, hub)
        if changed is None:
            raise Plight(
                f"{path} is written in a way that cannot be changed safely; "
                f"put hub = {json.dumps(hub)} under [console] there yourself."
            )
        # What a link points to is changed, not the link: dotfiles are often kept elsewhere.
        _replace(path.resolve(), changed)
    except OSError as error:
        raise Plight(
            f"{path} cannot be written ({error.strerror}); "
            f"set TMCHAT_CONSOLE_HUB={hub} or use --hub."
        ) from None


def with_hub(text: str, hub: str) -> str | None:
    """The TOML `text` with `console.hub` set, or None when no line can be found to change."""
    wanted = tomllib.loads(text)
    console = wanted.setdefault("console", {})
    console["hub"] = hub
    changed = _edited(text, f"hub = {json.dumps(hub)}")
    try:
        return changed if tomllib.loads(changed) == wanted else None
    except tomllib.TOMLDecodeError:
        return None


def _edited(text: str, line: str) -> str:
    lines = text.split("\n")
    heads = [index for index, one in enumerate(lines) if _CONSOLE.fullmatch(one)]
    if not heads:
        above = f"{text.rstrip()}\n\n" if text.strip() else ""
        return f"{above}[console]\n{line}\n"
    first = heads[0] + 1
    for index in range(first, len(lines)):
        if _TABLE.match(lines[index]):
            break
        if _HUB.match(lines[index]):
            lines[index] = line
            return "\n".join(lines)
    lines.insert(first, line)
    return "\n".join(lines)


def _replace(path: Path, text: str) -> None:
    """Write beside and rename, so that a crash leaves the old file or the new one, never half."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
    descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        os.chmod(beside, mode)
        os.replace(beside, path)
    except BaseException:
        os.unlink(beside)
        raise
