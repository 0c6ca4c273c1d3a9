"""A text in the agent's own editor and back; lending the terminal to it is the driver's."""

import os
import shlex
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

Lend = Callable[[Sequence[str]], Awaitable[int]]
"""Runs a program on the terminal until it ends; its exit code. Raises `OSError`."""

USUAL: Final = "vi"


class NotEdited(Exception):
    """The editor could not be had; the message is a sentence."""


def editor_of(environment: Mapping[str, str]) -> list[str]:
    """The editor that `VISUAL` or `EDITOR` names, with its arguments. Raises `NotEdited`."""
    named = environment.get("VISUAL") or environment.get("EDITOR") or USUAL
    try:
        words = shlex.split(named)
    except ValueError:
        words = []
    if not words:
        raise NotEdited("VISUAL or EDITOR names no program; set it to your editor.")
    return words


async def edited(text: str, lend: Lend, environment: Mapping[str, str]) -> str:
    """`text` as the editor left it, without the line end that editors put behind the last line.

    Raises `NotEdited` where there is no editor, or where it ended as if it had failed.
    """
    command = editor_of(environment)
    with tempfile.TemporaryDirectory(prefix="tmchat-") as folder:
        file = Path(folder, "reply.txt")
        _put(file, text)
        try:
            code = await lend([*command, str(file)])
        except OSError as fault:
            why = fault.strerror or type(fault).__name__
            raise NotEdited(f"The editor {command[0]} cannot be started: {why}.") from None
        if code:
            raise NotEdited(f"The editor ended with {code}; the text is as it was.")
        return _back(file)


def _put(file: Path, text: str) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(handle, "wb") as opened:
        opened.write(text.encode("utf-8", "replace") + b"\n" if text else b"")


def _back(file: Path) -> str:
    try:
        back = file.read_bytes().decode("utf-8", "replace")
    except OSError:
        raise NotEdited("The editor left no file behind; the text is as it was.") from None
    return back.replace("\r\n", "\n").removesuffix("\n")
