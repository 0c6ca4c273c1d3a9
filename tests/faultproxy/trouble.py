"""What a fault proxy does to what passes, as plain wishes; doing it is `passage`'s."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum


class Way(Enum):
    """From the client to the server, or back."""

    UP = "up"
    DOWN = "down"


class Harm(Enum):
    """What befalls one request. Where it is `after`, the server has acted upon it by then."""

    ANSWERED_BEFORE = "answered by the proxy, the server never saw it"
    ANSWERED_AFTER = "answered by the proxy in place of the server's own answer"
    HANGS_BEFORE = "never answered, the server never saw it"
    HANGS_AFTER = "never answered, the server acted"
    CUT_AFTER = "the server's answer is cut in the middle, and the connection with it"


@dataclass(slots=True)
class Order:
    """The next `times` requests whose request line holds `line` suffer `harm`.

    `status` and `body` are what an answer of the proxy's own says.
    """

    line: str
    harm: Harm
    status: int = 502
    body: bytes = b""
    times: int = 1


@dataclass(slots=True)
class Trouble:
    """What befalls connections, and may be changed while they last.

    `latency` in seconds, both ways; `rate` in bytes a second to the client, None without bound;
    `swallowing`: nothing passes and nothing ends, as behind a router that lost the connection.
    `cut_in`: so many bytes pass yet, then the connection that carries the last is cut, once.
    `loses` is asked about each WebSocket frame, its head included; what it loses is swallowed.
    """

    latency: float = 0.0
    rate: float | None = None
    swallowing: bool = False
    cut_in: dict[Way, int] = field(default_factory=dict)
    orders: list[Order] = field(default_factory=list)
    loses: Callable[[Way, bytes], bool] = lambda way, frame: False

    def order_for(self, line: str) -> Order | None:
        """The order that concerns a request, which is used up by it."""
        for order in self.orders:
            if order.line in line and order.times:
                order.times -= 1
                return order
        return None
