"""One connection through a fault proxy, without sockets and on a clock that is passed in.

Bytes in, steps out: whoever carries them hands in what came and does what `take` says. Times are
seconds of one monotonic clock.
"""

from collections import deque
from dataclasses import dataclass, field

from tests.faultproxy.streams import Stream, answer, first_line
from tests.faultproxy.trouble import Harm, Order, Trouble, Way

CROWDED = 32 * 1024
"""Bytes that may wait in one direction before no more of it is read."""


@dataclass(frozen=True, slots=True)
class Send:
    """Bytes that arrive at the end of a way."""

    way: Way
    sent: bytes


@dataclass(frozen=True, slots=True)
class End:
    """The way is over in good order: its end is to be closed."""

    way: Way


@dataclass(frozen=True, slots=True)
class Cut:
    """Both connections are to be reset at once."""


Step = Send | End | Cut


@dataclass(slots=True)
class _Lane:
    """What is under way in one direction; None at its end stands for the end of the way."""

    stream: Stream = field(default_factory=Stream)
    waiting: deque[tuple[float, bytes | None]] = field(default_factory=deque)
    size: int = 0
    free: float = 0.0


class Passage:
    """One connection of a client to a server, in the hands of `trouble`."""

    def __init__(self, trouble: Trouble) -> None:
        self.cut = False
        self.requests: list[str] = []
        self._trouble = trouble
        self._lanes = {way: _Lane() for way in Way}
        self._answers: deque[Order | None] = deque()
        self._cut_behind = False

    def receive(self, way: Way, taken: bytes, now: float) -> None:
        """Takes bytes that came into a way."""
        if self._trouble.swallowing:
            return
        for framed, whole in self._lanes[way].stream.receive(taken):
            if framed:
                passes = None if self._trouble.loses(way, whole) else whole
            else:
                passes = self._request(whole, now) if way is Way.UP else self._answer(whole)
            if passes is not None:
                self._put(way, passes, now)

    def ended(self, way: Way, now: float) -> None:
        """The sender at the beginning of a way sends no more."""
        if not self._trouble.swallowing:
            self._lanes[way].waiting.append((now + self._trouble.latency, None))

    def crowded(self, way: Way) -> bool:
        """Whether so much waits that no more of this way should be read for now."""
        return self._lanes[way].size > CROWDED

    def due(self) -> float | None:
        """When `take` will have something; None when nothing waits."""
        times = [
            max(lane.waiting[0][0], lane.free) for lane in self._lanes.values() if lane.waiting
        ]
        return min(times, default=None)

    def take(self, now: float) -> list[Step]:
        """What is to be done by now, in order; nothing comes after a `Cut`."""
        steps: list[Step] = []
        for way, lane in self._lanes.items():
            while not self.cut and lane.waiting and max(lane.waiting[0][0], lane.free) <= now:
                self._pass(way, lane, now, steps)
        return steps

    def _pass(self, way: Way, lane: _Lane, now: float, steps: list[Step]) -> None:
        _, piece = lane.waiting.popleft()
        if piece is None:
            steps.append(End(way))
            return
        lane.size -= len(piece)
        if self._trouble.swallowing:
            return
        rate = self._trouble.rate if way is Way.DOWN else None
        if rate is not None:
            # A twentieth of a second's worth at once, so that it trickles.
            piece, rest = piece[: int(rate / 20) + 1], piece[int(rate / 20) + 1 :]
            lane.free = max(lane.free, now - 0.1) + len(piece) / rate
            if rest:
                lane.waiting.appendleft((now, rest))
                lane.size += len(rest)
        left = self._trouble.cut_in.get(way)
        if left is not None and left <= len(piece):
            del self._trouble.cut_in[way]
            steps.extend([Send(way, piece[:left])] if left else [])
            self._end(steps)
            return
        if left is not None:
            self._trouble.cut_in[way] = left - len(piece)
        steps.append(Send(way, piece))
        if self._cut_behind and way is Way.DOWN and not lane.waiting:
            self._end(steps)

    def _end(self, steps: list[Step]) -> None:
        self.cut = True
        steps.append(Cut())

    def _put(self, way: Way, piece: bytes, now: float) -> None:
        lane = self._lanes[way]
        lane.waiting.append((now + self._trouble.latency, piece))
        lane.size += len(piece)

    def _request(self, whole: bytes, now: float) -> bytes | None:
        """The request as it goes on to the server, if it does."""
        line = first_line(whole)
        self.requests.append(line)
        order = self._trouble.order_for(line)
        if order is not None and order.harm is Harm.ANSWERED_BEFORE:
            self._put(Way.DOWN, answer(order.status, order.body), now)
            return None
        if order is not None and order.harm is Harm.HANGS_BEFORE:
            return None
        self._answers.append(order)
        return whole

    def _answer(self, whole: bytes) -> bytes | None:
        """The server's answer as it reaches the client, if it does."""
        order = self._answers.popleft() if self._answers else None
        match order:
            case None:
                return whole
            case Order(harm=Harm.ANSWERED_AFTER):
                return answer(order.status, order.body)
            case Order(harm=Harm.CUT_AFTER):
                self._cut_behind = True
                return whole[: len(whole) // 2]
            case _:
                return None
