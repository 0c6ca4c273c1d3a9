"""A call in the forms it is told in: the listing's (CONTRACT 8) and the notices' (11.1).

Keywords, score and transcription are stand-ins (15.4; the transcription's form is ours), as are the
fields of a notice after `EndTime`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tmchat.sandbox.dates import eastern_time, resource_time
from tmchat.sandbox.exchange import ANSWERED, STATUS_IDS, Connection
from tmchat.sandbox.notifications import ORGANIZATION_ID
from tmchat.sandbox.numbers import Line
from tmchat.sandbox.tags import Attribution

# Card numbers, as far as a redaction without a card check can tell them.
_CARD = re.compile(r"\d(?:[ -]?\d){11,18}")
_UTM = ("utm_campaign", "utm_term", "utm_source", "utm_medium", "utm_content")
# What is known of a call only once it has been processed.
_PROCESSED_LATER = ("caller_details", "conversation_analytics", "lead_status")


@dataclass(frozen=True, slots=True)
class Caller:
    """What the look-up knows of a phone; empty and None where nothing."""

    name: str = ""
    address: str = ""
    city: str = ""
    state: str = ""
    zip_code: str = ""
    latitude: float | None = None
    longitude: float | None = None
    caller_type: str | None = None
    is_registered_dnc: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing said in a call, `seconds` after it was answered."""

    speaker: str
    seconds: float
    text: str


@dataclass(frozen=True, slots=True)
class Talk:
    """What was said, and what came of it; `score` is 0 to 100."""

    turns: tuple[Turn, ...] = ()
    score: int = 50
    is_lead: bool = False
    is_voicemail: bool = False
    is_customer: bool = False
    asks_for_work: bool = False


def listed_call(
    line: Line,
    phone: str,
    started: int,
    connection: Connection,
    *,
    caller: Caller,
    talk: Talk,
    attribution: Attribution,
) -> dict[str, Any]:
    """All of a processed call but its ids and its recording's address; `started` is ms UTC."""
    answered = started + connection.ring_seconds * 1000
    ended = answered + connection.talk_seconds * 1000
    is_answered = connection.status == ANSWERED
    call: dict[str, Any] = {
        "call_type_id": 1,
        "call_type": "Standard",
        "number_id": line.number_id,
        "group_id": line.group_id,
        "caller_identity": 200_000_000 + int(phone[-8:]),
        "organization_id": ORGANIZATION_ID,
        "answer_status_id": STATUS_IDS[connection.status],
        "answer_status": connection.status,
        "ring_duration": connection.ring_seconds,
        "call_duration": connection.talk_seconds,
        "registered_DNC": caller.is_registered_dnc,
        "tracking_number": line.phone,
        "caller_number": phone,
        "termination_number": connection.termination,
        "caller_details": _caller_details(caller),
        "group_owner_id": line.group_owner_id,
        "status": "processed",
        "routing": {"keypress": connection.keypress},
        "attribution_details": _attribution(attribution),
        "lead_status": is_answered and talk.is_lead,
        "voicemail_status": is_answered and talk.is_voicemail,
        "current_customer_status": talk.is_customer,
        "employment_inquiry_status": talk.asks_for_work,
    }
    moments = {"start": started, "answer": answered if is_answered else None, "end": ended}
    for name, at in moments.items():
        call[f"{name}_time"] = None if at is None else eastern_time(at)
        call[f"{name}_time_utc"] = None if at is None else resource_time(at)
    return call


def analytics(connection: Connection, talk: Talk, call_id: int, voice_link: str) -> dict[str, Any]:
    """What is made of a recording, as far as the features ask for it."""
    if not connection.is_recorded:
        return {"call_record_file": None, "pci_redaction": False, "voice_link": None}
    record = connection.features["call_record"]
    found: dict[str, Any] = {
        "call_record_file": f"{call_id}.mp3",
        "pci_redaction": record["redaction_enabled"],
        "voice_link": voice_link,
    }
    if record.get("transcription_settings", {}).get("call_scoring_enabled"):
        found["call_score"] = talk.score
    spotting = record.get("keyword_spotting", {})
    if spotting.get("enabled"):
        found["keywords"] = spotted(spotting["keywords"], talk.turns)
    return found


def transcription(connection: Connection, talk: Talk) -> list[dict[str, Any]]:
    """The transcript of a recorded call whose number wants one, card numbers blanked if asked."""
    record = connection.features.get("call_record", {})
    wanted = record.get("transcription_settings", {}).get("transcript_enabled")
    if not (connection.is_recorded and wanted):
        return []
    redacts = record["redaction_enabled"]
    return [
        {
            "speaker": turn.speaker,
            "seconds": turn.seconds,
            "text": _CARD.sub("[redacted]", turn.text) if redacts else turn.text,
        }
        for turn in talk.turns
        if turn.seconds <= connection.talk_seconds
    ]


def spotted(keywords: Sequence[str], turns: Sequence[Turn]) -> list[dict[str, Any]]:
    """Each keyword that was said, and how often; whole words in any case."""
    said = " ".join(turn.text for turn in turns)
    counts = {
        keyword: len(re.findall(rf"(?<!\w){re.escape(keyword)}(?!\w)", said, re.IGNORECASE))
        for keyword in keywords
    }
    return [{"keyword": keyword, "count": count} for keyword, count in counts.items() if count]


def preprocessed(call: dict[str, Any]) -> dict[str, Any]:
    """A call right after its end: what only processing finds out is not known yet."""
    known = {name: value for name, value in call.items() if name not in _PROCESSED_LATER}
    return known | {"status": "preprocessed"}


def notice(action: str, call: dict[str, Any]) -> dict[str, Any]:
    """What account webhooks are told of a call: all times local (CONTRACT 11.1)."""
    step = action.rpartition(".")[2]
    is_over = step != "CallStart"
    told: dict[str, Any] = {
        "Action": action,
        "OrganizationId": call["organization_id"],
        "Incomplete": step != "CallProcessed",
        "TelmetricsId": call["id"],
        "TelmetricsStudyID": call["number_id"],
        "CalledNumber": call["tracking_number"],
        "TerminationNumber": call["termination_number"],
        "StartTime": call["start_time"],
        "AnswerTime": call["answer_time"] if is_over else None,
        "EndTime": call["end_time"] if is_over else None,
        "MonitorStartTime": None,
        "MonitorEndTime": None,
        "RegisteredDNC": call["registered_DNC"],
        "AnswerStatus": call["answer_status"] if is_over else None,
        "RingDuration": call["ring_duration"] if is_over else None,
        "CallDuration": call["call_duration"] if is_over else None,
        "CallerNumber": call["caller_number"],
    }
    if step == "CallProcessed":
        told["CallerDetails"] = call["caller_details"]
        told["ConversationAnalytics"] = call["conversation_analytics"]
        told["AttributionDetails"] = call["attribution_details"]
    return told


def _caller_details(caller: Caller) -> dict[str, Any]:
    return {
        "name": caller.name,
        "address": caller.address,
        "city": caller.city.upper(),
        "state": caller.state,
        "zip_code": caller.zip_code,
        "country": "US" if caller.state else "",
        "latitude": caller.latitude,
        "longitude": caller.longitude,
        "caller_type": caller.caller_type,
    }


def _attribution(attribution: Attribution) -> dict[str, Any]:
    landing_page = attribution["LandingPageUrl"]
    try:
        told = parse_qs(urlsplit(landing_page or "").query)
    except ValueError:
        told = {}
    session = attribution["SessionId"]
    return {
        "rule_description": attribution["RuleDescription"],
        "session_id": session,
        "session_identifier": None if session is None else f"S{session}",
        **{name: told.get(name, [None])[0] for name in _UTM},
        "landing_page_url": landing_page,
        "referrer_url": attribution["ReferrerUrl"],
        "multisession_flag": attribution["MultisessionFlag"],
        "session_tag": attribution["session_tag"],
    }
