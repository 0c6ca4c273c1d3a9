"""Many consoles' sockets in one process, which take what comes and count it; nothing is applied.

Started with an address, a token, a count and the words of the last text; prints a line when all
listen, and another with how many sockets have got those words, and by when.
"""

import asyncio
import sys
import time

from websockets.asyncio.client import ClientConnection, connect

from tmchat.protocol import frames as fr

PATIENCE = 40.0


async def main(address: str, token: str, count: int, last: str) -> None:
    """Connects, listens until each socket saw the words `last`, and says so."""
    headers = {"Authorization": f"Bearer {token}"}
    lines = [
        await connect(
            address, additional_headers=headers, compression=None, max_size=None, proxy=None
        )
        for _ in range(count)
    ]
    hello = fr.encode([fr.Hello(fr.VERSION, "benchmark")])
    for line in lines:
        await line.send(hello)
    listening = [asyncio.create_task(_listen(line, last)) for line in lines]
    print("listening", flush=True)
    done, _ = await asyncio.wait(listening, timeout=PATIENCE)
    print(len(done), time.time(), flush=True)


async def _listen(line: ClientConnection, last: str) -> None:
    while True:
        message = await line.recv()
        if last in str(message):
            return


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]))
