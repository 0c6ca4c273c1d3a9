"""Raw payloads as the carrier pushed them, for an administrator to see and to read again."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tmchat.core.roles import Permission
from tmchat.hub.listeners.access import permitted
from tmchat.hub.listeners.answers import RETRY_SECONDS, Problem, answer, whole
from tmchat.hub.listeners.desk import Desk
from tmchat.hub.store.interface import RawPayload

LONGEST_LIST = 1000


class Inbound:
    """The pages of kept payloads, newest first."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        """The routes, all for administrators."""
        needed = Permission.INBOUND
        return [
            Route("/agents/inbound", permitted(needed, self.listing), methods=["GET"]),
            Route("/agents/inbound/{id}", permitted(needed, self.one), methods=["GET"]),
            Route("/agents/inbound/{id}/replay", permitted(needed, self.replay), methods=["POST"]),
        ]

    async def listing(self, request: Request) -> Response:
        """`{"inbound": [...]}` without the bodies; `unread=1` for those without a text alone."""
        query = request.query_params
        limit = whole(query.get("limit", "100"), "limit")
        kept = await self._desk.store.inbound_list(
            max(1, min(limit, LONGEST_LIST)), unread_only=query.get("unread") == "1"
        )
        return answer({"inbound": [_shown(one) for one in kept]})

    async def one(self, request: Request) -> Response:
        """One payload with its `headers` and `body`.

        A byte of the body that is not UTF-8 stands as the lone surrogate that Python's
        `surrogateescape` makes of it, so that the bytes can be had back exactly.
        """
        kept = await self._desk.store.inbound_one(_id(request))
        if kept is None:
            raise _unknown()
        body = kept.body.decode("utf-8", "surrogateescape")
        return answer({**_shown(kept), "headers": dict(kept.headers), "body": body})

    async def replay(self, request: Request) -> Response:
        """Reads one again with the settings as they are: `{"message", "texts"}`."""
        inbound_id = _id(request)
        if await self._desk.store.inbound_one(inbound_id) is None:
            raise _unknown()
        taken = await self._desk.intake.replay(inbound_id)
        if taken.status >= 400:
            headers = {"Retry-After": RETRY_SECONDS} if taken.status == 503 else {}
            raise Problem(taken.status, taken.sentence, headers=headers)
        return answer({"message": taken.sentence, "texts": taken.texts})


def _shown(kept: RawPayload) -> dict[str, Any]:
    return {
        "id": kept.id,
        "at": kept.at,
        "status": kept.status,
        "note": kept.note,
        "size": len(kept.body),
    }


def _id(request: Request) -> int:
    return whole(request.path_params["id"], "id")


def _unknown() -> Problem:
    return Problem(404, "No payload is kept under that number.")
