"""Emoji by name: where a name begins, what it may mean, and that each is one sign."""

import unicodedata

import pytest

from tmchat.core.emoji import begun, completions


@pytest.mark.parametrize(
    ("before", "found"),
    [
        (":smi", (0, "smi")),
        ("See you :SMI", (8, "smi")),
        ("(:+1", (1, "+1")),
        ("ok :smile:", (3, "smile")),
        ("a line\n:he", (7, "he")),
        ("at 10:30", None),
        ("note:this", None),
        (":", None),
        (":s", None),
        (":)", None),
        ("::sm", None),
        (":smi ", None),
        ("", None),
    ],
)
def test_where_a_name_begins(before: str, found: tuple[int, str] | None) -> None:
    assert begun(before) == found


@pytest.mark.parametrize(
    ("letters", "first"),
    [
        ("smi", ("smile", "😄")),
        ("heart", ("heart", "❤\ufe0f")),
        ("thumbsup", ("thumbsup", "👍")),
        ("+1", ("+1", "👍")),
        ("pizza", ("slice_of_pizza", "🍕")),
        ("wrench", ("wrench", "🔧")),
        ("smiling_face_with_sun", ("smiling_face_with_sunglasses", "😎")),
    ],
)
def test_the_likeliest_comes_first(letters: str, first: tuple[str, str]) -> None:
    assert completions(letters)[0] == first


def test_each_emoji_is_offered_once_and_no_more_than_asked_for() -> None:
    offered = completions("th", 50)
    assert len(offered) == len({emoji for _, emoji in offered}) == 50
    assert len(completions("a", 3)) == 3
    assert completions("no such thing") == ()


def test_every_emoji_is_a_sign_of_its_own() -> None:
    for _, emoji in completions("", 5000):
        base = emoji.removesuffix("\ufe0f")
        assert len(base) == 1
        assert unicodedata.category(base) in ("So", "Po"), emoji
