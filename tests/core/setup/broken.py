"""Setups that break one rule each, by the path of the setting that is refused; every way in that
checks them is tried with these."""

from typing import Any

from tmchat.core.setup.rules import LONGEST_NAME
from tmchat.core.setup.trees import Difference, changed

CLIENT = "5b0f3f0e-7f1c-4f55-8a0e-64e7f4a3c911"
FILE = "0d4cf1b2-52a4-4c3e-8f5b-1f2e3d4c5b6a"
PHONE = "+14165550117"
BASIC: dict[str, Any] = {
    "name": "Maple",
    "sms": {"kind": "none"},
    "calls": {"kind": "basic", "termination": PHONE},
}
MENU: dict[str, Any] = {
    "name": "Maple",
    "sms": {"kind": "none"},
    "calls": {
        "kind": "key_press",
        "greeting": {"text": "Press 1 for parts."},
        "keys": {"1": {"label": "Parts", "termination": PHONE}},
    },
}
POOL: dict[str, Any] = {**BASIC, "match_period": 30, "replace": {"all": True}}


def given(tree: dict[str, Any], **news: Any) -> dict[str, Any]:
    """`tree` with settings by path, `__` in place of a dot."""
    return changed(
        tree, tuple(Difference(name.replace("__", "."), None, to) for name, to in news.items())
    )


NUMBERS: list[tuple[str, dict[str, Any]]] = [
    ("name", given(BASIC, name=" ")),
    ("name", given(BASIC, name="x" * (LONGEST_NAME + 1))),
    ("name", given(BASIC, name=7)),
    ("sms.kind", given(BASIC, sms__kind="carousel")),
    ("sms.url", given(BASIC, sms__kind="webhook")),
    ("sms.url", given(BASIC, sms__kind="webhook", sms__url="ftp://example.com")),
    ("sms.client", given(BASIC, sms__kind="chat_client", sms__client="five")),
    ("sms.text", given(BASIC, sms__kind="auto_reply", sms__enabled=True)),
    ("sms.text", given(BASIC, sms__kind="auto_reply", sms__enabled=True, sms__text="x" * 156)),
    ("sms.text", given(BASIC, sms__kind="forward", sms__enabled=True, sms__text="x" * 156)),
    ("sms.mobile", given(BASIC, sms__kind="forward", sms__mobile="+442079460123")),
    ("sms.mobile", given(MENU, sms__kind="forward")),
    ("sms.urll", given(BASIC, sms__urll="https://example.com")),
    ("calls.termination", given(BASIC, calls__termination=None)),
    ("calls.termination", given(BASIC, calls__termination="555")),
    ("calls.keys", given(MENU, calls__keys=None)),
    ("calls.keys.A", given(MENU, calls__keys__A={"label": "Parts", "termination": PHONE})),
    ("calls.keys.1.label", given(MENU, calls__keys__1__label=None)),
    ("calls.keys.1.termination", given(MENU, calls__keys__1__termination=None)),
    ("calls.greeting.text", given(MENU, calls__greeting=None)),
    ("calls.repeat", given(MENU, calls__repeat=10)),
    ("calls.timeout", given(MENU, calls__timeout=121)),
    ("calls.record.score", given(BASIC, calls__record={"enabled": True, "score": True})),
    ("calls.record.keywords.words", given(BASIC, calls__record__keywords__enabled=True)),
    ("calls.whisper.text", given(BASIC, calls__whisper__enabled=True)),
    ("calls.whisper.file", given(BASIC, calls__whisper__file="tune.mp3")),
    ("verify.enabled", given(MENU, verify__enabled=True, verify__key=1, verify__text="1")),
    ("verify.key", given(BASIC, verify__enabled=True, verify__key=0, verify__text="0")),
    ("verify.key", given(BASIC, verify__enabled=True, verify__text="?")),
    ("verify.text", given(BASIC, verify__enabled=True, verify__key=2)),
    ("stop.text", given(BASIC, stop__enabled=True)),
    ("stop.enabled", given(BASIC, stop__enabled="yes")),
    ("replace.numbers", given(BASIC, replace__numbers=["416-555-TIRE"])),
    ("replace.numbers", given(BASIC, replace__numbers="416555TIRE")),
    ("replace.all", given(BASIC, replace__numbers=["416555TIRE"], replace__all=True)),
    ("replace.sources", given(BASIC, replace__all=True, replace__sources=[{"organic": True}])),
    ("match_period", given(BASIC, match_period=30)),
]
POOLS: list[tuple[str, dict[str, Any]]] = [
    ("sms.kind", given(POOL, sms__kind="forward", sms__mobile="+14165550118")),
    ("match_period", given(POOL, match_period=0)),
    ("replace.numbers", given(POOL, replace=None)),
    ("verify.key", given(POOL, verify__key=1)),
    ("replace.sources", given(POOL, replace__sources=[{"referrer": "Any", "speed": 3}])),
    ("replace.sources", given(POOL, replace__sources=[{"referrer": "Any", "triggers": 3}])),
]
GROUPS: list[tuple[str, dict[str, Any]]] = [
    ("name", {}),
    ("owner", {"name": "Maple", "owner": "Sue"}),
]
