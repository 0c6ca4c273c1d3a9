"""Tests of retries and order of the pushes, and of faults on them (CONTRACT 15.1)."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.rig import TEXTER, Rig, rig
from tests.waiting import until

TEXTS = [f"text {position}" for position in range(6)]


async def push_states(desk: Rig) -> list[tuple[int, str, str]]:
    """Attempts, state and outcome of every push."""
    book = (await desk.call("GET", "/sandbox/books"))["texts"]
    return [
        (push["attempts"], push["state"], push["outcome"])
        for entry in book
        for push in entry["pushes"]
    ]


async def settled(desk: Rig) -> list[tuple[int, str, str]]:
    """The states once no push waits."""
    async with asyncio.timeout(5):
        while True:
            states = await push_states(desk)
            if all(state != "waiting" for _, state, _ in states):
                return states


async def test_a_refused_push_is_repeated_as_the_same_message(desk: Rig) -> None:
    desk.receiver.statuses = [500, 404, 302]
    await desk.text(await desk.hooked(), "Hello")
    envelopes = await desk.pushed(4)
    assert [envelope["Attempt"] for envelope in envelopes] == [1, 2, 3, 4]
    assert len({envelope["Id"] for envelope in envelopes}) == 1
    assert len({envelope["Notifications"][0]["MessageId"] for envelope in envelopes}) == 1
    assert await settled(desk) == [(4, "accepted", "accepted")]


async def test_a_push_is_given_up_after_five_retries(desk: Rig) -> None:
    desk.receiver.statuses = [503] * 6
    await desk.text(await desk.hooked(), "Hello")
    await desk.pushed(6)
    assert await settled(desk) == [(6, "given up", "503")]
    assert len(desk.receiver.envelopes) == 6


async def test_texts_of_a_conversation_keep_their_order_through_retries(desk: Rig) -> None:
    number = await desk.hooked()
    desk.receiver.statuses = [500, 500]
    for text in TEXTS:
        await desk.text(number, text)
    await desk.pushed(len(TEXTS) + 2)
    assert desk.receiver.bodies() == ["text 0", "text 0", *TEXTS]


async def test_texts_that_wait_together_leave_together_where_wanted() -> None:
    async with rig(push_batch=4) as desk:
        number = await desk.hooked()
        desk.receiver.statuses = [500, 500]
        sent = [{"from": TEXTER, "to": number, "text": text} for text in TEXTS]
        taken = await desk.call("POST", "/sandbox/texts", {"texts": sent}, status=202)
        assert len({one["MessageId"] for one in taken["texts"]}) == len(TEXTS)
        envelopes = await desk.pushed(4)
        assert [len(one["Notifications"]) for one in envelopes] == [4, 4, 4, 2]
        assert [one["Attempt"] for one in envelopes] == [1, 2, 3, 1]
        assert len({one["Id"] for one in envelopes}) == 2
        assert desk.receiver.bodies() == [*TEXTS[:4] * 3, *TEXTS[4:]]
        settled_as = [(3, "accepted", "accepted")] * 4 + [(1, "accepted", "accepted")] * 2
        assert await settled(desk) == settled_as


@pytest.mark.parametrize("texts", ["no list", [1], [{"to": "1"}]])
async def test_a_senseless_list_of_texts_sends_nothing(desk: Rig, texts: object) -> None:
    good = {"from": TEXTER, "to": await desk.hooked(), "text": "Hello"}
    several = [good, *texts] if isinstance(texts, list) else texts
    await desk.call("POST", "/sandbox/texts", {"texts": several}, status=400)
    assert (await desk.call("GET", "/sandbox/books"))["texts"] == []


async def test_pushes_left_waiting_go_out_after_a_restart(tmp_path: Path) -> None:
    db = str(tmp_path / "sandbox.db")
    async with rig(db=db, retry_scale=1000.0) as desk:
        number = await desk.hooked()
        desk.receiver.statuses = [500]
        await desk.text(number, "first")
        await desk.pushed(1)
        await desk.text(number, "second")
    async with rig(db=db) as desk:
        envelopes = await desk.pushed(2)
        assert desk.receiver.bodies() == ["first", "second"]
        assert [envelope["Attempt"] for envelope in envelopes] == [2, 1]


@pytest.mark.parametrize(
    ("kind", "arrivals"),
    [
        ("429", 1),
        ("500-before", 1),
        ("hang-before", 1),
        ("500-after", 2),
        ("hang-after", 2),
        ("reset-after", 2),
        ("slow", 1),
        ("lag", 1),
        ("duplicate", 2),
    ],
)
async def test_what_a_push_fault_does(desk: Rig, kind: str, arrivals: int) -> None:
    await desk.fault("push", kind, seconds=0.01, times=1)
    await desk.text(await desk.hooked(), "Hello")
    await desk.pushed(arrivals)
    states = await settled(desk)
    assert states[0][1:] == ("accepted", "accepted")
    assert desk.receiver.bodies() == ["Hello"] * arrivals
    assert await desk.call("GET", "/sandbox/faults") == []


async def test_reorder_lets_later_texts_pass(desk: Rig) -> None:
    number = await desk.hooked()
    await desk.fault("push", "reorder", seconds=60, times=1)
    for text in TEXTS:
        await desk.text(number, text)
    await desk.pushed(len(TEXTS) - 1)
    assert desk.receiver.bodies() == TEXTS[1:]
    await desk.call("DELETE", "/sandbox/faults")
    await desk.pushed(len(TEXTS))
    assert desk.receiver.bodies() == [*TEXTS[1:], TEXTS[0]]


async def test_a_share_strikes_some(desk: Rig) -> None:
    number = await desk.hooked()
    await desk.fault("push", "duplicate", share=0.5)
    for position in range(40):
        await desk.text(number, str(position))
    await until(lambda: desk.receiver.bodies()[-1:] == ["39"])
    assert 45 < len(desk.receiver.bodies()) < 75


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"on": "push", "kind": "explode"},
        {"on": "api", "kind": "reorder"},
        {"on": "push", "kind": "slow", "share": 2},
        {"on": "push", "kind": "slow", "seconds": "1"},
        {"on": "push", "kind": "slow", "times": 0},
    ],
)
async def test_a_senseless_fault_is_refused(desk: Rig, body: dict[str, Any]) -> None:
    refusal = await desk.call("POST", "/sandbox/faults", body, status=400)
    assert refusal["errors"]
    assert await desk.call("GET", "/sandbox/faults") == []
