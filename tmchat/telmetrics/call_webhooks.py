"""Reads what account webhooks push about calls; what they push about texts is `standins`'s.

Source: CONTRACT 11.1. The envelope and the fields of CallPreprocessed up to `EndTime` are
documented; the names of the other two actions, and every field after it, are inferred.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tmchat.telmetrics.blocks import Block, needed, told
from tmchat.telmetrics.errors import UnexpectedAnswer
from tmchat.telmetrics.fields import Fields, as_flag, as_moment, as_object, as_text, as_whole

CALL_START = "CallDetails.CallStart"
CALL_PREPROCESSED = "CallDetails.CallPreprocessed"
CALL_PROCESSED = "CallDetails.CallProcessed"


@dataclass(frozen=True)
class CallNotice(Block):
    """What one notification says of one call; `is_incomplete` says that more will follow.

    Times are local, of a zone nobody names, and stay strings as they came; durations are seconds.
    """

    action: str = needed(as_text, name="Action")
    call_id: int = needed(as_whole, name="TelmetricsId")
    number_id: int | None = told(as_whole, name="TelmetricsStudyID")
    organization_id: int | None = told(as_whole, name="OrganizationId")
    is_incomplete: bool | None = told(as_flag, name="Incomplete")
    called_number: str | None = told(as_text, name="CalledNumber")
    caller_number: str | None = told(as_text, name="CallerNumber")
    termination_number: str | None = told(as_text, name="TerminationNumber")
    start_time: str | None = told(as_text, name="StartTime")
    answer_time: str | None = told(as_text, name="AnswerTime")
    end_time: str | None = told(as_text, name="EndTime")
    answer_status: str | None = told(as_text, name="AnswerStatus")
    ring_duration: int | None = told(as_whole, name="RingDuration")
    call_duration: int | None = told(as_whole, name="CallDuration")

    @classmethod
    def from_json(cls, value: object) -> "CallNotice":
        """Raises UnexpectedAnswer where there is no call id, or no action of a call."""
        notice = cls.demand(value, "a notice of a call", "action", "call_id")
        if not notice.action.casefold().startswith("calldetails."):
            raise UnexpectedAnswer(
                "Telmetrics sent something else where a notice of a call was due"
            )
        return notice


@dataclass(frozen=True)
class CallPush:
    """One pushed envelope; `id` is the same in each `attempt`, `at` is milliseconds UTC."""

    id: str | None
    attempt: int | None
    at: int | None
    notices: tuple[CallNotice, ...]
    properties: Mapping[str, Any] = field(default_factory=dict, hash=False)


def parse_call_push(body: bytes) -> CallPush:
    """Everything in one pushed body; raises UnexpectedAnswer where it holds no notices of calls."""
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError):
        raise UnexpectedAnswer("what was pushed is not JSON") from None
    envelope = Fields(payload, "a pushed envelope")
    properties = envelope.optional("Properties", as_object) or {}
    found = payload.get("Notifications")
    if not isinstance(found, list) or not found:
        raise UnexpectedAnswer("what was pushed holds no notifications")
    return CallPush(
        id=envelope.optional("Id", as_text),
        attempt=envelope.optional("Attempt", as_whole),
        at=as_moment(properties.get("UTC")),
        notices=tuple(map(CallNotice.from_json, found)),
        properties=properties,
    )
