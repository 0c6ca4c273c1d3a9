"""The webhook address: whom it admits, which addresses are this desk's."""

import pytest

from tmchat.hub.hook import Hook

FIRST, SECOND = "first-segment-0123456789ab", "second-segment-0123456789a"
HOOK = Hook("https://desk.test", (FIRST, SECOND))


def test_the_first_segment_is_for_new_routes_and_both_admit() -> None:
    assert HOOK.address == f"https://desk.test/hook/{FIRST}"
    assert HOOK.admits(FIRST)
    assert HOOK.admits(SECOND)


@pytest.mark.parametrize("segment", ["", FIRST[:-1], FIRST + "a", FIRST.upper(), "é", "\ud83d"])
def test_no_other_admits(segment: str) -> None:
    assert not HOOK.admits(segment)


@pytest.mark.parametrize(
    ("url", "reaches", "ours"),
    [
        (f"https://desk.test/hook/{FIRST}", True, True),
        (f"https://desk.test/hook/{SECOND}", True, True),
        ("https://desk.test/hook/a-segment-given-up", False, True),
        (f"https://where-the-desk-was.test/hook/{FIRST}", False, True),
        ("https://desk.test/hooks", False, False),
        ("https://another.test/hook/its-own-segment", False, False),
        ("", False, False),
    ],
)
def test_which_routes_arrive_here_and_which_this_desk_set(
    url: str, reaches: bool, ours: bool
) -> None:
    assert HOOK.reaches(url) is reaches
    assert HOOK.ours(url) is ours


def test_what_is_shown_has_no_segment() -> None:
    assert HOOK.shown == "https://desk.test/hook/"
