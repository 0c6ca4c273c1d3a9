"""Tests of the sandbox's own callers: the same day for the same seed, plausible, at their rate."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from tests.sandbox.rig import HOOK, TEXTER, Rig, rig
from tmchat.sandbox.callers.calling import Callers, past_moments, planned
from tmchat.sandbox.callers.dialogues import dialogues, keywords, sources
from tmchat.sandbox.exchange import connect
from tmchat.sandbox.numbers import Line
from tmchat.sandbox.texters import trades

WEEK = "startdateutc=2026-02-20T00:00&enddateutc=2026-03-02T00:00"
LINE = Line(
    number_id=1,
    phone="8005550159",
    name="Maple Auto Parts - Counter",
    sms_routes={"route_type": "None"},
    call_routes={"route_type": "Basic", "route": {"termination_number": "4165550217"}},
    features={},
    group_id=2,
    group_owner_id=None,
    pool_id=None,
    trade="auto-parts",
)
MENU = {
    "notification_text": "1 or 2",
    "repeat": 1,
    "timeout_seconds": 10,
    "keys": [{"key": key, "label": key, "termination_number": "4165550217"} for key in "12"],
}


def test_the_same_seed_gives_the_same_day_however_often_it_is_asked() -> None:
    def day(seed: int, step: float) -> list[tuple[int, float]]:
        callers = Callers(seed=seed, rate=2.0)
        callers.start(1000.0)
        times = [1000.0 + place * step for place in range(round(3600 / step) + 1)]
        return [come for now in times for come in callers.due(now)]

    assert day(7, 1.0) == day(7, 60.0) != day(8, 1.0)
    assert 85 <= len(day(7, 60.0)) <= 155
    slept = Callers(seed=7, rate=2.0)
    slept.start(1000.0)
    assert len(slept.due(1000.0 + 86_400)) < 20
    assert [planned(7, index, LINE) for index in range(20)] == [
        planned(7, index, LINE) for index in range(20)
    ]


def test_a_rate_of_nothing_is_silence() -> None:
    callers = Callers(seed=7, rate=0.0)
    callers.start(1000.0)
    assert callers.next_due() is None
    assert callers.due(10**9) == []


def test_calls_are_plausible() -> None:
    calls = [planned(7, index, LINE) for index in range(400)]
    went = Counter(connect(LINE, call.dialling).status for call in calls)
    assert went["answered"] > 280 and went["no answer"] > 20 and went["busy"] > 5
    assert sum(call.talk.is_voicemail for call in calls) > 10
    assert 200 < len({call.phone for call in calls}) < 390
    assert all(call.phone[3:8] == "55501" and len(call.phone) == 10 for call in calls)
    assert all(0 <= call.talk.score <= 100 for call in calls)
    assert all(call.talk.turns and "{" not in call.talk.turns[0].text for call in calls)
    assert 20 < sum(call.source is None for call in calls) < 200
    for call in calls:
        if connect(LINE, call.dialling).status == "answered":
            assert call.talk.turns[-1].seconds < call.dialling.talk_seconds < 300


def test_callers_press_what_they_are_told_to_for_the_most_part() -> None:
    menu = replace(LINE, call_routes={"route_type": "KeyPress", "route": MENU})
    went = Counter(connect(menu, planned(7, index, menu).dialling).keypress for index in range(300))
    assert went["1"] > 80 and went["2"] > 80 and went[None] > 3
    verify = replace(LINE, features={"call_verify": {"enabled": True, "key_press": 5}})
    status = Counter(
        connect(verify, planned(7, index, verify).dialling).status for index in range(300)
    )
    assert status["answered"] > 180 and status["not verified"] > 8


def test_every_trade_has_its_calls_and_its_keywords() -> None:
    for trade in trades():
        assert all(one.trade == trade.key for one in dialogues(trade.key))
        said = " ".join(text for one in dialogues(trade.key) for _, text in one.turns).lower()
        assert any(word in said for word in keywords(trade.key)), trade.key
    assert dialogues(None) and dialogues("no such trade") == dialogues(None)
    assert all(one.is_voicemail for one in dialogues("vet", voicemail=True))
    assert len({source.rule for source in sources()}) == len(sources())


def test_the_past_is_a_week_long_and_in_order() -> None:
    midnight = 1_772_341_200_000
    moments = past_moments(7, 500, midnight)
    assert moments == sorted(moments)
    assert midnight - 7 * 86_400_000 <= moments[0] < moments[-1] < midnight


async def calls(desk: Rig) -> list[dict[str, Any]]:
    """All calls of the week, without what differs between runs."""
    page = await desk.call("GET", f"/calls?{WEEK}&includeTranscription=true")
    for one in page["results"]:
        one["conversation_analytics"].pop("voice_link")
    found: list[dict[str, Any]] = page["results"]
    return found


async def test_a_new_account_has_the_calls_of_its_week() -> None:
    async with rig(past_calls=80, seed=3) as desk:
        found = await calls(desk)
        receiver = desk.receiver
    async with rig(past_calls=80, seed=3) as desk:
        assert await calls(desk) == found
    async with rig(past_calls=80, seed=4) as desk:
        assert await calls(desk) != found
    assert len(found) == 80
    assert not receiver.envelopes
    assert sum(bool(one["conversation_analytics"].get("transcription")) for one in found) > 40
    assert sum("call_score" in one["conversation_analytics"] for one in found) > 40
    assert sum(bool(one["conversation_analytics"].get("keywords")) for one in found) > 20
    assert len({one["tracking_number"] for one in found}) > 5
    assert len({one["attribution_details"]["rule_description"] for one in found}) > 3


async def test_a_restart_adds_no_past_and_repeats_no_call(tmp_path: Any) -> None:
    db = str(tmp_path / "sandbox.db")
    async with rig(db=db, past_calls=10) as desk:
        before = await calls(desk)
    async with rig(db=db, past_calls=10) as desk:
        assert await calls(desk) == before


async def test_callers_call_in_real_time_and_visit_pools_first() -> None:
    async with rig(call_rate=6_000.0) as desk:
        group = (await desk.call("GET", "/groups"))["results"][0]["id"]
        order = {
            "name": "Paid search",
            "match_period": 30,
            "quantity": 60,
            "phone_number_request": {"match_type": "Tollfree"},
            "call_routes": {"route_type": "Basic", "route": {"termination_number": "4165550217"}},
        }
        await desk.call("POST", f"/groups/{group}/numberpools", order)
        hook = {
            "url": HOOK,
            "collection_type": "CallDetails",
            "actions": ["CallDetails.CallStart"],
        }
        await desk.call("POST", "/configurations/webhooks", hook)
        desk.clock.seconds += 7
        # A call by hand has the callers look at the clock.
        number = (await desk.number())["phone_number"]
        await desk.call("POST", "/sandbox/calls", {"from": TEXTER, "to": number}, status=202)
        await desk.pushed(30)
        book = await desk.call("GET", "/sandbox/calls")
        sessions = {one["call"]["attribution_details"]["session_id"] for one in book}
        assert len(sessions) > 5
        assert {one["state"] for one in book} <= {"in progress", "ended", "processed"}


@pytest.mark.parametrize("rate", [0.0, 5.0])
async def test_an_account_without_numbers_gets_no_calls(rate: float, tmp_path: Any) -> None:
    db = str(tmp_path / "sandbox.db")
    async with rig(db=db) as desk:
        for number in (await desk.call("GET", "/numbers"))["results"]:
            await desk.call("DELETE", f"/numbers/{number['id']}")
    async with rig(db=db, call_rate=rate) as desk:
        desk.clock.seconds += 600
        assert await desk.call("GET", "/sandbox/calls") == []
