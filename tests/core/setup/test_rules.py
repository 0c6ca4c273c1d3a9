"""Tests of what Telmetrics would refuse, setting by setting, and of the table of settings."""

from typing import Any

import pytest

from tests.core.setup.broken import BASIC, CLIENT, FILE, GROUPS, MENU, NUMBERS, POOL, POOLS, given
from tmchat.core.setup.plans import Kind
from tmchat.core.setup.rules import Known, consequences, problems
from tmchat.core.setup.shapes import SETTINGS, Form, present, setting, unset


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


@pytest.mark.parametrize(("path", "tree"), NUMBERS)
def test_each_rule_of_a_number_names_the_setting(path: str, tree: dict[str, Any]) -> None:
    assert wrong(tree) == [path]


@pytest.mark.parametrize(("path", "tree"), POOLS)
def test_each_rule_of_a_pool_names_the_setting(path: str, tree: dict[str, Any]) -> None:
    assert wrong(tree, Kind.POOL) == [path]


@pytest.mark.parametrize(("path", "tree"), GROUPS)
def test_a_group_needs_a_name_and_knows_its_settings(path: str, tree: dict[str, Any]) -> None:
    assert wrong(tree, Kind.GROUP) == [path]


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
