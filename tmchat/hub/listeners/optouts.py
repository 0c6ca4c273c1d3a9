"""The opt-out ledger as a stream, newest first: who may not be texted, since when and why."""

import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tmchat.core.events import TexterOptedOut
from tmchat.core.roles import Permission
from tmchat.hub.listeners.access import permitted
from tmchat.hub.listeners.desk import Desk
from tmchat.hub.listeners.narrowing import tracking_asked
from tmchat.hub.listeners.pages import texter_asked
from tmchat.hub.listeners.streams import csv_row, form_asked, streamed
from tmchat.hub.store.interface import OptOutChange

COLUMNS = (
    *("n", "at", "change", "texter", "number", "conversation"),
    *("keyword", "elsewhere", "by", "entry", "words"),
)


def opt_out_routes(desk: Desk) -> list[Route]:
    """`GET /agents/opt-outs?format=json|csv&texter=&number=`."""

    async def ledger(request: Request) -> Response:
        """Every change, its `at` in ms UTC; `change` is out or in, `entry` the text that caused it
        and `words` what that said. JSON lines hold the words exactly."""
        query, region = request.query_params, desk.settings.region
        form = form_asked(query.get("format", "json"))
        texter = texter_asked(query.get("texter", ""), "texter", region)
        number = tracking_asked(desk, query.get("number", ""))
        lines = _lines(desk.store.opt_outs(), texter, number)
        if form == "csv":
            rows = (csv_row(*line.values()) async for line in lines)
            return streamed(form, rows, csv_row(*COLUMNS))
        return streamed(form, (json.dumps(line) + "\n" async for line in lines))

    return [Route("/agents/opt-outs", permitted(Permission.EXPORT, ledger), methods=["GET"])]


async def _lines(
    changes: AsyncIterator[OptOutChange], texter: str, number: str
) -> AsyncIterator[dict[str, Any]]:
    """The lines of one texter, one tracking number or all; each has a value for every column."""
    async for change in changes:
        conversation, what = change.conversation, change.what
        if texter not in ("", conversation.texter) or number not in ("", conversation.number):
            continue
        way, by = ("out", what.by) if isinstance(what, TexterOptedOut) else ("in", "")
        values = (
            *(change.n, change.at, way),
            *(conversation.texter, conversation.number, conversation.id),
            *(what.keyword, what.elsewhere, by, what.entry, change.words),
        )
        yield dict(zip(COLUMNS, values, strict=True))
