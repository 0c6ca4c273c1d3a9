"""Tests of the business that shows one of each setting, and that texters do not notice it."""

from collections import Counter

from tests.sandbox.rig import Rig, rig

WEEK = "startdateutc=2026-02-20T00:00&enddateutc=2026-03-02T00:00"


async def trades(desk: Rig) -> list[str]:
    """The numbers in the order in which texters know them."""
    return [one["phone_number"] for one in await desk.call("GET", "/sandbox/numbers")]


async def test_the_showcase_has_one_of_each() -> None:
    async with rig(showcase=True, past_calls=400, seed=5) as desk:
        group = (await desk.call("GET", "/groups"))["results"][-1]
        assert group["group_owner_id"] and group["dni_type"] == "NumberPool"
        numbers = await desk.call("GET", f"/groups/{group['id']}/numbers")
        (pool,) = await desk.call("GET", f"/groups/{group['id']}/numberpools")
        assert pool["quantity"] == 4
        assert {one["sms_routes"]["route_type"] for one in numbers} == {
            "None",
            "SmartNumber",
            "Autoreply",
        }
        assert {one["call_routes"]["route_type"] for one in numbers} == {"Basic", "KeyPress"}
        features = {name for one in numbers for name in one.get("features", {})}
        assert features == {"call_verify", "stop_call"}
        calls = (await desk.call("GET", f"/calls?{WEEK}"))["results"]
        status = Counter(one["answer_status"] for one in calls)
        assert {"answered", "no answer", "busy", "blocked"} <= set(status)
        assert {one["routing"]["keypress"] for one in calls} == {"1", "2", "9", None}
        whole = await trades(desk)
    async with rig(seed=5) as desk:
        bare = await trades(desk)
    assert whole[: len(bare)] == bare
