"""The lines that come in on standard input, one at a time; what they ask for is `verbs`'s."""

import asyncio
import os
import select
import threading
from codecs import getincrementaldecoder
from contextlib import suppress
from typing import Final, TextIO

_READ: Final = 4096


class Spoken:
    """Lines of `stream`, read in a thread: files, pipes and terminals alike. Use as a context.

    It reads past the stream's own buffer, so that the thread never waits inside it.
    """

    def __init__(self, stream: TextIO) -> None:
        self._descriptor = stream.fileno()
        self._loop = asyncio.get_running_loop()
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._woken, self._wake = os.pipe()
        self._thread = threading.Thread(target=self._run, name="tmchat-spoken", daemon=True)

    def __enter__(self) -> "Spoken":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._wake)
        self._thread.join()
        os.close(self._woken)

    async def next(self) -> str | None:
        """The next line without its end, or None when no more will come."""
        return await self._lines.get()

    def _run(self) -> None:
        decode = getincrementaldecoder("utf-8")("replace").decode
        rest = ""
        while raw := self._read():
            *lines, rest = (rest + decode(raw)).split("\n")
            for line in lines:
                self._hand_on(line)
        if rest:
            self._hand_on(rest)
        self._hand_on(None)

    def _read(self) -> bytes:
        """The next bytes; none at the end, or when this is no longer wanted."""
        try:
            ready, _, _ = select.select([self._descriptor, self._woken], [], [])
            return b"" if self._woken in ready else os.read(self._descriptor, _READ)
        except OSError:
            return b""

    def _hand_on(self, line: str | None) -> None:
        with suppress(RuntimeError):  # the loop has ended meanwhile
            self._loop.call_soon_threadsafe(self._lines.put_nowait, line)
