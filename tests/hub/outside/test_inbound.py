"""Raw payloads as administrators see them: listed, shown byte for byte, read again."""

from pathlib import Path

import pytest

from tests.hub.outside.bench import SEGMENT, Bench, push_body
from tmchat.core.records import Role
from tmchat.settings.hub import InboundSettings

STRANGE = push_body("1" * 32, "Blue?", "9055550128", "2245550121").replace(b'"Message"', b'"Text"')


async def test_what_could_not_be_read_is_listed_and_shown_exactly(bench: Bench) -> None:
    raw = b"\xff\xfe not json \xf0\x9f\x98\x80"
    await bench.text("a good one")
    await bench.public.post(f"/hook/{SEGMENT}", content=raw, headers={"content-type": "x/y"})
    async with bench.client(Role.ADMINISTRATOR) as client:
        every = (await client.get("/agents/inbound")).json()["inbound"]
        (unread,) = (await client.get("/agents/inbound?unread=1")).json()["inbound"]
        one = (await client.get(f"/agents/inbound/{unread['id']}")).json()
    assert [kept["status"] for kept in every] == ["unreadable", "taken"]
    assert unread["size"] == len(raw)
    assert one["body"].encode("utf-8", "surrogateescape") == raw
    assert one["headers"]["content-type"] == "x/y"
    assert "authorization" not in one["headers"]


async def test_a_mended_setting_and_a_replay_bring_the_text(tmp_path: Path) -> None:
    async with Bench(tmp_path) as bench:
        assert (await bench.public.post(f"/hook/{SEGMENT}", content=STRANGE)).status_code == 200
        assert not bench.conversations
    mended = InboundSettings(message=("/Message", "/Text"))
    async with Bench(tmp_path, inbound=mended) as bench:
        async with bench.client(Role.ADMINISTRATOR) as client:
            (kept,) = (await client.get("/agents/inbound")).json()["inbound"]
            replayed = await client.post(f"/agents/inbound/{kept['id']}/replay")
            again = await client.post(f"/agents/inbound/{kept['id']}/replay")
        assert replayed.status_code == again.status_code == 200
        assert replayed.json()["texts"] == 1
        assert [one.last_line for one in bench.conversations] == ["Blue?"]
        assert [one.inbound for one in bench.conversations] == [1]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(("name", "status"), [("99", 404), ("x", 400), ("-1", 400)])
async def test_a_number_under_which_nothing_is_kept(
    bench: Bench, method: str, name: str, status: int
) -> None:
    async with bench.client(Role.ADMINISTRATOR) as client:
        path = f"/agents/inbound/{name}" + ("/replay" if method == "POST" else "")
        assert (await client.request(method, path)).status_code == status


async def test_a_limit_that_is_no_number_is_refused(bench: Bench) -> None:
    async with bench.client(Role.ADMINISTRATOR) as client:
        assert (await client.get("/agents/inbound?limit=all")).status_code == 400
        assert (await client.get("/agents/inbound?limit=1")).json() == {"inbound": []}
