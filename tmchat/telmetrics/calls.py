"""Calls that reached a tracking number, read only; texts come in by webhook, never by this.

Source: CONTRACT 8. What stands inside a call is `call_details`'s.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from tmchat.telmetrics.blocks import Block, needed, told
from tmchat.telmetrics.call_details import (
    CallAttribution,
    CallerDetails,
    CallRouting,
    ConversationAnalytics,
)
from tmchat.telmetrics.fields import as_flag, as_moment, as_text, as_whole
from tmchat.telmetrics.moments import window
from tmchat.telmetrics.paging import USUAL_PAGE, walk
from tmchat.telmetrics.session import Session, segment


@dataclass(frozen=True)
class Call(Block):
    """One call; durations in seconds, `*_utc` times in milliseconds UTC.

    `start_time`, `answer_time` and `end_time` are local times of a zone nobody names: strings as
    they came. Whatever else is sent stands in `extra`.
    """

    id: int = needed(as_whole)
    call_type_id: int | None = told(as_whole)
    call_type: str | None = told(as_text)
    number_id: int | None = told(as_whole)
    group_id: int | None = told(as_whole)
    group_owner_id: int | None = told(as_whole)
    caller_identity: int | None = told(as_whole)
    organization_id: int | None = told(as_whole)
    answer_status_id: int | None = told(as_whole)
    answer_status: str | None = told(as_text)
    status: str | None = told(as_text)
    ring_duration: int | None = told(as_whole)
    call_duration: int | None = told(as_whole)
    registered_dnc: bool | None = told(as_flag, name="registered_DNC")
    tracking_number: str | None = told(as_text)
    caller_number: str | None = told(as_text)
    termination_number: str | None = told(as_text)
    start_time: str | None = told(as_text)
    answer_time: str | None = told(as_text)
    end_time: str | None = told(as_text)
    start_time_utc: int | None = told(as_moment)
    answer_time_utc: int | None = told(as_moment)
    end_time_utc: int | None = told(as_moment)
    lead_status: bool | None = told(as_flag)
    voicemail_status: bool | None = told(as_flag)
    current_customer_status: bool | None = told(as_flag)
    employment_inquiry_status: bool | None = told(as_flag)
    caller_details: CallerDetails | None = told(CallerDetails)
    conversation_analytics: ConversationAnalytics | None = told(ConversationAnalytics)
    attribution_details: CallAttribution | None = told(CallAttribution)
    routing: CallRouting | None = told(CallRouting)

    @classmethod
    def from_json(cls, value: object) -> "Call":
        """Raises UnexpectedAnswer where there is no id."""
        return cls.demand(value, "a call", "id")


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
        query = {**window(start, end), **_transcription(include_transcription)}
        return walk(self._session, "/calls", Call.from_json, query=query, page_size=page_size)

    async def get(self, call_id: int, *, include_transcription: bool = False) -> Call:
        """One call, which comes inside `results` (CONTRACT 8), alone or in an array.

        That one call takes `includeTranscription` as the listing does is inferred.
        """
        query = _transcription(include_transcription)
        answer = await self._session.call("GET", f"/calls/{segment(call_id)}", query=query or None)
        inner = answer.get("results", answer) if isinstance(answer, dict) else answer
        return Call.from_json(inner[0] if isinstance(inner, list) and inner else inner)


def _transcription(wanted: bool) -> dict[str, str]:
    return {"includeTranscription": "true"} if wanted else {}
