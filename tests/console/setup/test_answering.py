"""Tests of the desk's own auto-reply as a form's tree; what it answers is tested with `core`."""

from typing import Any

import pytest

from tmchat.console.setup.answering import SHAPE
from tmchat.core.hours import Answering, Span
from tmchat.core.setup.answers import SETTINGS, answering_of, tree_of
from tmchat.core.setup.trees import Difference, changed

SHOP = Answering(
    enabled=True,
    zone="America/Toronto",
    hours=(Span(0, 540, 720), Span(0, 780, 1020), Span(6, 0, 1440)),
    holidays=("2026-12-25",),
    in_hours="Soon.",
    after_hours="We are closed.\nMaple",
)


def with_one(path: str, value: Any) -> dict[str, Any]:
    """The shop's tree with one setting changed."""
    return changed(tree_of(SHOP), (Difference(path, None, value),))


@pytest.mark.parametrize("answering", [SHOP, Answering(), Answering(zone="UTC", in_hours="Hi")])
def test_a_tree_holds_it_whole(answering: Answering) -> None:
    assert answering_of(tree_of(answering)) == answering


def test_nothing_is_wrong_with_it_and_every_setting_is_shown() -> None:
    assert SHAPE.problems(tree_of(SHOP)) == ()
    assert {one.path.partition(".")[0] for one in SETTINGS} == set(tree_of(SHOP))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("zone", "Mars/Olympus"),
        ("zone", None),
        ("hours.Tue", "nine to five"),
        ("hours.Wed", "17:00-9:00"),
        ("hours.Sun", "9:00-12:00, 11:00-13:00"),
        ("holidays", ["Christmas"]),
        ("texts.after_hours", "x" * 400),
    ],
)
def test_what_is_wrong_is_marked_at_its_setting(path: str, value: Any) -> None:
    assert [one.field for one in SHAPE.problems(with_one(path, value))] == [path]


def test_hours_that_cannot_be_read_do_not_hide_another_fault() -> None:
    tree = changed(with_one("hours.Tue", "nine"), (Difference("texts", None, None),))
    assert [one.field for one in SHAPE.problems(tree)] == ["hours.Tue", "texts.after_hours"]
