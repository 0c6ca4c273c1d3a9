"""A process that takes texts for ever and prints each key it was told 200 for; no test itself."""

import asyncio
import sys
from itertools import count
from pathlib import Path

from tests.hub.engine.rig import open_desk, payload


async def be_busy(folder: Path) -> None:
    """Twenty senders at once, each waiting for its answer before the next text."""
    keys = count()
    async with open_desk(folder) as desk:

        async def send(texter: str) -> None:
            for index in keys:
                taken = await desk.intake.take(payload("hello", key=f"m{index}", texter=texter), {})
                if taken.status == 200:
                    print(f"m{index}", flush=True)

        await asyncio.gather(*(send(f"90555501{number}") for number in range(10, 30)))


if __name__ == "__main__":
    asyncio.run(be_busy(Path(sys.argv[1])))
