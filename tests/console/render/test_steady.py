"""A terminal that counts emoji otherwise still shows what follows in its column."""

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmchat.console.render.cells import FILLER
from tmchat.console.render.steady import steady


def screen(stream: str) -> list[str]:
    terminal = pyte.Screen(30, 3)
    pyte.Stream(terminal).feed(stream)
    return list(terminal.display)


@pytest.mark.parametrize("emoji", ["👍🏽", "👩\u200d👧", "❤\ufe0f", "🇨🇦", "🚗"])
def test_what_follows_keeps_its_column(emoji: str) -> None:
    stream = steady(f"\x1b[2;4H\x1b[1mab{emoji}\x1b[0mcd|")
    line = pyte.Screen(30, 3)
    pyte.Stream(line).feed(stream)
    assert [line.buffer[1][column].data for column in (3, 4, 7, 8, 9)] == ["a", "b", "c", "d", "|"]


def test_the_second_cell_of_an_emoji_is_emptied_first() -> None:
    before = "\x1b[1;1Hxxxxxx"
    assert "x" not in screen(before + steady("\x1b[1;1H🚗🚗🚗"))[0].replace("🚗", "")


def test_streams_without_doubtful_characters_are_untouched() -> None:
    for stream in ("plain", "\x1b[1;1H漢字 é", "no position yet 🚗"):
        assert steady(stream) == stream


def test_a_control_character_loses_the_column() -> None:
    assert steady("\x1b[1;1Ha\n🚗") == "\x1b[1;1Ha\n🚗"


@given(st.text(st.sampled_from("ab🚗👍🏽\u200d漢\n\x1b[;2Hm\x07]"), max_size=40))
def test_nothing_is_lost_but_positions_are_added(stream: str) -> None:
    added = steady(f"\x1b[3;5H{stream}")
    position = 0
    for character in stream:
        position = added.index(character, position) + 1


def test_a_filler_is_not_written_and_what_follows_keeps_its_column() -> None:
    stream = steady(f"\x1b[1;1Hxका{FILLER}म|")
    assert FILLER not in stream
    assert stream.endswith("का\x1b[4Gम|")
