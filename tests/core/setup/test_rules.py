"""Tests of what Telmetrics would refuse, setting by setting, and of the table of settings."""

from typing import Any

import pytest

from tmchat.core.setup.plans import Kind
from tmchat.core.setup.rules import LONGEST_NAME, Known, consequences, problems
from tmchat.core.setup.shapes import SETTINGS, Form, present, setting, unset
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


def wrong(tree: dict[str, Any], kind: Kind = Kind.NUMBER, known: Known | None = None) -> list[str]:
    return [one.field for one in problems(kind, tree, known)]


@pytest.mark.parametrize(
    ("kind", "tree"),
    [
        (Kind.NUMBER, BASIC),
        (Kind.NUMBER, MENU),
        (Kind.NUMBER, given(BASIC, sms__kind="webhook", sms__url="https://a.example.com/x")),
        (Kind.NUMBER, given(BASIC, sms__kind="chat_client", sms__client=CLIENT)),
        (Kind.NUMBER, given(BASIC, sms__kind="auto_reply", sms__enabled=True, sms__text="Later")),
        (Kind.NUMBER, given(BASIC, sms__kind="forward")),
        (Kind.NUMBER, given(MENU, sms__kind="forward", sms__mobile="+14165550118")),
        (Kind.NUMBER, given(BASIC, sms__kind="unknown", sms__called="Carousel", sms__other={})),
        (Kind.NUMBER, given(BASIC, verify__enabled=True, verify__key=1, verify__text="Press 1")),
        (Kind.NUMBER, given(BASIC, stop__enabled=True, stop__file=FILE)),
        (Kind.NUMBER, given(BASIC, calls__record={"enabled": True, "record": True, "score": True})),
        (Kind.NUMBER, given(BASIC, other={"whatever": [1, {"x": None}]})),
        (Kind.NUMBER, given(BASIC, replace__numbers=["416555TIRE"])),
        (Kind.POOL, POOL),
        (Kind.POOL, given(POOL, replace__sources=[{"referrer": "Any", "triggers": ["gclid=%"]}])),
        (Kind.GROUP, {"name": "Maple", "owner": 3, "status": "active"}),
    ],
)
def test_setups_that_may_go(kind: Kind, tree: dict[str, Any]) -> None:
    assert problems(kind, tree) == ()


@pytest.mark.parametrize(
    ("path", "tree"),
    [
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
    ],
)
def test_each_rule_of_a_number_names_the_setting(path: str, tree: dict[str, Any]) -> None:
    assert wrong(tree) == [path]


@pytest.mark.parametrize(
    ("path", "tree"),
    [
        ("sms.kind", given(POOL, sms__kind="forward", sms__mobile="+14165550118")),
        ("match_period", given(POOL, match_period=0)),
        ("replace.numbers", given(POOL, replace=None)),
        ("verify.key", given(POOL, verify__key=1)),
        ("replace.sources", given(POOL, replace__sources=[{"referrer": "Any", "speed": 3}])),
        ("replace.sources", given(POOL, replace__sources=[{"referrer": "Any", "triggers": 3}])),
    ],
)
def test_each_rule_of_a_pool_names_the_setting(path: str, tree: dict[str, Any]) -> None:
    assert wrong(tree, Kind.POOL) == [path]


def test_a_group_needs_a_name_and_knows_its_settings() -> None:
    assert wrong({}, Kind.GROUP) == ["name"]
    assert wrong({"name": "Maple", "owner": "Sue"}, Kind.GROUP) == ["owner"]


@pytest.mark.parametrize(
    ("path", "tree"),
    [
        ("name", BASIC),
        ("sms.client", given(BASIC, name="Oak", sms__kind="chat_client", sms__client=CLIENT)),
        ("stop.file", given(BASIC, name="Oak", stop__enabled=True, stop__file=FILE)),
    ],
)
def test_what_the_account_holds_counts_where_it_is_known(path: str, tree: dict[str, Any]) -> None:
    assert wrong(tree) == []
    assert wrong(tree, known=Known(frozenset(), frozenset(), frozenset({"maple"}))) == [path]


def test_leaving_and_joining_the_desk_is_said() -> None:
    def here(url: str) -> bool:
        return url.startswith("https://desk.example.com/")

    on = given(BASIC, sms__kind="webhook", sms__url="https://desk.example.com/hook/a")
    off = given(BASIC, sms__kind="auto_reply", sms__enabled=True, sms__text="Later")
    assert "chat goes off" in consequences(on, off, here)[0]
    assert "come to this desk" in consequences(BASIC, on, here)[0]
    assert consequences(BASIC, off, here) == ()


@pytest.mark.parametrize("kind", list(Kind))
def test_every_setting_is_found_by_its_path(kind: Kind) -> None:
    for one in SETTINGS[kind]:
        path = one.path.replace("*", "7")
        found = setting(kind, path)
        assert found is not None
        assert (found.path, found.title) == (path, one.title)
        assert one.title and one.help.endswith(".")
        assert bool(one.choices) == (one.form is Form.CHOICE)
    assert setting(kind, "speed") is None


def test_a_form_shows_what_exists_for_the_kind_of_route() -> None:
    shown = {one.path for one in present(Kind.NUMBER, MENU)}
    assert {"calls.keys.1.label", "calls.keys.1.record.enabled", "calls.repeat"} <= shown
    assert not {"calls.termination", "sms.url", "sms.text"} & shown
    titles = [one.title for one in present(Kind.NUMBER, MENU) if ".1." in one.path]
    assert all(title.startswith("Key 1:") for title in titles)


@pytest.mark.parametrize("kind", [Kind.NUMBER, Kind.POOL])
def test_nothing_set_is_no_sms_route(kind: Kind) -> None:
    assert unset(kind)["sms"] == {"kind": "none"}
