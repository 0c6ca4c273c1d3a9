"""Every rule of the contract refused at the hub, by its setting, before anything is sent."""

from typing import Any

import httpx
import pytest

from tests.hub.outside.account import granted, number_target, raw, refused, setup_of, wish
from tests.hub.outside.bench import Bench

FILE = "0f8fad5b-d9cb-469f-a165-70867728950e"


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"name": " "}, "name", "A name is needed"),
        ({"name": "x" * 201}, "name", "at most 200"),
        ({"sms__kind": "auto_reply", "sms__enabled": True}, "sms.text", "needs a text"),
        ({"sms__kind": "auto_reply", "sms__text": "x" * 156}, "sms.text", "at most 155"),
        ({"sms__kind": "webhook"}, "sms.url", "address to push texts to"),
        ({"sms__kind": "webhook", "sms__url": "ftp://a.test"}, "sms.url", "https://host/path"),
        ({"sms__kind": "webhook", "sms__url": "http://a.test/x"}, "sms.url", "an https address"),
        ({"sms__kind": "webhook", "sms__url": "https://10.0.0.1/"}, "sms.url", "private net"),
        ({"sms__kind": "webhook", "sms__url": "https://a:b@c.test"}, "sms.url", "out of the"),
        ({"sms__kind": "chat_client"}, "sms.client", "id of a chat client"),
        ({"sms__kind": "chat_client", "sms__client": FILE}, "sms.client", "no chat client"),
        ({"sms__kind": "forward", "sms__mobile": "+442071838750"}, "sms.mobile", "ten-digit"),
        ({"sms__kind": "pigeon"}, "sms.kind", "Choose one of"),
        ({"sms__kind": "unknown"}, "sms.kind", "kind of route that this desk knows"),
        ({"sms__color": "red"}, "sms.color", "no setting"),
        ({"calls__kind": "basic", "calls__termination": ""}, "calls.termination", "phone rings"),
        ({"calls__kind": "key_press", "calls__termination": None}, "calls.keys", "one key"),
        ({"verify__enabled": True, "verify__key": 0}, "verify.key", "1 to 9"),
        ({"verify__enabled": True, "verify__key": 3}, "verify.text", "or choose a file"),
        ({"stop__enabled": True}, "stop.text", "or choose a file"),
        ({"stop__file": FILE}, "stop.file", "no file with this id"),
        ({"replace__numbers": ["416"]}, "replace.numbers", "ten letters or digits"),
        ({"replace__numbers": ["416555TIRE"], "replace__all": True}, "replace.all", "not both"),
        ({"group": 5}, "group", "cannot be changed here"),
    ],
)
async def test_what_a_rule_forbids_is_refused_before_anything_is_sent(
    bench: Bench, values: dict[str, Any], field: str, words: str
) -> None:
    target = await number_target(bench)
    before = await raw(bench, target)
    setup = await setup_of(bench, target)
    head = bench.hub.switchboard.past.head
    refusal = await refused(bench, wish(setup, **values))
    assert refusal.code == "rules"
    assert field in [one.field for one in refusal.problems]
    assert words in refusal.sentence
    assert await raw(bench, target) == before
    assert bench.hub.switchboard.past.head == head


async def test_a_name_that_another_of_the_group_has_is_refused(bench: Bench) -> None:
    target = await number_target(bench)
    numbers = bench.hub.switchboard.inbox.numbers.values()
    mine = next(one for one in numbers if one.id == target.id)
    taken = next(
        one.name for one in numbers if one.group == mine.group and not one.pool and one != mine
    )
    refusal = await refused(bench, wish(await setup_of(bench, target), name=taken.upper()))
    assert "This name is taken" in refusal.sentence


async def test_what_was_wrong_before_does_not_stand_in_the_way(bench: Bench) -> None:
    target = await number_target(bench)

    def with_menu(request: httpx.Request, answer: httpx.Response) -> httpx.Response | None:
        if not request.url.path.endswith(f"/{target.id}"):
            return None
        menu = {"route_type": "KeyPress", "route": {"keys": [{"key": "1"}]}}
        return httpx.Response(200, json={**answer.json(), "call_routes": menu})

    bench.carrier.after = with_menu
    setup = await setup_of(bench, target)
    assert "keys" not in setup.tree["calls"]
    await granted(bench, wish(setup, name="Evenings"))
