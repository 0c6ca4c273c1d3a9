"""From one look to another in the fewest bytes, as pyte understands them."""

from random import Random

import pyte
import pytest

from tmchat.console.terminal.look import PLAIN, Look, change, look_of

CODES = ("1", "3", "4", "5", "7", "9")
COLOURS = ("", "31", "97", "38;5;123", "38;2;1;2;3")
GROUNDS = ("", "41", "107", "48;5;123", "48;2;1;2;3")


def drawn(written: str) -> object:
    """How a letter looks after `written`."""
    screen = pyte.Screen(3, 1)
    pyte.Stream(screen).feed(f"{written}x")
    return screen.buffer[0][0]


def some(random: Random) -> Look:
    codes = random.sample(CODES, random.randrange(4))
    colours = filter(None, (random.choice(COLOURS), random.choice(GROUNDS)))
    return look_of(";".join([*codes, *colours]))


def test_whatever_was_before_the_look_after_is_the_one_wanted() -> None:
    random = Random(2)
    for _ in range(400):
        before, after = some(random), some(random)
        wanted = drawn(f"\x1b[0;{after.codes}m")
        assert drawn(change(None, before) + change(before, after)) == wanted
        assert len(change(before, after)) <= len(f"\x1b[0;{after.codes}m")


@pytest.mark.parametrize(
    ("before", "after", "written"),
    [
        ("31", "31", ""),
        ("31", "", "\x1b[m"),
        ("1;31;41", "1;32;41", "\x1b[32m"),
        ("1;31", "31", "\x1b[22m"),
        ("1;2;31", "2;31", "\x1b[22;2m"),
        ("4;31", "4;39", "\x1b[39m"),
        ("38;2;9;9;9;48;2;1;1;1", "48;2;1;1;1", "\x1b[39m"),
    ],
)
def test_only_the_difference_is_written(before: str, after: str, written: str) -> None:
    assert change(look_of(before), look_of(after)) == written


def test_the_same_codes_are_the_same_look() -> None:
    assert look_of("1;31") is look_of("31;1")
    assert look_of("39;49") is look_of("0") is PLAIN


def test_of_a_blank_only_what_shows_counts() -> None:
    assert look_of("1;31;44").blank is look_of("3;32;44").blank is look_of("44")
    assert look_of("4;31;44").blank is look_of("4;31;44")
    assert look_of("1;31;44").paints_blank(look_of("44"))
    assert not look_of("7;31;44").paints_blank(look_of("44"))
    assert look_of("4;31;44").for_blank(look_of("45")) is look_of("31;45")
