"""What cannot be meant so: each finding by the smallest account that has it."""

from typing import Any

import pytest

from tmchat.core.setup.findings import findings
from tmchat.core.setup.plans import Kind, Setup, Target

SOUND: dict[str, Any] = {
    "name": "Front desk",
    "group": 1,
    "sms": {"kind": "webhook", "url": "https://a.test"},
    "calls": {"kind": "basic", "termination": "+19055550128"},
}


def number(id: int = 1, **values: Any) -> Setup:
    """A number whose setup keeps every rule, but for what is said."""
    return Setup(Target(Kind.NUMBER, id), f"+1224555010{id}", "v", {**SOUND, **values})


def pool(id: int, **values: Any) -> Setup:
    """A pool likewise."""
    tree = {**SOUND, "quantity": 3, **values}
    return Setup(Target(Kind.POOL, id), f"Pool {id}", "v", tree)


def found(
    *setups: Setup, talking: dict[str, int] | None = None, answering: tuple[str, ...] = ()
) -> list[tuple[str, str]]:
    """Path and sentence of each finding."""
    tracked = frozenset(one.label for one in setups)
    listed = findings(setups, talking=talking or {}, tracked=tracked, answering=answering)
    return [(one.path, one.sentence) for one in listed]


def test_a_sound_account_has_none() -> None:
    assert found(number(1), pool(2, replace={"all": True})) == []


@pytest.mark.parametrize(
    ("values", "path", "words"),
    [
        ({"sms": {"kind": "none"}}, "sms.kind", "Texts go nowhere"),
        ({"calls": None}, "calls.kind", "Calls go nowhere"),
        ({"sms": {"kind": "auto_reply", "text": "x" * 156}}, "sms.text", "156 characters"),
        ({"calls": {"kind": "key_press"}}, "calls.keys", "no keys"),
        (
            {"calls": {"kind": "key_press", "keys": {"1": {"label": "Sales"}}}},
            "calls.keys.1",
            "Key 1 goes nowhere",
        ),
        (
            {"calls": {"kind": "key_press", "keys": {"1": {"termination": "+12245550101"}}}},
            "calls.keys.1",
            "this very number",
        ),
        (
            {"calls": {"kind": "basic", "termination": "+12245550101"}},
            "calls.termination",
            "this very number",
        ),
    ],
)
def test_each_is_told_by_its_setting(values: dict[str, Any], path: str, words: str) -> None:
    ((where, sentence),) = found(number(1, **values))
    assert where == path
    assert words in sentence


def test_a_key_that_goes_to_another_tracking_number_is_told() -> None:
    menu = {"kind": "key_press", "keys": {"1": {"termination": "+12245550102"}}}
    assert found(number(1, calls=menu), number(2)) == [
        ("calls.keys.1", "Key 1 goes to (224) 555-0102, a tracking number.")
    ]


def test_an_auto_reply_beside_open_conversations_is_told() -> None:
    answering = number(1, sms={"kind": "auto_reply", "enabled": True, "text": "Hi"})
    assert found(answering) == []
    ((path, sentence),) = found(answering, talking={"+12245550101": 2})
    assert path == "sms.enabled"
    assert "while 2 conversations are open on this desk" in sentence
    ((path, sentence),) = found(answering, answering=("+12245550101",))
    assert sentence == "Telmetrics answers by itself, and this desk would answer too."


def test_a_pool_without_numbers_is_told() -> None:
    assert found(pool(1, quantity=0)) == [("quantity", "The pool has no numbers.")]


def rule(numbers: list[str], *sources: dict[str, Any], whole: bool = False) -> dict[str, Any]:
    """A replacement rule."""
    return {"replace": {"numbers": numbers, "all": whole, "sources": list(sources)}}


ADS = {"referrer": "Any", "triggers": ["gclid=%"]}
SEARCH = {"referrer": "google.com"}
SOCIAL = {"referrer": "facebook.com"}


@pytest.mark.parametrize(
    ("one", "other", "fights"),
    [
        (rule(["416555TIRE"]), rule(["416555tire"]), True),
        (rule(["416555TIRE"]), rule(["4165550199"]), False),
        (rule(["416555TIRE"], SEARCH), rule(["416555TIRE"], SOCIAL), False),
        (rule(["416555TIRE"], SEARCH), rule(["416555TIRE"], SEARCH, SOCIAL), True),
        (rule(["416555TIRE"], SEARCH), rule(["416555TIRE"], {"referrer": "Any"}), True),
        (rule(["416555TIRE"], ADS), rule(["416555TIRE"], SEARCH), False),
        (rule(["416555TIRE"], ADS), rule(["416555TIRE"], ADS), True),
        (rule([], ADS, whole=True), rule(["416555TIRE"], ADS), True),
        (rule([], ADS, whole=True), rule([], ADS, whole=True), True),
        (rule([], ADS, whole=True), {**rule([], ADS, whole=True), "group": 2}, False),
        (rule(["416555TIRE"]), {**rule(["416555TIRE"]), "group": 2}, True),
    ],
)
def test_two_rules_that_a_page_cannot_follow_both_fight(
    one: dict[str, Any], other: dict[str, Any], fights: bool
) -> None:
    told = found(pool(1, **one), pool(2, **other))
    assert bool(told) is fights
    if fights:
        ((path, sentence),) = told
        assert path == "replace"
        assert sentence.endswith("only one can win.")
