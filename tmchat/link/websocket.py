"""A wire over WebSocket; the long poll that stands in for it is `poll`'s."""

import asyncio
import ssl
from urllib.parse import urlsplit, urlunsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import (
    InvalidHandshake,
    InvalidStatus,
    InvalidURI,
    WebSocketException,
)

from tmchat.link.trust import tls_refusal, trust
from tmchat.link.wire import NO_ADDRESS, WireBroken
from tmchat.settings.failure import SettingsError

LONGEST_MESSAGE = 32 * 1024 * 1024


class WebSocketWire:
    """One WebSocket connection to the hub's agents' listener."""

    kind = "websocket"

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    async def send(self, message: str) -> None:
        """Sends one text frame."""
        try:
            await self._connection.send(message)
        except (WebSocketException, OSError) as fault:
            raise WireBroken(_ended(fault)) from None

    async def receive(self) -> str | bytes:
        """The next frame."""
        try:
            return await self._connection.recv()
        except (WebSocketException, OSError) as fault:
            raise WireBroken(_ended(fault)) from None

    async def abort(self) -> None:
        """Cuts the connection: a closing handshake would wait for a line that may be dead."""
        self._connection.transport.abort()


async def connect_websocket(hub: str, token: str, *, limit: float = 10.0) -> WebSocketWire:
    """Connects to the hub at the address `hub` (http or https) within `limit` seconds.

    Raises `WireBroken`; `unfit` when something answered but did not speak WebSocket.
    """
    try:
        address = _address(hub)
        connection = await connect(
            address,
            ssl=await asyncio.to_thread(trust, hub) if address.startswith("wss:") else None,
            additional_headers={"Authorization": f"Bearer {token}"},
            compression=None,
            open_timeout=limit,
            close_timeout=0.5,
            ping_interval=None,
            max_size=LONGEST_MESSAGE,
            proxy=None,
        )
    except InvalidStatus as fault:
        raise _refusal(fault.response.status_code) from None
    except ssl.SSLError as fault:
        raise WireBroken(tls_refusal(hub, fault)) from None
    except SettingsError as fault:
        raise WireBroken(str(fault), refused=True) from None
    except (InvalidURI, ValueError):
        raise WireBroken(NO_ADDRESS, refused=True) from None
    except InvalidHandshake:
        raise WireBroken("The hub's address does not speak WebSocket.", unfit=True) from None
    except TimeoutError:
        raise WireBroken("The hub did not answer in time.", unfit=True) from None
    except (WebSocketException, EOFError):
        raise WireBroken("The connection was cut while it was made.", unfit=True) from None
    except OSError as fault:
        raise WireBroken(f"The hub cannot be reached: {fault.strerror or fault}.") from None
    return WebSocketWire(connection)


def _address(hub: str) -> str:
    """The address of the socket; raises `ValueError` for what is no address at all."""
    parts = urlsplit(hub)
    scheme = "wss" if parts.scheme == "https" else "ws"
    path = parts.path.rstrip("/") + "/agents/socket"
    return urlunsplit((scheme, parts.netloc, path, "", ""))


def _refusal(status: int) -> WireBroken:
    if status == 401:
        return WireBroken("The hub does not know this token; run: tmchat login", refused=True)
    return WireBroken(f"The hub answered the WebSocket with status {status}.", unfit=True)


def _ended(fault: Exception) -> str:
    return f"The line to the hub broke ({type(fault).__name__})."
