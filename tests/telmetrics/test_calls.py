"""Calls as the field names of CONTRACT 8 have them, and what account webhooks push about them."""

import json
from typing import Any

import pytest

from tests.telmetrics.account import Account
from tests.telmetrics.samples import sample
from tmchat.telmetrics.call_details import FoundKeyword, SessionTag, Spoken
from tmchat.telmetrics.call_webhooks import CALL_PREPROCESSED, parse_call_push
from tmchat.telmetrics.calls import Call
from tmchat.telmetrics.errors import UnexpectedAnswer
from tmchat.telmetrics.moments import parse_moment

CALL: dict[str, Any] = {
    "id": 2179874818,
    "start_time": "2026-03-01T12:16:01.147",
    "start_time_utc": "2026-03-01T17:16:01.147Z",
    "lead_status": True,
    "registered_DNC": False,
    "conversation_analytics": {
        "call_record_file": "1.mp3",
        "pci_redaction": False,
        "voice_link": "https://webservice.telmetrics.com/filedownload.ashx/ab/2179874818.mp3",
        "call_score": 81,
        "keywords": [{"keyword": "refund", "count": 2}],
        "transcription": [{"speaker": "agent", "seconds": 0.5, "text": "Hello"}],
        "sentiment": "warm",
    },
    "attribution_details": {
        "rule_description": "Google Paid",
        "session_id": 88,
        "utm_source": "google",
        "multisession_flag": False,
        "session_tag": {"tag_id": 71720001, "tag_data": "REF1", "tag_time": "2026-03-01T17:10:00"},
    },
    "routing": {"keypress": "2"},
    "google_analytics": {"client_id": "GA1"},
}


def test_a_call_is_read_without_loss() -> None:
    call = Call.from_json(CALL)
    assert call.id == 2179874818
    assert call.start_time_utc == parse_moment("2026-03-01T17:16:01.147Z")
    assert (call.start_time, call.lead_status, call.registered_dnc) == (
        "2026-03-01T12:16:01.147",
        True,
        False,
    )
    analytics = call.conversation_analytics
    assert analytics is not None
    assert (analytics.call_score, analytics.pci_redaction) == (81, False)
    assert analytics.keywords == (FoundKeyword("refund", 2),)
    assert analytics.transcription == (Spoken("agent", 0.5, "Hello"),)
    assert analytics.extra == {"sentiment": "warm"}
    attribution = call.attribution_details
    assert attribution is not None
    assert (attribution.rule_description, attribution.session_id) == ("Google Paid", 88)
    assert attribution.session_tag == SessionTag(71720001, "REF1", "2026-03-01T17:10:00")
    assert call.routing is not None and call.routing.keypress == "2"
    assert call.extra == {"google_analytics": {"client_id": "GA1"}}


def test_a_call_needs_its_id() -> None:
    wrong: tuple[object, ...] = ({**CALL, "id": None}, [], "call")
    for value in wrong:
        with pytest.raises(UnexpectedAnswer, match="a call"):
            Call.from_json(value)


async def test_one_call_with_its_transcription() -> None:
    account = Account({"results": CALL})
    async with account.client() as client:
        await client.calls.get(2179874818)
        assert account.query == {}
        await client.calls.get(2179874818, include_transcription=True)
    assert account.query == {"includeTranscription": "true"}


def pushed(**changes: Any) -> bytes:
    """One envelope with one notice of a call, in the documented form."""
    notice = {
        "Action": CALL_PREPROCESSED,
        "OrganizationId": 4099,
        "Incomplete": True,
        "TelmetricsId": 2179874818,
        "TelmetricsStudyID": 9462001,
        "CalledNumber": "2895550163",
        "TerminationNumber": "4165550217",
        "StartTime": "2026-03-01T12:16:01.147",
        "AnswerTime": "2026-03-01T12:16:06.147",
        "EndTime": "2026-03-01T12:17:06.147",
        "MonitorStartTime": None,
    }
    envelope = {
        "Id": "7d1f0c2ab3e94f6d8c5b4a3928170654",
        "Attempt": 2,
        "Properties": {"CollectionType": "CallDetails", "UTC": "2026-03-01T17:17:07.000"},
        "Notifications": [notice | changes],
    }
    return json.dumps(envelope).encode()


def test_a_pushed_call() -> None:
    push = parse_call_push(pushed())
    assert (push.id, push.attempt) == ("7d1f0c2ab3e94f6d8c5b4a3928170654", 2)
    assert push.at == parse_moment("2026-03-01T17:17:07Z")
    (notice,) = push.notices
    assert (notice.call_id, notice.number_id, notice.organization_id) == (2179874818, 9462001, 4099)
    assert (notice.is_incomplete, notice.called_number) == (True, "2895550163")
    assert notice.end_time == "2026-03-01T12:17:06.147"
    assert notice.extra == {"MonitorStartTime": None}


def test_the_envelope_of_texts_is_the_same_and_is_told_apart() -> None:
    body = sample("15-webhook-sms-conversation-start")["webhook"]["body"]
    with pytest.raises(UnexpectedAnswer):
        parse_call_push(json.dumps(body).encode())
    body["Notifications"] = json.loads(pushed())["Notifications"]
    push = parse_call_push(json.dumps(body).encode())
    assert (push.id, push.attempt, push.at) == (
        body["Id"],
        1,
        parse_moment(body["Properties"]["UTC"] + "Z"),
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"[]",
        b'{"Notifications": []}',
        b'{"Notifications": ["call"]}',
        pushed(TelmetricsId=None),
        pushed(Action="SmsDetails.SmsConversationStart"),
    ],
)
def test_what_is_no_notice_of_a_call_is_an_error(body: bytes) -> None:
    with pytest.raises(UnexpectedAnswer):
        parse_call_push(body)
