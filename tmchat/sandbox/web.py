"""JSON over Starlette: bodies read, answers and refusals written; no route of its own."""

import json
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tmchat.sandbox.errors import ApiError, not_found
from tmchat.sandbox.paging import Page, read_page

_LARGEST_BODY = 1_000_000


class Answer(JSONResponse):
    """JSON in ASCII, so that a lone surrogate can be answered as it was sent."""

    def render(self, content: Any) -> bytes:
        """Write the content."""
        return json.dumps(content, separators=(",", ":")).encode("ascii")


async def json_object(request: Request) -> dict[str, Any]:
    """The request's JSON object, whatever its Content-Type (CONTRACT 1); else `ApiError` 400."""
    try:
        values = json.loads(await whole_body(request, _LARGEST_BODY))
    except (ValueError, RecursionError):
        raise ApiError(400, "The body is not JSON.") from None
    if not isinstance(values, dict):
        raise ApiError(400, "The body must be a JSON object.")
    return values


async def whole_body(request: Request, limit: int) -> bytes:
    """The request's body; `ApiError` 413 for one of more than `limit` bytes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise ApiError(413, f"The body is larger than {limit} bytes.")
    return bytes(body)


def query(request: Request) -> dict[str, str]:
    """The query with its keys in lower case (CONTRACT 3)."""
    return {key.lower(): value for key, value in request.query_params.items()}


def page_of(request: Request) -> Page:
    """Which page the query asks for."""
    return read_page(query(request))


def path_id(request: Request, name: str) -> int:
    """A numeric id in the path; anything else is not found."""
    text = str(request.path_params[name])
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise not_found("resource")
    return int(text)


async def _refuse(_: Request, error: Exception) -> Response:
    assert isinstance(error, ApiError)
    return Answer(error.body(), error.status, headers=error.headers)


async def _refuse_plainly(_: Request, error: Exception) -> Response:
    """Answer an unknown path or method as JSON."""
    assert isinstance(error, HTTPException)
    return Answer({"message": str(error.detail)}, error.status_code, headers=error.headers)


async def _refuse_storage(_: Request, error: Exception) -> Response:
    """Answer a full disk or a locked file."""
    return Answer({"message": f"The sandbox's database failed: {error}."}, 500)


async def _refuse_unexpected(_: Request, __: Exception) -> Response:
    return Answer({"message": "The sandbox failed."}, 500)


EXCEPTION_ANSWERS: Mapping[Any, Callable[[Request, Exception], Awaitable[Response]]] = {
    ApiError: _refuse,
    HTTPException: _refuse_plainly,
    sqlite3.Error: _refuse_storage,
    Exception: _refuse_unexpected,
}
