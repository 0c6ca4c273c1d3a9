"""The plain console as a process of its own, on a hub in its own memory; started by the tests.

Its argument is the folder of drafts. Every line that the agent replies comes back as a text.
"""

import asyncio
import sys
from contextlib import suppress
from pathlib import Path

from tests.console.plain.shift import nowhere
from tests.console.scene import scene
from tmchat.console.plain.run import run_plain
from tmchat.console.start import Start
from tmchat.core import events as ev
from tmchat.link.wire import Wire


def main() -> int:
    """Runs until the input ends or says so."""
    hub = scene()

    async def connect() -> Wire:
        wire = await hub.connect()
        if "--talkative" in sys.argv:
            talking.append(asyncio.ensure_future(talk()))
        return wire

    async def talk() -> None:
        about = next(iter(hub.inbox.conversations))
        while True:
            hub.happen(ev.TextArrived(about, "and another thing " * 20))
            await asyncio.sleep(0.001)

    talking: list[asyncio.Task[None]] = []
    start = Start(nowhere, Path(sys.argv[1]), "test")
    code = run_plain(start, sys.stdin, sys.stdout, connects=[connect], clock=lambda: hub.now)
    assert "textual" not in sys.modules, "the plain console loaded Textual"
    return code


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main())
