"""Rows as a stream of JSON lines or CSV; what a row says is each page's matter."""

import csv
import io
from collections.abc import AsyncIterator

from starlette.responses import StreamingResponse

from tmchat.hub.listeners.answers import Problem

PIECE = 64 * 1024  # characters sent together
MEDIA_TYPES = {"json": "application/x-ndjson", "csv": "text/csv; charset=utf-8"}


def form_asked(written: str) -> str:
    """`json` or `csv`, as the query's `format` says; raises `Problem` (400) for another."""
    if written not in MEDIA_TYPES:
        raise Problem(400, "The format is json or csv.", "format")
    return written


def streamed(form: str, rows: AsyncIterator[str], head: str = "") -> StreamingResponse:
    """An answer of `rows`, each with its line end, in the form asked for; `head` comes first.

    It is UTF-8, in which lone surrogates cannot stand: they become U+FFFD unless a row escapes
    them, and nothing else changes.
    """
    return StreamingResponse(_pieces(head, rows), media_type=MEDIA_TYPES[form])


def csv_row(*cells: object) -> str:
    """One line of CSV with its line end."""
    file = io.StringIO(newline="")
    csv.writer(file).writerow(cells)
    return file.getvalue()


async def _pieces(head: str, rows: AsyncIterator[str]) -> AsyncIterator[bytes]:
    waiting = [head]
    size = 0
    async for text in rows:
        waiting.append(text)
        size += len(text)
        if size >= PIECE:
            yield _utf8("".join(waiting))
            waiting, size = [], 0
    yield _utf8("".join(waiting))


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return whole.encode()
