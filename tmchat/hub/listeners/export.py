"""Whole conversations as a stream of JSON lines or CSV, for pipes and auditors; never a screen."""

import csv
import io
import json
from collections.abc import AsyncIterator, Callable

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from tmchat.core.plainform import plain
from tmchat.core.records import Conversation, Entry
from tmchat.core.roles import Permission
from tmchat.hub.listeners.access import permitted
from tmchat.hub.listeners.answers import Problem, whole
from tmchat.hub.listeners.desk import Desk
from tmchat.hub.listeners.pages import number_asked

COLUMNS = (
    "conversation",
    "texter",
    "number",
    "name",
    "entry",
    "at",
    "sent_at",
    "kind",
    "by",
    "delivery",
    "reason",
    "text",
    "media",
)
PIECE = 64 * 1024  # characters sent together


def export_routes(desk: Desk) -> list[Route]:
    """`GET /agents/export?format=json|csv&number=&conversation=&since=`."""

    async def export(request: Request) -> Response:
        """Every entry asked for with its conversation; `since` is in ms UTC.

        JSON lines hold texts exactly as sent, lone surrogates as escapes. CSV is UTF-8, in which
        those cannot stand: they become U+FFFD there, and nothing else changes.
        """
        query = request.query_params
        wanted = query.get("format", "json")
        if wanted not in _FORMATS:
            raise Problem(400, "The format is json or csv.", "format")
        head, line, media_type = _FORMATS[wanted]
        lines = desk.store.export(
            number=number_asked(query.get("number", ""), "number", desk.settings.region),
            conversation=whole(query.get("conversation", "0"), "conversation"),
            since=whole(query.get("since", "0"), "since"),
        )
        return StreamingResponse(_pieces(head, line, lines), media_type=media_type)

    return [Route("/agents/export", permitted(Permission.EXPORT, export), methods=["GET"])]


async def _pieces(
    head: str, line: "Line", found: AsyncIterator[tuple[Conversation, Entry]]
) -> AsyncIterator[bytes]:
    waiting = [head]
    size = 0
    async for conversation, entry in found:
        text = line(conversation, entry)
        waiting.append(text)
        size += len(text)
        if size >= PIECE:
            yield _utf8("".join(waiting))
            waiting, size = [], 0
    yield _utf8("".join(waiting))


def _json_line(conversation: Conversation, entry: Entry) -> str:
    whose = {
        "id": conversation.id,
        "texter": conversation.texter,
        "number": conversation.number,
        "name": conversation.name,
    }
    return json.dumps({"conversation": whose, "entry": plain(entry)}) + "\n"


def _csv_line(conversation: Conversation, entry: Entry) -> str:
    return _csv_row(
        conversation.id,
        conversation.texter,
        conversation.number,
        conversation.name,
        entry.id,
        entry.at,
        entry.sent_at,
        entry.kind.value,
        entry.by,
        entry.delivery.value if entry.delivery else "",
        entry.reason,
        entry.text,
        " ".join(entry.media),
    )


def _csv_row(*cells: object) -> str:
    file = io.StringIO(newline="")
    csv.writer(file).writerow(cells)
    return file.getvalue()


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return whole.encode()


Line = Callable[[Conversation, Entry], str]
_FORMATS: dict[str, tuple[str, Line, str]] = {
    "json": ("", _json_line, "application/x-ndjson"),
    "csv": (_csv_row(*COLUMNS), _csv_line, "text/csv; charset=utf-8"),
}
