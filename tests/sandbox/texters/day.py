"""A simulated day with scripted texters and an agent, in no real time; not a test itself."""

import heapq
import re
from collections.abc import Callable, Iterator

from tmchat.sandbox.texters import Cast, Said, trades
from tmchat.sandbox.texters.library import scripts
from tmchat.sandbox.texters.script import Script

START = 1_760_000_000.0

Agent = Callable[[Said], str | None]


def numbers() -> dict[str, str]:
    """One tracking number for every line of every trade, with the key of its trade."""
    lines = [(trade.key, line.area_code) for trade in trades() for line in trade.lines]
    return {f"{code}555{100 + place:04}": key for place, (key, code) in enumerate(lines)}


def cast(*, seed: int = 7, texters: int = 12, rate: float = 6.0) -> Cast:
    """A cast with all tracking numbers."""
    return Cast(numbers(), seed=seed, texters=texters, rate=rate)


def opened(text: str) -> Script | None:
    """The script whose first text this is, whatever name stands in it; None for other texts."""
    for script in scripts():
        parts = re.split(r"\{\w+\}", script.opening[0])
        if re.fullmatch(".+".join(map(re.escape, parts)), text, re.DOTALL):
            return script
    return None


def play(
    cast: Cast, seconds: float, agent: Agent | None = None, *, after: float = 20.0
) -> Iterator[tuple[float, Said]]:
    """Run the day for that long; yields every text with its time after the start in seconds.

    The agent answers each text `after` seconds later, unless it returns None.
    """
    replies: list[tuple[float, int, Said, str]] = []
    count = 0
    now = START
    while now <= START + seconds:
        while replies and replies[0][0] <= now:
            _, _, said, reply = heapq.heappop(replies)
            cast.heard(said.phone, said.to, reply, now)
        for said in cast.due(now):
            yield now - START, said
            reply_to = agent(said) if agent is not None else None
            if reply_to is not None:
                count += 1
                heapq.heappush(replies, (now + after, count, said, reply_to))
        due = cast.next_due()
        moments = [reply[0] for reply in replies[:1]] + ([] if due is None else [due])
        if not moments:
            return
        now = max(now, min(moments))
