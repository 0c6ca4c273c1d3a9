"""A text from a phone to the desk and an agent's reply back, through hub and sandbox in process."""

import json
from typing import Any

import httpx

from tests.hub.outside.bench import CARRIER, Bench
from tests.waiting import until
from tmchat.core.records import Delivery, EntryKind, Role

PHONE = "9055550128"


async def attached_number(bench: Bench) -> str:
    """A tracking number of the account (10 digits) whose texts come to the desk."""
    async with bench.client(Role.ADMINISTRATOR) as client:
        await client.post("/agents/commands", json={"is": "RefreshNumbers"})
        listed = (await client.get("/agents/numbers")).json()["numbers"]
        number = next(one["number"] for one in listed if one.get("id") and not one.get("pool"))
        outcome = await client.post(
            "/agents/commands", json={"is": "AttachNumber", "number": number}
        )
    assert outcome.json()["is"] == "Granted"
    return str(number).removeprefix("+1")


async def heard(phones: httpx.AsyncClient) -> list[dict[str, Any]]:
    """What the phone has received."""
    texts = (await phones.get(f"/sandbox/phones/{PHONE}")).json()
    return [one for one in texts if one["direction"] == "received"]


async def test_a_reply_reaches_the_phone_that_texted(bench: Bench) -> None:
    number = await attached_number(bench)
    phones = httpx.AsyncClient(
        transport=bench.carrier.network,
        base_url=CARRIER,
        headers={"x-organization-token": "sandbox-token"},
    )
    async with phones, bench.client() as client:
        text = {"from": PHONE, "to": number, "text": "Open on Sunday? \ud83d"}
        sent = await phones.post("/sandbox/texts", content=json.dumps(text))
        assert sent.status_code == 202
        conversation = (await until(lambda: bench.conversations))[0]
        assert conversation.last_line == "Open on Sunday? \ud83d"
        reply = {
            "is": "SendReply",
            "conversation": conversation.id,
            "text": "From ten to four.",
            "client_ref": "ref-1",
            "seen": conversation.last_text,
        }
        for _ in range(2):
            assert (await client.post("/agents/commands", json=reply)).json()["is"] == "Granted"

        await until(lambda: told(bench, Delivery.DELIVERED))
        assert [one["text"] for one in await heard(phones)] == ["From ten to four."]
    page = await bench.hub.store.page(conversation.id)
    replies = [entry for entry in page.entries if entry.kind is EntryKind.REPLY]
    assert [one.delivery for one in replies] == [Delivery.DELIVERED]


def told(bench: Bench, delivery: Delivery) -> bool:
    """Whether consoles were told that a reply came so far."""
    events = bench.hub.switchboard.past.since(0) or ()
    return any(f'"delivery":"{delivery}"' in event.text for event in events)
