"""The control surface of calls under `/sandbox/`: being a caller, reading what became of it."""

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tmchat.sandbox.call_blocks import KEYS
from tmchat.sandbox.call_forms import Caller, Talk, Turn
from tmchat.sandbox.callers.places import centre
from tmchat.sandbox.calls import PROCESSING_MS, Calls, Dialled
from tmchat.sandbox.datastore import Datastore
from tmchat.sandbox.errors import Checks
from tmchat.sandbox.exchange import ANSWERED, PICK_UPS, Dialling
from tmchat.sandbox.fields import Fields
from tmchat.sandbox.phones import read_phone
from tmchat.sandbox.web import Answer, json_object

_LONGEST_SECONDS = 4 * 3600
_SPEAKERS = ("caller", "agent")


class CallingRoutes:
    """Calling a tracking number by hand, over HTTP."""

    def __init__(self, calls: Calls, datastore: Datastore, now: Callable[[], int]) -> None:
        self._calls = calls
        self._datastore = datastore
        self._now = now
        self.routes = [
            Route("/calls", self.list_calls),
            Route("/calls", self.call, methods=["POST"]),
            Route("/files/{id}", self.file),
        ]

    async def list_calls(self, _: Request) -> Response:
        """Answer every call with its state and pushes."""
        return Answer(self._calls.ledger())

    async def call(self, request: Request) -> Response:
        """Call a number; answers the call's id and how it goes.

        It is over at once, as if begun so much earlier, unless it is `live`.
        """
        dialled = _dialled(await json_object(request), self._now())
        call_id = self._calls.take(dialled)
        self._calls.advance()
        went = self._calls.whole(call_id)
        told = ("id", "answer_status", "ring_duration", "call_duration", "termination_number")
        return Answer({name: went[name] for name in told}, 202)

    async def file(self, request: Request) -> Response:
        """Answer an uploaded announcement."""
        content = self._datastore.content(request.path_params["id"])
        return Response(content, media_type="audio/mpeg")


def _dialled(values: dict[str, Any], now: int) -> Dialled:
    checks = Checks()
    fields = Fields(values, checks)
    phones = [read_phone(fields.text(name, required=True) or "") for name in ("from", "to")]
    for name, phone in zip(("from", "to"), phones, strict=True):
        if phone is None and name in fields:
            checks.fail(name, "Must be a phone number.")
    ring = fields.integer("ring_seconds", low=0, high=_LONGEST_SECONDS)
    talk = fields.integer("talk_seconds", low=0, high=_LONGEST_SECONDS)
    keys = fields.text("keys") or ""
    if not all(key in KEYS for key in keys):
        checks.fail("keys", "Must be keys of a telephone, such as 12#.")
    dialling = Dialling(
        pick_up=fields.choice("pick_up", PICK_UPS) or ANSWERED,
        ring_seconds=4 if ring is None else ring,
        talk_seconds=60 if talk is None else talk,
        keys=tuple(keys),
        confirms_recording=fields.flag("confirms_recording", default=True),
    )
    is_live = fields.flag("live")
    caller, said = _caller(fields), _talk(fields)
    checks.finish()
    lasts = (dialling.ring_seconds + dialling.talk_seconds) * 1000 + PROCESSING_MS
    return Dialled(
        phone=str(phones[0]),
        to=str(phones[1]),
        at=now if is_live else now - lasts,
        dialling=dialling,
        caller=caller,
        talk=said,
    )


def _caller(fields: Fields) -> Caller:
    part = fields.part("caller")
    if part is None:
        return Caller()
    state = part.text("state") or ""
    latitude, longitude = centre(state) if state else (None, None)
    return Caller(
        name=part.text("name") or "",
        address=part.text("address") or "",
        city=part.text("city") or "",
        state=state,
        zip_code=part.text("zip") or "",
        latitude=latitude,
        longitude=longitude,
        is_registered_dnc=part.flag("registered_dnc"),
    )


def _talk(fields: Fields) -> Talk:
    score = fields.integer("score", low=0, high=100)
    turns = []
    for place, turn in enumerate(fields.parts("said")):
        speaker = turn.choice("speaker", _SPEAKERS, required=True)
        text = turn.text("text", required=True, limit=4000)
        turns.append(Turn(str(speaker), float(place * 4), str(text)))
    return Talk(
        turns=tuple(turns),
        score=50 if score is None else score,
        is_lead=fields.flag("lead"),
        is_voicemail=fields.flag("voicemail"),
    )
