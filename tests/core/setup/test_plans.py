"""Tests that a plan says what changes, makes exactly that, and can be taken back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmchat.core.setup.plans import (
    Kind,
    Plan,
    Setup,
    Target,
    carried_out,
    made_again,
    planned,
    reverse,
    still_fits,
)
from tmchat.core.setup.trees import Difference, at, changed, differences, tidy

SHOP = Target(Kind.NUMBER, 8661207)
MAPLE: dict[str, Any] = {
    "name": "Maple Auto Parts",
    "sms": {"kind": "webhook", "url": "https://desk.example.com/hook"},
    "calls": {"kind": "basic", "termination": "+14165550117", "record": {"enabled": True}},
    "other": {"colour": {"shade": 3}},
}
VALUES = st.booleans() | st.integers(-5, 5) | st.text(max_size=4) | st.lists(st.text(max_size=2))
NAMES = st.sampled_from(["name", "sms", "calls", "keys", "1", "2", "text", "other"])
TREES = st.dictionaries(
    NAMES,
    st.recursive(VALUES, lambda inner: st.dictionaries(NAMES, inner, max_size=3), max_leaves=8),
    max_size=4,
)


def setup(tree: dict[str, Any], version: str = "v1") -> Setup:
    return Setup(SHOP, "(289) 555-0163", version, tree)


def test_a_difference_names_the_setting_with_both_values() -> None:
    after = {**MAPLE, "sms": {"kind": "auto_reply", "enabled": True, "text": "We are closed."}}
    assert differences(MAPLE, after) == (
        Difference("sms.kind", "webhook", "auto_reply"),
        Difference("sms.url", "https://desk.example.com/hook", None),
        Difference("sms.enabled", None, True),
        Difference("sms.text", None, "We are closed."),
    )


def test_what_the_desk_has_no_word_for_is_one_value() -> None:
    after = {**MAPLE, "other": {"colour": {"shade": 4}}}
    assert differences(MAPLE, after) == (
        Difference("other", {"colour": {"shade": 3}}, {"colour": {"shade": 4}}),
    )


@pytest.mark.parametrize("nothing", [None, {}, {"enabled": None}])
def test_what_is_not_set_is_no_difference(nothing: object) -> None:
    assert differences({}, {"verify": nothing}) == ()


def test_a_flag_is_no_number() -> None:
    assert differences({"stop": True}, {"stop": 1}) == (Difference("stop", True, 1),)


@pytest.mark.parametrize(
    ("path", "value"),
    [("calls.record.enabled", True), ("calls.record", {"enabled": True}), ("name.first", None)],
)
def test_a_setting_is_found_by_its_path(path: str, value: object) -> None:
    assert at(MAPLE, path) == value


@given(TREES, TREES)
def test_a_plan_makes_the_wish_of_what_was_there(before: Any, after: Any) -> None:
    plan = planned(setup(before), after)
    assert carried_out(plan, setup(before)) == tidy(after)
    assert planned(setup(after), after).changes == ()


@given(TREES, TREES)
def test_its_reverse_brings_back_what_was_there(before: Any, after: Any) -> None:
    done = setup(carried_out(plan := planned(setup(before), after), setup(before)), "v2")
    back = reverse(plan, done)
    assert back.version == "v2"
    assert carried_out(back, done) == tidy(before)


def test_a_reverse_leaves_alone_what_was_changed_since() -> None:
    plan = planned(setup(MAPLE), {**MAPLE, "name": "Maple", "calls": {"kind": "unknown"}})
    since = changed(carried_out(plan, setup(MAPLE)), (Difference("name", "Maple", "Oak"),))
    back = carried_out(reverse(plan, setup(since, "v3")), setup(since, "v3"))
    assert back["name"] == "Oak"
    assert back["calls"] == MAPLE["calls"]


def test_a_plan_fits_only_the_state_it_was_made_against() -> None:
    plan = planned(setup(MAPLE), {**MAPLE, "name": "Maple"})
    assert still_fits(plan, setup(MAPLE))
    assert not still_fits(plan, setup(MAPLE, "v2"))
    assert not still_fits(plan, Setup(Target(Kind.POOL, SHOP.id), "", "v1", MAPLE))


def test_the_same_wishes_are_planned_again_on_what_somebody_else_changed() -> None:
    plan = planned(setup(MAPLE), {**MAPLE, "name": "Maple"})
    theirs = setup({**MAPLE, "sms": {"kind": "none"}}, "v2")
    again = made_again(plan, theirs)
    assert again == Plan(SHOP, theirs.label, "v2", plan.changes)
    assert made_again(plan, setup({**MAPLE, "name": "Maple"}, "v3")).changes == ()


def test_a_changed_tree_shares_nothing_with_the_one_before() -> None:
    changed(MAPLE, (Difference("calls.record.enabled", True, False),))
    assert at(MAPLE, "calls.record.enabled") is True
