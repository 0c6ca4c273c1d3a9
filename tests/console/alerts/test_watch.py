"""Tests of who is called, when and when again; times are numbers."""

import pytest

from tmchat.console.alerts.watch import REST, Call, Cause, Watch, Whose, concerns
from tmchat.core.records import Conversation, NumberGroup, TrackingNumber

SHOP = TrackingNumber("+12245550121", name="Main Street", group=4)
GROUP = NumberGroup(4, "Bob's Tires")


def ids(calls: tuple[Call, ...]) -> list[int]:
    """The conversations of a call."""
    return [call.conversation for call in calls]


def test_what_comes_calls_at_once_and_again_until_somebody_looks() -> None:
    watch = Watch(120)
    watch.came(7, Cause.TEXT, 10)
    assert ids(watch.due(10)) == [7]
    assert watch.due(129.9) == ()
    assert watch.next_at() == 130
    (again,) = watch.due(130)
    assert (again.conversation, again.times) == (7, 2)
    watch.looked()
    assert watch.next_at() is None
    assert watch.due(10_000) == ()


def test_without_repeats_each_calls_once() -> None:
    watch = Watch(0)
    watch.came(7, Cause.TEXT, 10)
    assert ids(watch.due(10)) == [7]
    assert watch.next_at() is None
    assert watch.due(10_000) == ()


def test_many_texts_are_called_together() -> None:
    watch = Watch(60)
    calls = []
    for tick in range(100):
        watch.came(tick % 5, Cause.TEXT, tick / 10)
        calls.append(watch.due(tick / 10))
    made = [one for one in calls if one]
    assert len(made) == 10 / REST
    assert ids(made[-1]) == [0, 1, 2, 3, 4]


def test_a_look_ends_the_repeats_but_not_what_has_not_called_yet() -> None:
    watch = Watch(60)
    watch.came(1, Cause.TEXT, 0)
    watch.due(0)
    watch.came(2, Cause.TEXT, 0.5)
    watch.looked()
    assert watch.due(0.5) == ()
    assert ids(watch.due(REST)) == [2]


def test_what_is_over_does_not_call_again() -> None:
    watch = Watch(60)
    watch.came(1, Cause.TEXT, 0)
    watch.came(2, Cause.TEXT, 0)
    watch.due(0)
    watch.drop(lambda call: call.conversation == 1)
    assert ids(watch.due(60)) == [2]


@pytest.mark.parametrize(
    ("whose", "holder", "calls"),
    [
        ("mine", "ana", True),
        ("mine", "", False),
        ("mine", "ben", False),
        ("free", "ana", True),
        ("free", "", True),
        ("free", "ben", False),
        ("all", "ben", True),
    ],
)
def test_whose_conversations_call(whose: Whose, holder: str, calls: bool) -> None:
    conversation = Conversation(1, "+19055550128", SHOP.number, holder=holder)
    assert concerns(conversation, "ana", whose, (), SHOP, GROUP) is calls


@pytest.mark.parametrize(
    ("wanted", "calls"),
    [
        ((), True),
        (("main street",), True),
        (("BOB'S  tires",), True),
        (("(224) 555-0121",), True),
        (("+1 224 555 0121", "nothing"), True),
        (("224 555 0122",), False),
        (("Main",), False),
    ],
)
def test_only_the_wanted_numbers_call(wanted: tuple[str, ...], calls: bool) -> None:
    conversation = Conversation(1, "+19055550128", SHOP.number)
    assert concerns(conversation, "ana", "all", wanted, SHOP, GROUP) is calls
    assert concerns(conversation, "ana", "all", wanted, SHOP, None) is (
        calls and wanted != ("BOB'S  tires",)
    )


def test_a_closed_or_locked_conversation_calls_nobody() -> None:
    for one in (
        Conversation(1, "+19055550128", SHOP.number, closed=True),
        Conversation(1, "+19055550128", SHOP.number, opted_out=True),
    ):
        assert not concerns(one, "ana", "all", (), SHOP, None)
