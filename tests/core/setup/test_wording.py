"""Settings in words, and addresses judged by their look."""

from typing import Any

import pytest

from tmchat.core.setup.addresses import address_problem, is_private
from tmchat.core.setup.plans import Kind, Plan, Target
from tmchat.core.setup.trees import Difference
from tmchat.core.setup.wording import change_words, plan_words, value_words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "not set"),
        ({}, "not set"),
        (True, "yes"),
        (0, "0"),
        ("+12245550121", "“(224) 555-0121”"),
        ("x" * 61, f"“{'x' * 59}…”"),
        (["a", "b"], "a, b"),
        ([{"referrer": "Any", "triggers": ["gclid=%"], "organic": True}], "Any gclid=% organic"),
        ({"1": {}}, "1 entry"),
    ],
)
def test_a_value_in_words(value: Any, words: str) -> None:
    assert value_words(value) == words


def test_a_change_is_a_line_that_no_terminal_acts_upon() -> None:
    line = change_words(Kind.NUMBER, Difference("sms.text", None, "\x1b[2J"))
    assert line == "Auto-reply text: not set → “␛[2J”"
    unknown = change_words(Kind.NUMBER, Difference("sms.other", {"a": 1}, None))
    assert unknown == "sms.other: 1 entry → not set"


def test_a_long_plan_names_its_first_changes() -> None:
    changes = tuple(Difference(f"calls.keys.{key}.label", None, "x") for key in range(5))
    words = plan_words(Plan(Target(Kind.NUMBER, 1), "", "", changes))
    assert words.startswith("Key: label: not set → “x”")
    assert words.endswith("; and 2 more")


@pytest.mark.parametrize(
    "address",
    [
        *("10.0.0.1", "127.0.0.1", "192.168.0.1", "169.254.1.1", "0.0.0.0", "100.64.0.1"),
        *("::1", "fe80::1%eth0", "::ffff:10.0.0.1", "224.0.0.1", "fd00::1"),
    ],
)
def test_addresses_of_private_nets(address: str) -> None:
    assert is_private(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111", "crm.test"])
def test_addresses_that_are_none(address: str) -> None:
    assert not is_private(address)


def test_an_address_by_its_look() -> None:
    assert address_problem("https://crm.test/in?key=1", private=False) == ""
    assert address_problem("http://10.0.0.1/in", private=True) == ""
    for url in ("https://", "https://x y", "https://x:99999/", "javascript:1", "https://[::1"):
        assert "https://host/path" in address_problem(url, private=True)
