"""A small file of the agent's own, there whole or as it was; what stands in it, others know."""

import os
from pathlib import Path


def put_whole(path: Path, text: str) -> None:
    """Writes the file aside and renames it, readable by its owner alone, its folder too.

    Raises `OSError`.
    """
    beside = path.with_suffix(".new")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    beside.replace(path)
