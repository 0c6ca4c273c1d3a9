"""Tests of what becomes of a call, of its listing and of its notices (CONTRACT 6, 8, 11.1)."""

from typing import Any

import pytest

from tests.sandbox.rig import HOOK, TEXTER, Rig, rig
from tests.waiting import until
from tmchat.sandbox.exchange import Connection, Dialling, connect
from tmchat.sandbox.numbers import Line

WINDOW = "startdateutc=2026-03-01T00:00&enddateutc=2026-03-02T00:00"
PARTS, SERVICE = "4165550217", "4165550218"
RECORD = {
    "enabled": True,
    "record": True,
    "require_confirmation": False,
    "redaction_enabled": True,
    "transcription_settings": {"transcript_enabled": True, "call_scoring_enabled": True},
    "keyword_spotting": {"enabled": True, "keywords": ["refund", "in stock"]},
}
SAID = [
    {"speaker": "agent", "text": "Parts, hello?"},
    {
        "speaker": "caller",
        "text": "A refund, please. REFUND to 4111 1111 1111 1111, not refundable.",
    },
]
MENU = {
    "notification_text": "Press 1 for parts, 2 for service.",
    "repeat": 1,
    "timeout_seconds": 8,
    "keys": [
        {"key": "1", "label": "Parts", "termination_number": PARTS},
        {"key": "2", "label": "Service", "termination_number": SERVICE},
    ],
}
VERIFY = {"call_verify": {"enabled": True, "key_press": 5, "notification_text": "Press 5."}}
STOP = {"stop_call": {"enabled": True, "notification_text": "This number is closed."}}
BASIC = {"route_type": "Basic", "route": {"termination_number": PARTS}}
KEY_PRESS = {"route_type": "KeyPress", "route": MENU}


def line(call_routes: dict[str, Any] | None, **features: Any) -> Line:
    """A tracking number with these call blocks."""
    return Line(1, "8005550159", "Parts", {}, call_routes, features, 2, None, None, None)


@pytest.mark.parametrize(
    ("called", "dialling", "went"),
    [
        (line(BASIC), Dialling(), Connection("answered", 4, 60, PARTS)),
        (line(BASIC), Dialling("no answer", 30), Connection("no answer", 30, 0, PARTS)),
        (line(BASIC), Dialling("busy", 30), Connection("busy", 0, 0, PARTS)),
        (line(BASIC, **STOP), Dialling(), Connection("blocked")),
        (line(None), Dialling(), Connection("not routed")),
        (line(BASIC, **VERIFY), Dialling(keys=("5",)), Connection("answered", 4, 60, PARTS)),
        (line(BASIC, **VERIFY), Dialling(keys=("4",)), Connection("not verified", 4)),
        (line(BASIC, **VERIFY), Dialling(), Connection("not verified", 4)),
        (line(KEY_PRESS), Dialling(keys=("2",)), Connection("answered", 4, 60, SERVICE, "2")),
        (line(KEY_PRESS), Dialling(keys=("9", "1")), Connection("answered", 4, 60, PARTS, "1")),
        (line(KEY_PRESS), Dialling(keys=("9", "9", "1")), Connection("abandoned", 16)),
        (line(KEY_PRESS), Dialling(), Connection("abandoned", 16)),
    ],
)
def test_how_a_call_goes(called: Line, dialling: Dialling, went: Connection) -> None:
    assert connect(called, dialling) == went


async def call(desk: Rig, to: str, *, status: int = 202, **more: Any) -> Any:
    """Phone a number as the tests' consumer does."""
    return await desk.call(
        "POST", "/sandbox/calls", {"from": TEXTER, "to": to, **more}, status=status
    )


async def calls(desk: Rig, more: str = "") -> list[dict[str, Any]]:
    """All calls of the day."""
    found: list[dict[str, Any]] = (await desk.call("GET", f"/calls?{WINDOW}{more}"))["results"]
    return found


async def recorded(desk: Rig, **changes: Any) -> dict[str, Any]:
    """A number whose calls are recorded and all that."""
    route = {"termination_number": PARTS, "features": {"call_record": RECORD | changes}}
    return await desk.number(call_routes={"route_type": "Basic", "route": route})


async def test_a_recorded_call_is_listed_with_all_that_was_made_of_it(desk: Rig) -> None:
    number = await recorded(desk)
    made = await call(desk, number["phone_number"], said=SAID, score=77, lead=True)
    (one,) = await calls(desk)
    assert (one["id"], one["number_id"], one["group_id"]) == (
        made["id"],
        number["id"],
        number["group_id"],
    )
    assert (one["answer_status"], one["ring_duration"], one["call_duration"]) == ("answered", 4, 60)
    assert one["lead_status"] is True
    found = one["conversation_analytics"]
    assert (found["call_score"], found["pci_redaction"]) == (77, True)
    assert found["keywords"] == [{"keyword": "refund", "count": 2}]
    assert "transcription" not in found
    (with_transcript,) = await calls(desk, "&includeTranscription=true")
    turns = with_transcript["conversation_analytics"]["transcription"]
    assert [turn["speaker"] for turn in turns] == ["agent", "caller"]
    assert "4111" not in turns[1]["text"] and "[redacted]" in turns[1]["text"]
    link = found["voice_link"]
    assert link.endswith(f"/{one['id']}.mp3")
    recording = await desk.client.get(link, headers={"x-organization-token": ""})
    assert recording.content[:2] == b"\xff\xf3"
    assert recording.headers["content-type"] == "audio/mpeg"
    assert (await desk.client.get(link.replace(".mp3", "1.mp3"))).status_code == 404
    again = await desk.call("GET", f"/calls/{one['id']}?includetranscription=TRUE")
    assert again == {"results": with_transcript}


async def test_only_what_is_asked_for_is_made_of_a_call(desk: Rig) -> None:
    asks = {"require_confirmation": True, "notification_text": "Recorded. Press 1."}
    plain = {"transcription_settings": {}, "keyword_spotting": {}, "redaction_enabled": False}
    number = await recorded(desk, **asks, **plain)
    await call(desk, number["phone_number"], confirms_recording=False)
    await call(desk, number["phone_number"], pick_up="no answer")
    await call(desk, number["phone_number"], said=SAID)
    nothing = {"call_record_file": None, "pci_redaction": False, "voice_link": None}
    refused, unanswered, agreed = await calls(desk, "&includeTranscription=true")
    for one in (refused, unanswered):
        assert one["conversation_analytics"] == {**nothing, "transcription": []}
    assert set(agreed["conversation_analytics"]) == {*nothing, "transcription"}
    assert agreed["conversation_analytics"]["voice_link"]
    assert agreed["conversation_analytics"]["transcription"] == []


async def test_a_stopped_number_blocks_and_still_reports(desk: Rig) -> None:
    number = await desk.number(features=STOP)
    await call(desk, number["phone_number"])
    (one,) = await calls(desk)
    assert (one["answer_status"], one["call_duration"]) == ("blocked", 0)
    assert one["answer_time"] is None and one["termination_number"] is None


async def test_a_menu_routes_by_the_key(desk: Rig) -> None:
    number = await desk.number(call_routes=KEY_PRESS)
    await call(desk, number["phone_number"], keys="2")
    (one,) = await calls(desk)
    assert (one["routing"], one["termination_number"]) == ({"keypress": "2"}, SERVICE)


async def test_a_call_is_tied_to_a_tag_in_time_and_to_none_after(desk: Rig) -> None:
    number = await desk.number()
    tag = {
        "key": "4c3b2a19-8f7e-4d6c-9b5a-0e1f2d3c4b5a",
        "tag_data": "REF1",
        "tracking_numbers": [number["phone_number"]],
        "session_match_period": 60,
        "landing_page": "http://shop.example?utm_campaign=winter&utm_source=google",
    }
    await desk.call("POST", "/leadtracking/setTag", tag)
    await call(desk, number["phone_number"])
    desk.clock.seconds += 61
    await call(desk, number["phone_number"])
    tied, late = await calls(desk)
    attribution = tied["attribution_details"]
    assert attribution["session_tag"]["tag_data"] == "REF1"
    assert (attribution["utm_campaign"], attribution["utm_source"]) == ("winter", "google")
    assert late["attribution_details"]["session_tag"] is None
    assert late["attribution_details"]["landing_page_url"] is None


async def test_the_window_leaves_out_both_ends_and_knows_three_forms(desk: Rig) -> None:
    number = (await desk.number())["phone_number"]
    desk.clock.seconds = 1_772_323_200 + 4 + 60 + 4
    await call(desk, number)
    (one,) = (
        await desk.call("GET", "/calls?startdateutc=2026-02-28T23:59&enddateutc=2026-03-01T00:01")
    )["results"]
    assert one["start_time_utc"] == "2026-03-01T00:00:00.000Z"
    assert one["start_time"] == "2026-02-28T19:00:00.000"
    for start, end, count in (
        ("2026-03-01T00:00", "2026-03-01T01:00", 0),
        ("2026-02-28-23:59", "2026-03-01-00:00", 0),
        ("2026-02-28T23:59:59", "2026-03-01T00:00:01", 1),
        ("2026-02-28-23:59", "2026-03-01T00:01", 1),
    ):
        page = await desk.call("GET", f"/calls?startdateutc={start}&enddateutc={end}")
        assert page["paging"]["total"] == count, (start, end)


async def test_local_times_know_summer(desk: Rig) -> None:
    number = (await desk.number())["phone_number"]
    desk.clock.seconds = 1_780_000_000
    await call(desk, number)
    (book,) = await desk.call("GET", "/sandbox/calls")
    assert book["call"]["start_time_utc"] == "2026-05-28T20:25:32.000Z"
    assert book["call"]["start_time"] == "2026-05-28T16:25:32.000"


async def test_calls_come_in_pages(desk: Rig) -> None:
    number = (await desk.number())["phone_number"]
    made = [(await call(desk, number))["id"] for _ in range(5)]
    pages = [
        await desk.call("GET", f"/calls?{WINDOW}&pagesize=2&pagenumber={page}")
        for page in (1, 2, 3, 4)
    ]
    assert [one["id"] for page in pages for one in page["results"]] == made
    assert {page["paging"]["total"] for page in pages} == {5}
    assert pages[3]["results"] == []


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("", ["startdateutc", "enddateutc"]),
        ("startdateutc=2026-03-01T00:00", ["enddateutc"]),
        ("startdateutc=&enddateutc=2026-03-01T00:00", ["startdateutc"]),
        ("startdateutc=yesterday&enddateutc=2026-03-01T00:00", ["startdateutc"]),
        ("startdateutc=2026-03-01T00:00&enddateutc=2026-03-01", ["enddateutc"]),
        ("startdateutc=2026-03-01T00:00&enddateutc=2026-03-01T00:00", ["enddateutc"]),
        ("startdateutc=2026-03-02T00:00&enddateutc=2026-03-01T00:00", ["enddateutc"]),
        (f"{WINDOW}&pagesize=0", ["pagesize"]),
        (f"{WINDOW}&pageNumber=0", ["pagenumber"]),
        (f"{WINDOW}&includeTranscription=perhaps", ["includetranscription"]),
    ],
)
async def test_a_faulty_query_names_its_field(desk: Rig, query: str, fields: list[str]) -> None:
    body = await desk.call("GET", f"/calls?{query}", status=400)
    assert [error["field"] for error in body["errors"]] == fields


async def test_no_such_call(desk: Rig) -> None:
    for path in ("/calls/1", "/calls/abc"):
        await desk.call("GET", path, status=404)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"from": "12"}, "from"),
        ({"to": "9995550100"}, "to"),
        ({"keys": "1a"}, "keys"),
        ({"pick_up": "shouting"}, "pick_up"),
        ({"talk_seconds": -1}, "talk_seconds"),
        ({"said": [{"speaker": "dog", "text": "Woof"}]}, "said[0].speaker"),
        ({"score": 101}, "score"),
    ],
)
async def test_a_call_that_cannot_be_made(desk: Rig, changes: dict[str, Any], field: str) -> None:
    number = (await desk.number())["phone_number"]
    body = {"from": TEXTER, "to": number, **changes}
    refusal = await desk.call("POST", "/sandbox/calls", body, status=400)
    assert [error["field"] for error in refusal["errors"]] == [field]


async def subscribe(desk: Rig) -> None:
    """Have every notice of a call pushed to `HOOK`."""
    actions = ["CallDetails.CallStart", "CallDetails.CallPreprocessed", "CallDetails.CallProcessed"]
    hook = {"url": HOOK, "collection_type": "CallDetails", "actions": actions}
    await desk.call("POST", "/configurations/webhooks", hook)


async def test_account_webhooks_are_told_three_times_in_order(desk: Rig) -> None:
    await subscribe(desk)
    number = await recorded(desk)
    caller = {"name": "Rosa Lind", "city": "Oakland", "state": "CA", "zip": "94607"}
    made = await call(desk, number["phone_number"], caller=caller)
    envelopes = await desk.pushed(3)
    assert {envelope["Properties"]["CollectionType"] for envelope in envelopes} == {"CallDetails"}
    start, partial, whole = (envelope["Notifications"][0] for envelope in envelopes)
    assert [note["Action"].rpartition(".")[2] for note in (start, partial, whole)] == [
        "CallStart",
        "CallPreprocessed",
        "CallProcessed",
    ]
    assert list(partial)[:10] == [
        "Action",
        "OrganizationId",
        "Incomplete",
        "TelmetricsId",
        "TelmetricsStudyID",
        "CalledNumber",
        "TerminationNumber",
        "StartTime",
        "AnswerTime",
        "EndTime",
    ]
    assert [note["Incomplete"] for note in (start, partial, whole)] == [True, True, False]
    assert (start["AnswerTime"], start["EndTime"]) == (None, None)
    assert partial["TelmetricsId"] == made["id"]
    assert partial["TelmetricsStudyID"] == number["id"]
    assert partial["StartTime"] == "2026-03-01T12:14:53.147"
    assert partial["AnswerTime"] == "2026-03-01T12:14:57.147"
    assert partial["EndTime"] == "2026-03-01T12:15:57.147"
    assert "CallerDetails" not in partial
    assert whole["CallerDetails"]["name"] == "Rosa Lind"
    assert whole["ConversationAnalytics"]["voice_link"]


async def test_a_live_call_is_told_as_it_goes(desk: Rig) -> None:
    await subscribe(desk)
    number = (await desk.number())["phone_number"]
    made = await call(desk, number, live=True, ring_seconds=5, talk_seconds=20)
    path = f"/calls/{made['id']}"
    await desk.call("GET", path, status=404)
    desk.clock.seconds += 25
    desk.sandbox.advance_calls()
    ended = (await desk.call("GET", path))["results"]
    assert ended["status"] == "preprocessed"
    assert not {"caller_details", "conversation_analytics"} & set(ended)
    desk.clock.seconds += 4
    desk.sandbox.advance_calls()
    assert (await desk.call("GET", path))["results"]["status"] == "processed"
    assert len(await desk.pushed(3)) == 3


async def test_calls_and_their_waiting_notices_outlive_a_restart(tmp_path: Any) -> None:
    db = str(tmp_path / "sandbox.db")
    async with rig(db=db) as desk:
        await subscribe(desk)
        number = (await desk.number())["phone_number"]
        made = await call(desk, number, live=True)
        await desk.pushed(1)
    async with rig(db=db) as desk:
        desk.clock.seconds += 3600
        desk.sandbox.advance_calls()
        assert (await desk.call("GET", f"/calls/{made['id']}"))["results"]["id"] == made["id"]
        assert len(await desk.pushed(2)) == 2
        book = await desk.call("GET", "/sandbox/calls")
        await until(lambda: len(desk.receiver.envelopes) == 2)
        assert [push["action"].rpartition(".")[2] for push in book[0]["pushes"]] == [
            "CallStart",
            "CallPreprocessed",
            "CallProcessed",
        ]
