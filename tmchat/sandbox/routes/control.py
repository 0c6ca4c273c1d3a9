"""Routes of the sandbox's own control surface under `/sandbox/`; nothing of Telmetrics is here."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from tmchat.sandbox.books import Books, Kind, Text, Texter
from tmchat.sandbox.carrier import Carrier, Incoming
from tmchat.sandbox.errors import Checks, invalid, not_found
from tmchat.sandbox.faults import Faults
from tmchat.sandbox.fields import Fields
from tmchat.sandbox.listing import Listing
from tmchat.sandbox.numbers import Numbers
from tmchat.sandbox.phones import read_phone
from tmchat.sandbox.web import Answer, json_object, query

_LONGEST_WAIT = 60.0


class ControlRoutes:
    """Being a consumer, reading the books and ordering faults, over HTTP."""

    def __init__(
        self, carrier: Carrier, books: Books, listing: Listing, faults: Faults, numbers: Numbers
    ) -> None:
        self._carrier = carrier
        self._books = books
        self._listing = listing
        self._faults = faults
        self._numbers = numbers
        self.routes = [
            Route("/texts", self.text, methods=["POST"]),
            Route("/phones/{number}", self.phone),
            Route("/books", self.read_books),
            Route("/numbers", self.list_numbers),
            Route("/notices/{id}", self.read_notice),
            Route("/faults", self.list_faults),
            Route("/faults", self.add_fault, methods=["POST"]),
            Route("/faults", self.clear_faults, methods=["DELETE"]),
        ]

    async def text(self, request: Request) -> Response:
        """Send a text as a consumer's phone does, or each of a list of `texts` in turn."""
        values = await json_object(request)
        several = values.get("texts")
        if several is None:
            return Answer(_ids(self._carrier.take(_incoming(values))), 202)
        if not isinstance(several, list) or not all(isinstance(one, dict) for one in several):
            raise invalid("texts", "Must be a list of texts.")
        # All are read before the first is sent.
        read = [_incoming(one) for one in several]
        return Answer({"texts": [_ids(self._carrier.take(one)) for one in read]}, 202)

    async def phone(self, request: Request) -> Response:
        """Answer all that a phone sent and received, oldest first.

        With `after` only what came behind that entry; with `wait` (seconds) the answer is held
        back until there is something.
        """
        number = read_phone(request.path_params["number"])
        if number is None:
            raise not_found("phone number")
        values = query(request)
        after = values.get("after")
        if after is not None and self._books.text(after) is None:
            raise invalid("after", "Is not the id of a text.")
        texts = await self._wait_for(number, after, _read_wait(values.get("wait", "0")))
        return Answer([_seen_by(number, text) for text in texts])

    async def _wait_for(self, number: str, after: str | None, seconds: float) -> list[Text]:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while True:
            texts = self._books.of_phone(number, after)
            left = deadline - loop.time()
            if texts or left <= 0 or not await self._books.next_arrival(left):
                return texts

    async def read_books(self, request: Request) -> Response:
        """Answer every text in and out with its pushes."""
        return Answer({"texts": self._listing.ledger(query(request).get("after"))})

    async def list_numbers(self, _: Request) -> Response:
        """Answer every tracking number with its group."""
        return Answer(self._numbers.directory())

    async def read_notice(self, request: Request) -> Response:
        """Show the text behind the link of a SmartNumber's notice."""
        text = self._books.text(request.path_params["id"])
        if text is None or text.kind is not Kind.TEXT:
            raise not_found("notice")
        return PlainTextResponse(text.body.encode("utf-8", "replace"))

    async def list_faults(self, _: Request) -> Response:
        """Answer the faults in force."""
        return Answer([fault.as_json() for fault in self._faults.standing()])

    async def add_fault(self, request: Request) -> Response:
        """Order a fault."""
        return Answer(self._faults.add(await json_object(request)).as_json(), 201)

    async def clear_faults(self, _: Request) -> Response:
        """End all faults; what they hold back goes on at once."""
        self._faults.clear()
        return Answer([])


def _ids(taken: Text) -> dict[str, str]:
    return {"MessageId": taken.id, "ConversationId": taken.conversation_id}


def _incoming(values: dict[str, Any]) -> Incoming:
    checks = Checks()
    fields = Fields(values, checks)
    phones = [read_phone(fields.text(name, required=True) or "") for name in ("from", "to")]
    for name, phone in zip(("from", "to"), phones, strict=True):
        if phone is None and name in fields:
            checks.fail(name, "Must be a phone number.")
    media = values.get("media") or []
    if not isinstance(media, list) or not all(isinstance(url, str) for url in media):
        checks.fail("media", "Must be a list of addresses.")
    body = values.get("text", "")
    # Stored as sent: no character of a consumer's text is judged here.
    if not isinstance(body, str) or not (body or media):
        checks.fail("text", "Must be a text, and may be empty beside media alone.")
    about = _about(fields)
    checks.finish()
    return Incoming(str(phones[0]), str(phones[1]), body, tuple(media), about)


def _about(fields: Fields) -> Texter | None:
    """Who the texter is, where the caller plays a known one."""
    part = fields.part("texter")
    if part is None:
        return None
    names = ("name", "address", "city", "state", "zip")
    return Texter(*(part.text(name) or "" for name in names))


def _seen_by(number: str, text: Text) -> dict[str, Any]:
    is_sender = text.sender == number
    return {
        "id": text.id,
        "at": text.at,
        "direction": "sent" if is_sender else "received",
        "peer": text.recipient if is_sender else text.sender,
        "text": text.body,
        "media": list(text.media),
    }


def _read_wait(written: str) -> float:
    try:
        seconds = float(written)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < float("inf"):
        raise invalid("wait", "Must be a number of seconds.")
    return min(seconds, _LONGEST_WAIT)
