"""Uvicorn's protocols with deadlines of our own; what is asked over them is `listeners`'s.

Uvicorn waits for ever for a request to be whole (300 half-open sockets of 300 stayed open), and
for ever for a peer that no longer reads to take what was written to it.
"""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

REQUEST_SECONDS = 10.0
LINGER_SECONDS = 3.0
_UNFINISHED = ("IDLE", "SEND_BODY")  # h11's names of the states in which more is to come


class Requests(H11Protocol):
    """HTTP whose requests have to be whole in time.

    The time of the first request starts with the connection, that of a later one with its first
    byte; between requests uvicorn's own keep-alive limit holds.
    """

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._arm()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._whole():
            self._disarm()
        elif self._deadline is None:
            self._arm()

    def connection_lost(self, exc: Exception | None) -> None:
        self._disarm()
        super().connection_lost(exc)

    def _whole(self) -> bool:
        """Whether nothing more of a request is awaited, or the connection is a WebSocket by now."""
        if self.transport.get_protocol() is not self:
            return True
        return str(self.conn.their_state) not in _UNFINISHED

    def _arm(self) -> None:
        self._deadline = self.loop.call_later(REQUEST_SECONDS, self.transport.abort)

    def _disarm(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


class Sockets(WebSocketsSansIOProtocol):
    """A WebSocket that is gone a few seconds after its endpoint is done, read or not."""

    async def run_asgi(self) -> None:
        try:
            await super().run_asgi()
        finally:
            self.loop.call_later(LINGER_SECONDS, self.transport.abort)
