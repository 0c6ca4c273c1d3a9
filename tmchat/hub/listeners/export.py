"""Whole conversations as a stream of JSON lines or CSV, for pipes and auditors; never a screen."""

import json
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tmchat.core.plainform import plain
from tmchat.core.records import Conversation, Entry
from tmchat.core.roles import Permission
from tmchat.hub.listeners.access import permitted
from tmchat.hub.listeners.answers import whole
from tmchat.hub.listeners.desk import Desk
from tmchat.hub.listeners.narrowing import conversation_asked, tracking_asked
from tmchat.hub.listeners.streams import csv_row, form_asked, streamed

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
    "late",
    "due",
)


def export_routes(desk: Desk) -> list[Route]:
    """`GET /agents/export?format=json|csv&number=&conversation=&since=`."""

    async def export(request: Request) -> Response:
        """Every entry asked for with its conversation; `since` is in ms UTC.

        JSON lines hold texts exactly as sent, lone surrogates as escapes.
        """
        query = request.query_params
        form = form_asked(query.get("format", "json"))
        found = desk.store.export(
            number=tracking_asked(desk, query.get("number", "")),
            conversation=conversation_asked(desk, query.get("conversation", "")),
            since=whole(query.get("since", "0"), "since"),
        )
        if form == "csv":
            return streamed(form, _csv_rows(found), csv_row(*COLUMNS))
        return streamed(form, _json_rows(found))

    return [Route("/agents/export", permitted(Permission.EXPORT, export), methods=["GET"])]


async def _json_rows(found: AsyncIterator[tuple[Conversation, Entry]]) -> AsyncIterator[str]:
    async for conversation, entry in found:
        whose = {
            "id": conversation.id,
            "texter": conversation.texter,
            "number": conversation.number,
            "name": conversation.name,
        }
        yield json.dumps({"conversation": whose, "entry": plain(entry)}) + "\n"


async def _csv_rows(found: AsyncIterator[tuple[Conversation, Entry]]) -> AsyncIterator[str]:
    async for conversation, entry in found:
        yield csv_row(
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
            "late" if entry.late else "",
            entry.due or "",
        )
