"""Turns one HTTP response into JSON or an error; how the response was fetched is `session`'s.

No page documents error bodies; the shape read here is CONTRACT 15.4's, and a body of any other
shape costs its words only, never the classification.
"""

import json
import math
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from tmchat.telmetrics.errors import (
    BadRequest,
    Conflict,
    FieldFault,
    Forbidden,
    NotFound,
    Refused,
    ServerFault,
    TelmetricsError,
    TooMany,
    Unauthorized,
    UnexpectedAnswer,
)

_REFUSALS: dict[int, type[Refused]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
}
_LONGEST_MESSAGE = 500


def read_answer(response: httpx.Response, token: str) -> Any:
    """The decoded JSON of a success, None where its body is empty.

    Raises Refused, ServerFault or UnexpectedAnswer. `token` is only looked for, in order to blot
    it out of a message that repeats it.
    """
    if not response.is_success:
        raise _failure(response, token)
    if not response.content.strip():
        return None
    try:
        return json.loads(response.content)
    except (ValueError, RecursionError):
        raise UnexpectedAnswer(
            f"Telmetrics answered {response.status_code}, but not in JSON"
        ) from None


def _failure(response: httpx.Response, token: str) -> TelmetricsError:
    status = response.status_code
    message, fields = _words(response, token)
    if status == 429:
        return TooMany(status, message, fields, retry_after=_retry_after(response.headers))
    if 400 <= status < 500:
        return _REFUSALS.get(status, Refused)(status, message, fields)
    if status >= 500:
        return ServerFault(status, message, retry_after=_retry_after(response.headers))
    return UnexpectedAnswer(f"Telmetrics answered {status}, which is neither success nor refusal")


def _words(response: httpx.Response, token: str) -> tuple[str, tuple[FieldFault, ...]]:
    try:
        body = json.loads(response.content)
    except (ValueError, RecursionError):
        body = None
    content = body if isinstance(body, dict) else {}

    def word(value: object) -> str:
        return value.replace(token, "[token]")[:_LONGEST_MESSAGE] if isinstance(value, str) else ""

    listed = content.get("errors")
    faults = (
        FieldFault(word(entry.get("field")), word(entry.get("message")))
        for entry in (listed if isinstance(listed, list) else [])
        if isinstance(entry, dict)
    )
    message = word(content.get("message")) or response.reason_phrase or "no reason given"
    return message, tuple(fault for fault in faults if fault.message)


def _retry_after(headers: httpx.Headers) -> float | None:
    """Seconds to wait; a date is counted from the answer's own `Date`, so no clock is needed."""
    value = headers.get("retry-after", "")
    try:
        seconds = float(value)
    except ValueError:
        try:
            until = parsedate_to_datetime(value)
            seconds = (until - parsedate_to_datetime(headers.get("date", ""))).total_seconds()
        except (ValueError, TypeError):
            return None
    return max(seconds, 0.0) if math.isfinite(seconds) else None
