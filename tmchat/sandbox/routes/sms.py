"""Routes of the SMS stand-ins under `/sms/` (CONTRACT 15.2, 15.3); not of Telmetrics itself."""

from typing import Any

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tmchat.sandbox.books import Books
from tmchat.sandbox.carrier import Carrier
from tmchat.sandbox.dates import read_query_time
from tmchat.sandbox.errors import Checks, invalid, not_found
from tmchat.sandbox.fields import Fields
from tmchat.sandbox.gates import FAULT_KEY
from tmchat.sandbox.listing import Listing
from tmchat.sandbox.notifications import MESSAGE_FIELD
from tmchat.sandbox.web import Answer, json_object, page_of, query

REPLY_LIMIT = 1600


class SmsRoutes:
    """Replies and the listing, over HTTP.

    `reference_field` names the field on which replies are de-duplicated (empty: none), without
    `lookup` there is no listing; `reply_gate` stands before the reply alone, and `lookup_gate`
    before the listing of a conversation.
    """

    def __init__(
        self,
        carrier: Carrier,
        books: Books,
        listing: Listing,
        *,
        reference_field: str,
        lookup: bool,
        reply_gate: Middleware,
        lookup_gate: Middleware,
    ) -> None:
        self._carrier = carrier
        self._books = books
        self._listing = listing
        self._reference_field = reference_field
        self._lookup = lookup
        messages = "/conversations/{id}/messages"
        self.routes = [
            Route(messages, self.reply, methods=["POST"], middleware=[reply_gate]),
            Route("/conversations/{id}/end", self.end, methods=["POST"]),
            Route("/conversations", self.list_conversations),
            Route(messages, self.list_messages, middleware=[lookup_gate]),
        ]

    async def reply(self, request: Request) -> Response:
        """Accept an agent's reply (CONTRACT 15.2)."""
        values = await json_object(request)
        reference = self._reference(values)
        message_id = self._carrier.reply(
            request.path_params["id"],
            _message(values),
            reference=reference,
            fault=request.scope.get(FAULT_KEY),
        )
        return Answer({"MessageId": message_id, "Status": "Accepted"})

    async def end(self, request: Request) -> Response:
        """Close a conversation as a chat client does, with its End of Chat Text."""
        self._carrier.end(request.path_params["id"])
        return Answer({"message": "The conversation is ended."})

    async def list_conversations(self, request: Request) -> Response:
        """Answer a page of conversations."""
        self._check_lookup()
        since, until = _window(request)
        return Answer(self._listing.conversations(since, until, page_of(request)))

    async def list_messages(self, request: Request) -> Response:
        """Answer a page of one conversation's texts."""
        self._check_lookup()
        conversation_id = request.path_params["id"]
        if self._books.conversation(conversation_id) is None:
            raise not_found("conversation")
        since, until = _window(request)
        fault = request.scope.get(FAULT_KEY)
        lag = fault.seconds if fault is not None and fault.kind == "lag" else 0.0
        return Answer(
            self._listing.messages(conversation_id, since, until, page_of(request), lag=lag)
        )

    def _check_lookup(self) -> None:
        if not self._lookup:
            raise not_found("listing with this carrier")

    def _reference(self, values: dict[str, Any]) -> str | None:
        if not self._reference_field:
            return None
        checks = Checks()
        reference = Fields(values, checks).text(self._reference_field)
        checks.finish()
        return reference


def _message(values: dict[str, Any]) -> str:
    """The reply's text, any string at all but a blank or overlong one."""
    message = values.get(MESSAGE_FIELD)
    if not isinstance(message, str) or not message.strip():
        raise invalid(MESSAGE_FIELD, "Is required and must not be empty.")
    if len(message) > REPLY_LIMIT:
        raise invalid(MESSAGE_FIELD, f"Must not be longer than {REPLY_LIMIT} characters.")
    return message


def _window(request: Request) -> tuple[int | None, int | None]:
    values = query(request)
    since, until = (
        read_query_time(values[name], name) if name in values else None
        for name in ("startdateutc", "enddateutc")
    )
    return since, until
