"""A part of the crowd in a process of its own: sockets that read, beat, and time what comes.

Started with an address, a token, a count and the words of the last text. Prints a line when all
listen, with the seconds that took, and one when each has the last text: when that was, and the
waiting times of all marked texts at all sockets, in seconds, as JSON.
"""

import asyncio
import json
import re
import sys
import time

from websockets.asyncio.client import ClientConnection, connect

from tmchat.protocol import frames as fr

AT_ONCE = 20
BETWEEN_BEATS = 10.0
_MARK = re.compile(r"at(\d+\.\d+)z")


async def main(address: str, token: str, count: int, last: str) -> None:
    """Connects so many sockets, listens until each saw the words `last`, and tells."""
    began = time.perf_counter()
    headers = {"Authorization": f"Bearer {token}"}
    gate = asyncio.Semaphore(AT_ONCE)
    lines: list[ClientConnection] = []
    beating = asyncio.create_task(_beat(lines))

    async def opened() -> None:
        async with gate:
            line = await connect(
                address,
                additional_headers=headers,
                compression=None,
                ping_interval=None,
                max_size=None,
                open_timeout=60,
                proxy=None,
            )
            await line.send(fr.encode([fr.Hello(fr.VERSION, "crowd")]))
            lines.append(line)

    await asyncio.gather(*(opened() for _ in range(count)))
    print(time.perf_counter() - began, flush=True)
    waits: list[float] = []
    ends = await asyncio.gather(*(_listen(line, last, waits) for line in lines))
    beating.cancel()
    print(json.dumps([max(ends), waits]), flush=True)


async def _listen(line: ClientConnection, last: str, waits: list[float]) -> float:
    while True:
        message = str(await line.recv())
        now = time.time()
        waits.extend(now - float(at) for at in _MARK.findall(message))
        if last in message:
            return now


async def _beat(lines: list[ClientConnection]) -> None:
    while True:
        await asyncio.sleep(BETWEEN_BEATS)
        for line in tuple(lines):
            await line.send(fr.encode([fr.Beat(0)]))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]))
