"""One signed-in HTTP session: requests out, JSON or an error back; it knows no resource.

Nothing is retried here. Whether a request that failed may be repeated depends on what it does,
and only the caller knows that.
"""

import asyncio
import ipaddress
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx

from tmchat.telmetrics.answers import read_answer
from tmchat.telmetrics.errors import CutAnswer, TimedOut, Unreachable

TOKEN_HEADER = "x-organization-token"

Upload = tuple[str, bytes, str]
"""A file sent along: its name, its bytes and its media type."""

# Raised before the first byte of a request has left, so that nothing can have been acted upon.
_NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)


def segment(value: int | str) -> str:
    """One id as one segment of a path, whatever characters it has.

    Raises ValueError for an empty id and for `.` and `..`, which no quoting can keep apart.
    """
    if value in ("", ".", ".."):
        raise ValueError("an id must not be empty, '.' or '..'")
    return quote(str(value), safe="", errors="replace")


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Session:
    """The connection to one account; `Telmetrics` makes it and every resource shares it."""

    def __init__(
        self,
        token: str,
        base_url: str,
        extra_headers: Mapping[str, str],
        transport: httpx.AsyncBaseTransport | None,
        timeout: float,
    ) -> None:
        """Raises ValueError for a token, a header or an address that cannot be used."""
        if not token or not all("!" <= letter <= "~" for letter in token):
            raise ValueError("the Telmetrics token must be visible ASCII characters, no blanks")
        for name, value in extra_headers.items():
            if not all(" " <= letter <= "~" for letter in name + value):
                raise ValueError(f"the extra header {name!r} must be printable ASCII characters")
        try:
            address = httpx.URL(base_url)
        except httpx.InvalidURL:
            raise ValueError("the Telmetrics address is not a URL") from None
        if address.scheme not in ("http", "https") or not address.host:
            raise ValueError("the Telmetrics address must start with https:// and name a host")
        self._token = token
        self._prefix = base_url.rstrip("/")
        self._timeout = timeout
        headers = httpx.Headers(extra_headers)
        headers[TOKEN_HEADER] = token
        # Half the time for connecting, so that a host which never answers a connection is known
        # as a definite non-delivery before the limit on the whole makes it an ambiguous one.
        self._http = httpx.AsyncClient(
            headers=headers,
            timeout=httpx.Timeout(timeout, connect=timeout / 2, pool=timeout / 2),
            transport=transport,
            # A proxy named in the environment cannot reach a server on this machine.
            trust_env=address.scheme == "https" or not is_loopback(address.host),
            follow_redirects=False,
        )
        self.origin = str(address.copy_with(path="/", query=None, fragment=None)).rstrip("/")
        self.host = address.netloc.decode("ascii")

    async def call(
        self,
        method: str,
        address: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        upload: Upload | None = None,
    ) -> Any:
        """The decoded answer to one request; None where it is empty.

        `address` is a path below the base address, starting with a slash, or a whole address. The
        token goes with it, so check the host of one that came from outside before. An `upload`
        goes as a multipart form instead of a JSON body. The limit of time holds for the whole
        exchange, so that a host which dribbles its answer cannot hold a request for ever. Raises
        an error of the tree in `errors`.
        """
        files = None if upload is None else {"file": upload}
        url = self._prefix + address if address.startswith("/") else address
        content: bytes | None = None
        headers: dict[str, str] = {}
        if body is not None:
            # ASCII escapes carry lone surrogates, which UTF-8 cannot and httpx's own encoder
            # therefore refuses.
            content = json.dumps(body, allow_nan=False).encode("ascii")
            headers["Content-Type"] = "application/json"
        try:
            async with asyncio.timeout(self._timeout):
                response = await self._http.request(
                    method, url, params=query, content=content, headers=headers, files=files
                )
        except _NEVER_LEFT as error:
            raise Unreachable(
                f"Telmetrics cannot be reached ({type(error).__name__}); nothing was sent"
            ) from error
        except (TimeoutError, httpx.TimeoutException) as error:
            raise TimedOut(f"Telmetrics did not answer within {self._timeout:g} s") from error
        except httpx.HTTPError as error:
            raise CutAnswer(
                f"the connection to Telmetrics broke before its answer ({type(error).__name__})"
            ) from error
        return read_answer(response, self._token)

    async def close(self) -> None:
        """Close the connections; a session closed is of no further use."""
        await self._http.aclose()
