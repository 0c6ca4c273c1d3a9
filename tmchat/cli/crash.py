"""The crash file: where a program broke, never what it held; saying so is `main`'s."""

import os
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from tmchat.settings.paths import make_private


def write_crash(error: BaseException, folder: Path, now: float) -> Path:
    """A file of mode 0600 with the frames of `error`, made in `folder` at `now` (epoch seconds).

    Neither local variables nor the errors' messages go in: either may quote a texter.
    Raises `OSError` and `SettingsError` where the folder takes no file.
    """
    stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime(now))
    path = make_private(folder) / f"crash-{stamp}-{os.getpid()}.txt"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write("\n".join(_told(error)) + "\n")
    return path


def _told(error: BaseException) -> Iterator[str]:
    """The causes first, then the error itself, as Python prints them."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _told(before)
        yield ""
    yield "".join(traceback.format_tb(error.__traceback__)).rstrip()
    yield f"{type(error).__module__}.{type(error).__qualname__}"
    if isinstance(error, BaseExceptionGroup):
        for number, one in enumerate(error.exceptions, start=1):
            yield f"-- {number} of the group:"
            yield from _told(one)
