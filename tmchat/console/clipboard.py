"""Copies text and says which way it went; the sequence itself is `terminal.clipboard`'s."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from tmchat.core.text import clean

MOST: Final = 74_994
"""Bytes: what hterm and those like it take in one OSC 52, 100,000 letters of base64."""

TMUX_SECONDS: Final = 2.0
_OUTSIDE: Final = "by OSC 52; a terminal may ask or refuse."

Copy = Callable[[str, str, Callable[[str], None]], None]
"""Copies a text, with its name and who is to say what became of it."""


class Clipboard:
    """`write` hands a text to the terminal as OSC 52, `load` one to tmux's buffer: whether it did.

    No control character but the newline gets through.
    """

    def __init__(
        self,
        write: Callable[[str], None],
        environment: Mapping[str, str],
        load: Callable[[str], Awaitable[bool]],
    ) -> None:
        self._write = write
        self._environment = environment
        self._load = load
        self._loading: set[asyncio.Task[None]] = set()

    def copy(self, text: str, what: str, say: Callable[[str], None]) -> None:
        """Copies `text`, which is called `what`; `say` gets the way it went as one sentence.

        Of more than a terminal takes, the end is copied.
        """
        whole = clean(text)
        kept = whole.encode("utf-8", "replace")[-MOST:].decode("utf-8", "ignore")
        if len(kept) < len(whole):
            what = f"the end of {what}, all that terminals take,"
        if self._environment.get("TERM") == "linux" and not self._environment.get("TMUX"):
            say("Nothing is copied: the Linux console has no clipboard.")
            return
        self._write(kept)
        if self._environment.get("TMUX"):
            task = asyncio.ensure_future(self._to_tmux(kept, what, say))
            self._loading.add(task)
            task.add_done_callback(self._loading.discard)
        elif self._environment.get("STY"):
            say(f"Copied {what} through GNU screen {_OUTSIDE}")
        else:
            say(f"Copied {what} {_OUTSIDE}")

    async def _to_tmux(self, text: str, what: str, say: Callable[[str], None]) -> None:
        if await self._load(text):
            say(
                f"Copied {what} to tmux's buffer, and by OSC 52 to the terminal if tmux lets it "
                "through (set-clipboard on)."
            )
        else:
            say(f"Copied {what} through tmux by OSC 52; it must let it through (set-clipboard on).")


async def load_tmux_buffer(text: str) -> bool:
    """Puts `text` into the newest buffer of the tmux around this program; whether it took it."""
    try:
        tmux = await asyncio.create_subprocess_exec(
            *("tmux", "load-buffer", "-"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError:
        return False
    try:
        async with asyncio.timeout(TMUX_SECONDS):
            await tmux.communicate(text.encode("utf-8", "replace"))
    except (TimeoutError, OSError):
        with contextlib.suppress(ProcessLookupError):
            tmux.kill()
        await tmux.wait()
    return tmux.returncode == 0
