"""Bodies with any one part replaced by any JSON: taken or refused by field, never a failure."""

import copy
import json
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from tests.sandbox.rig import TEXTER, Rig
from tests.sandbox.test_kept import NUMBER

ODD: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    2**70,
    1e300,
    "",
    " ",
    "x" * 5000,
    "\ud800",
    "\x00\u202e[/]",
    "Basic",
    "None",
    "webhook",
    [],
    [None],
    [[]],
    {},
    {"": None},
    {"route_type": 5},
    {"enabled": True},
    {"route_type": "KeyPress", "route": {"keys": [{}]}},
]
POOL = {"match_period": 30, "name": "Pool", **NUMBER}
GROUP = {"name": "Boats", "status": "active", "dni_type": "None", "group_owner_id": None}
HOOKED = {"url": "https://a.example", "collection_type": "CallDetails", "status": "active"}
CHAT = {"name": "Desk", "provider": "Slack", "status": "active", "webhook_url": None}
TAG = {
    "key": "4c3b2a19-8f7e-4d6c-9b5a-0e1f2d3c4b5a",
    "tag_data": "x",
    "session_match_period": 60,
    "tracking_numbers": ["1"],
}
CALL = {
    "from": TEXTER,
    "to": "8005550100",
    "keys": "1",
    "said": [{"speaker": "agent", "text": "x"}],
}


def places(body: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every part of a body."""
    yield path
    if isinstance(body, dict | list):
        for name, part in body.items() if isinstance(body, dict) else enumerate(body):
            yield from places(part, (*path, name))


def mutated(random: Random, body: dict[str, Any]) -> Any:
    """The body with one part replaced."""
    changed = copy.deepcopy(body)
    *above, last = random.choice([path for path in places(body) if path])
    part: Any = changed
    for name in above:
        part = part[name]
    part[last] = random.choice(ODD)
    return changed


@pytest.mark.parametrize("seed", range(4))
async def test_no_body_makes_the_sandbox_fail(desk: Rig, seed: int) -> None:
    random = Random(seed)
    number = await desk.number()
    group = number["group_id"]
    order = {**POOL, "quantity": 1, "phone_number_request": {"match_type": "Tollfree"}}
    order["sms_routes"] = {"route_type": "None"}
    pool = await desk.call("POST", f"/groups/{group}/numberpools", order)
    actions = {"actions": ["CallDetails.CallStart"]}
    hook = await desk.call("POST", "/configurations/webhooks", {**HOOKED, **actions})
    chat = await desk.call("POST", "/configurations/chatclients", CHAT)
    targets: list[tuple[str, str, dict[str, Any]]] = [
        ("PUT", f"/v3/api/numbers/{number['id']}", NUMBER),
        ("POST", f"/v3/api/groups/{group}/numbers", {**order, "name": "Another"}),
        ("PUT", f"/v3/api/numberpools/{pool['id']}", POOL),
        ("POST", f"/v3/api/numberpools/{pool['id']}/numbers", order),
        ("POST", f"/v3/api/numberpools/{pool['id']}/leadtracking", TAG),
        ("PUT", f"/v3/api/groups/{group}", GROUP),
        ("POST", "/v3/api/groupowners", {"name": "Ada", "email": "a@example.net"}),
        ("PUT", f"/v3/api/configurations/webhooks/{hook['webhook_id']}", {**HOOKED, **actions}),
        ("PUT", f"/v3/api/configurations/chatclients/{chat['chat_client_id']}", CHAT),
        ("POST", "/v3/api/leadtracking/setTag", TAG),
        ("POST", "/sandbox/calls", CALL),
    ]
    for _ in range(150):
        method, path, body = random.choice(targets)
        content = json.dumps(mutated(random, body))
        answer = await desk.client.request(method, path, content=content)
        assert answer.status_code in (200, 202, 400, 401, 409), (path, content, answer.text)
        if answer.status_code == 400:
            assert answer.json()["errors"], (path, content)
    for path in ("/numbers", "/numberpools", "/groups"):
        assert (await desk.call("GET", path))["results"]
    await desk.call("GET", "/sandbox/calls")
