"""Calls that reached a tracking number, read only; texts come in by webhook, never by this.

Sources: CONTRACT 8.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tmchat.telmetrics.fields import (
    Fields,
    as_flag,
    as_moment,
    as_object,
    as_real,
    as_text,
    as_whole,
)
from tmchat.telmetrics.moments import window
from tmchat.telmetrics.paging import USUAL_PAGE, walk
from tmchat.telmetrics.session import Session, segment


@dataclass(frozen=True)
class CallerDetails:
    """Who called, as far as a look-up knows."""

    name: str | None = None
    address: str | None = None
    city: str | None = None
    state: str | None = None
    zip_code: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def from_json(cls, value: object) -> "CallerDetails | None":
        """None where `value` is no object."""
        if not isinstance(value, dict):
            return None
        fields = Fields(value, "caller details")
        return cls(
            name=fields.optional("name", as_text),
            address=fields.optional("address", as_text),
            city=fields.optional("city", as_text),
            state=fields.optional("state", as_text),
            zip_code=fields.optional("zip_code", as_text),
            country=fields.optional("country", as_text),
            latitude=fields.optional("latitude", as_real),
            longitude=fields.optional("longitude", as_real),
            extra=fields.rest(),
        )


@dataclass(frozen=True)
class Call:
    """One call; durations in seconds, `*_utc` times in milliseconds UTC.

    Local times, analytics and whatever else is sent stand in `extra` as they came.
    """

    id: int
    call_type_id: int | None = None
    call_type: str | None = None
    number_id: int | None = None
    group_id: int | None = None
    caller_identity: int | None = None
    organization_id: int | None = None
    answer_status_id: int | None = None
    answer_status: str | None = None
    ring_duration: int | None = None
    call_duration: int | None = None
    registered_dnc: bool | None = None
    tracking_number: str | None = None
    caller_number: str | None = None
    termination_number: str | None = None
    start_time_utc: int | None = None
    answer_time_utc: int | None = None
    end_time_utc: int | None = None
    caller_details: CallerDetails | None = None
    attribution_details: Mapping[str, Any] | None = field(default=None, hash=False)
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def from_json(cls, value: object) -> "Call":
        """Raises UnexpectedAnswer where there is no id."""
        fields = Fields(value, "a call")
        return cls(
            id=fields.required("id", as_whole),
            call_type_id=fields.optional("call_type_id", as_whole),
            call_type=fields.optional("call_type", as_text),
            number_id=fields.optional("number_id", as_whole),
            group_id=fields.optional("group_id", as_whole),
            caller_identity=fields.optional("caller_identity", as_whole),
            organization_id=fields.optional("organization_id", as_whole),
            answer_status_id=fields.optional("answer_status_id", as_whole),
            answer_status=fields.optional("answer_status", as_text),
            ring_duration=fields.optional("ring_duration", as_whole),
            call_duration=fields.optional("call_duration", as_whole),
            registered_dnc=fields.optional("registered_DNC", as_flag),
            tracking_number=fields.optional("tracking_number", as_text),
            caller_number=fields.optional("caller_number", as_text),
            termination_number=fields.optional("termination_number", as_text),
            start_time_utc=fields.optional("start_time_utc", as_moment),
            answer_time_utc=fields.optional("answer_time_utc", as_moment),
            end_time_utc=fields.optional("end_time_utc", as_moment),
            caller_details=fields.optional("caller_details", CallerDetails.from_json),
            attribution_details=fields.optional("attribution_details", as_object),
            extra=fields.rest(),
        )


class Calls:
    """The `calls` resource. Every method raises the errors of `errors`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(
        self,
        start: int,
        end: int,
        *,
        include_transcription: bool = False,
        page_size: int = USUAL_PAGE,
    ) -> AsyncIterator[Call]:
        """Calls begun after `start` and before `end`, milliseconds UTC, a page at a time."""
        query = window(start, end)
        if include_transcription:
            query["includeTranscription"] = "true"
        return walk(self._session, "/calls", Call.from_json, query=query, page_size=page_size)

    async def get(self, call_id: int) -> Call:
        """One call, which comes inside `results` (CONTRACT 8), alone or in an array."""
        answer = await self._session.call("GET", f"/calls/{segment(call_id)}")
        inner = answer.get("results", answer) if isinstance(answer, dict) else answer
        return Call.from_json(inner[0] if isinstance(inner, list) and inner else inner)
