"""Tests of the sequences that call: by which terminal, wrapped for what stands between."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmchat.console.terminal.calling import (
    LONGEST,
    Way,
    notification,
    takes_titles,
    titled,
    way_of,
)
from tmchat.console.terminal.wall import paints


@pytest.mark.parametrize(
    ("environment", "way"),
    [
        ({"TERM": "xterm-kitty"}, "osc99"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, "osc9"),
        ({"TERM": "xterm-256color", "LC_TERMINAL": "iTerm2"}, "osc9"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, "osc777"),
        ({"TERM": "xterm-ghostty"}, "osc777"),
        ({"TERM": "foot"}, "osc777"),
        ({"TERM": "tmux-256color", "TERM_PROGRAM": "tmux", "KITTY_WINDOW_ID": "1"}, "osc99"),
        ({"TERM": "tmux-256color", "TERM_PROGRAM": "tmux"}, ""),
        ({"TERM": "xterm-256color"}, ""),
        ({"TERM": "linux"}, ""),
        ({}, ""),
    ],
)
def test_a_terminal_is_known_by_its_names(environment: dict[str, str], way: Way) -> None:
    assert way_of(environment) == way


def test_each_way_has_its_form() -> None:
    said = ("tmchat", "A text, 1 waiting")
    assert notification("osc9", *said, {}) == "\x1b]9;tmchat: A text, 1 waiting\x07"
    assert notification("osc777", *said, {}) == "\x1b]777;notify;tmchat;A text, 1 waiting\x07"
    kitty = notification("osc99", *said, {})
    assert kitty == (
        "\x1b]99;i=tmchat:d=0;tmchat\x07\x1b]99;i=tmchat:d=1:p=body;A text, 1 waiting\x07"
    )
    assert notification("", *said, {}) == ""


def test_tmux_and_screen_pass_it_on() -> None:
    plain = "\x1b]9;tmchat: hi\x07"
    in_tmux = notification("osc9", "tmchat", "hi", {"TMUX": "/tmp/s,1,0"})
    assert in_tmux == f"\x1bPtmux;\x1b{plain}\x1b\\"
    assert notification("osc9", "tmchat", "hi", {"STY": "1.pts"}) == f"\x1bP{plain}\x1b\\"


@given(st.text(st.characters(exclude_categories=()), max_size=300))
def test_no_words_get_out_of_their_sequence(words: str) -> None:
    ways: tuple[tuple[Way, str], ...] = (("osc9", ""), ("osc777", ";;"), ("osc99", ";;;"))
    for way, rest in ways:
        sequence = notification(way, "tmchat", words, {})
        inside = sequence.split("\x07")[-2]
        assert not paints(sequence)
        assert sequence.count("\x07") == sequence.count("\x1b") == (2 if way == "osc99" else 1)
        assert sequence.count(";") == 1 + len(rest)
        assert len(inside) < LONGEST + 40
    assert not paints(titled(words))


def test_titles_go_where_they_show_no_letter() -> None:
    assert takes_titles({"TERM": "xterm-256color"})
    assert takes_titles({"TERM": "tmux-256color"})
    assert not takes_titles({"TERM": "linux"})
    assert not takes_titles({})
    assert titled("(3) tmchat") == "\x1b]2;(3) tmchat\x07"
