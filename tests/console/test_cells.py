"""Tests of width, cutting and wrapping against what Textual itself measures; no screen is drawn."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich._unicode_data import load
from rich.cells import get_character_cell_size
from rich.segment import Segment
from textual.strip import Strip

from tmchat.console.render.cells import (
    FILLER,
    Cluster,
    _wrap_clusters,
    clusters,
    cut,
    drawn,
    pad,
    wrap,
    wrap_most,
)
from tmchat.console.render.cells import width as cell_width
from tmchat.core.text import MARKS_A_BASE, Clean, clean

REAL_TEXTS = Path(__file__).parents[2].parent / "shared" / "data" / "real-texts.jsonl"

FAMILY = "👨\u200d👩\u200d👧\u200d👦"
HEART = "❤\ufe0f"
WALES = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"

PIECES = st.sampled_from(
    [
        *"ab Z ,.’é…",
        *"字。「」한",
        "\u200d",
        "\u200c",
        "\ufe0f",
        "\u0301",
        "\u1161",
        "🏽",
        "🇨",
        "👍🏽",
        "🇨🇦",
        "👩🏽\u200d💻",
        HEART,
        FAMILY,
        WALES,
        "1\ufe0f\u20e3",
        "\n",
    ]
)
TEXTS: st.SearchStrategy[Clean] = st.one_of(
    st.lists(PIECES, max_size=50).map("".join).map(clean),
    st.text(max_size=50).map(clean),
)
NARROW: st.SearchStrategy[Clean] = st.text("ab ", max_size=40).map(clean)


def measured(line: str) -> int:
    """The cells that Textual gives a line."""
    return Strip([Segment(line)]).cell_length


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("plain", 5),
        ("café ’", 6),
        ("cafe\u0301", 4),
        ("你好。", 6),
        ("한국", 4),
        ("😀", 2),
        ("👍🏽", 2),
        ("🇨🇦", 2),
        (HEART, 2),
        ("❤", 1),
        ("1\ufe0f\u20e3", 2),
        (FAMILY, 2),
        (WALES, 2),
        ("␛[2J", 4),
    ],
)
def test_width_of(text: str, cells: int) -> None:
    assert cell_width(clean(text)) == cells
    assert measured(text) == cells


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (FAMILY, FAMILY),
        (
            f"🏳\ufe0f\u200d🌈{HEART}\u200d🔥👩🏽\u200d💻",
            f"🏳\ufe0f\u200d🌈{HEART}\u200d🔥👩🏽\u200d💻",
        ),
        ("a\u200db", "ab"),
        ("\u200da", "a"),
        ("😀\u200da", "😀a"),
        ("a\ufe0f\u200d😀", "a\ufe0f😀"),
        ("क्\u200dष", "क्ष"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("🏽 a🏽 👍🏽🏽", " a 👍🏽"),
        ("\u200d".join("😀" * 9), "😀\u200d😀\u200d😀\u200d😀" * 2 + "😀"),
    ],
)
def test_only_what_joins_emoji_is_drawn_joined(text: str, shown: str) -> None:
    assert drawn(clean(text)) == shown


def test_clusters_are_what_a_reader_counts() -> None:
    text = clean(f"e\u0301字🇨🇦🇺🇸🇬{FAMILY}{HEART}👍🏽{WALES}!")
    assert clusters(text) == [
        ("e\u0301", 1),
        ("字", 2),
        ("🇨🇦", 2),
        ("🇺🇸", 2),
        ("🇬", 1),
        (FAMILY, 2),
        (HEART, 2),
        ("👍🏽", 2),
        (WALES, 2),
        ("!", 1),
    ]


@given(TEXTS)
def test_widths_agree_with_textual_s(text: Clean) -> None:
    for line in text.split("\n"):
        found = clusters(Clean(line))
        shown = drawn(Clean(line))
        assert "".join(piece for piece, _ in found) == shown
        assert sum(cells for _, cells in found) == cell_width(Clean(line)) == measured(shown)
        assert drawn(shown) == shown


def test_no_character_piles_up_in_one_cell() -> None:
    weightless = [
        chr(code)
        for first, last, cells in load("auto").widths
        if cells == 0
        for code in range(first, last + 1)
        if chr(code) not in "\0\u2028\u2029"
    ]
    assert len(weightless) > 2000
    for character in weightless:
        assert get_character_cell_size(character) == 0
        assert len(clean("x" + character * 30)) <= 1 + MARKS_A_BASE, hex(ord(character))


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [
        ("hello", 5, "hello"),
        ("hello", 4, "hel…"),
        ("hello", 1, "…"),
        ("hello", 0, ""),
        ("hello", -3, ""),
        ("", 0, ""),
        ("one\ntwo", 20, "one two"),
        ("one\ntwo", 5, "one …"),
        ("你好吗", 6, "你好吗"),
        ("你好吗", 5, "你好…"),
        ("你好吗", 4, "你…"),
        (f"a{FAMILY}b", 3, "a…"),
        (f"a{FAMILY}bc", 4, f"a{FAMILY}…"),
    ],
)
def test_cut(text: str, cells: int, shown: str) -> None:
    assert cut(clean(text), cells) == shown


def test_cut_with_another_mark() -> None:
    assert cut(clean("hello"), 4, clean("..")) == "he.."
    assert cut(clean("hello"), 4, clean("")) == "hell"
    assert cut(clean("hello"), 1, clean("..")) == "h"


@given(TEXTS, st.integers(-1, 20))
def test_cut_fits_and_pad_fills(text: Clean, cells: int) -> None:
    short = cut(text, cells)
    assert "\n" not in short
    assert measured(short) <= max(cells, 0)
    assert cut(short, cells) == short
    full = pad(text, cells)
    assert measured(full) == max(cells, 0)
    assert full.startswith(short)


@pytest.mark.parametrize(
    ("text", "cells", "lines"),
    [
        ("", 10, [""]),
        ("one two three", 20, ["one two three"]),
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 6, ["one", "two", "three"]),
        ("one   two", 4, ["one", "two"]),
        ("one two  ", 7, ["one two"]),
        ("  one", 20, ["  one"]),
        ("  abcdefgh", 5, ["  abc", "defgh"]),
        ("     ", 3, [""]),
        ("a\n\nb\n", 5, ["a", "", "b", ""]),
        ("supercalifragilistic", 8, ["supercal", "ifragili", "stic"]),
        ("café society", 7, ["café", "society"]),
        ("你好吗朋友", 4, ["你好", "吗朋", "友"]),
        ("你好。朋友", 4, ["你", "好。", "朋友"]),
        ("他说「好」了", 8, ["他说", "「好」了"]),
        ("ok你好吗", 6, ["ok你好", "吗"]),
        (f"hi {FAMILY}{FAMILY}", 5, [f"hi {FAMILY}", FAMILY]),
        ("🇨🇦🇺🇸", 3, ["🇨🇦", "🇺🇸"]),
        ("a字b", 1, ["a", "?", "b"]),
        ("ab", 0, ["a", "b"]),
    ],
)
def test_wrap(text: str, cells: int, lines: list[str]) -> None:
    assert wrap(clean(text), cells) == lines


@given(TEXTS, st.integers(1, 20))
def test_no_wrapped_line_is_too_wide(text: Clean, cells: int) -> None:
    for line in wrap(text, cells):
        assert "\n" not in line
        assert measured(line) == cell_width(line) <= cells


@given(TEXTS, st.integers(2, 20))
def test_wrapping_loses_spaces_at_breaks_and_nothing_else(text: Clean, cells: int) -> None:
    rest: str = drawn(text)
    for line in filter(None, wrap(text, cells)):
        before, found, rest = rest.partition(line)
        assert found == line
        assert not before.strip(" \n")
    assert not rest.strip(" \n")


@pytest.mark.skipif(not REAL_TEXTS.exists(), reason="../shared/data is not on this machine")
def test_texts_that_people_sent_fit_in_80_columns() -> None:
    with REAL_TEXTS.open(encoding="utf-8") as lines:
        texts = [clean(json.loads(line)["text"]) for line in lines]
    assert len(texts) == 8000
    for text in texts:
        wrapped = wrap(text, 38)
        assert all(measured(line) <= 38 for line in wrapped)
        assert "".join("".join(wrapped).split()) == "".join(drawn(text).split())


@given(NARROW, st.integers(1, 12))
def test_both_ways_of_wrapping_agree(text: Clean, cells: int) -> None:
    slow: list[Clean] = []
    pieces: list[Cluster] = [(character, 1) for character in text]
    _wrap_clusters(pieces, cells, slow)
    assert wrap(text, cells) == slow


@given(st.text(max_size=120), st.integers(1, 30), st.integers(1, 4))
def test_lines_at_most_are_all_or_end_in_a_mark(words: str, cells: int, most: int) -> None:
    text = clean(words)
    lines = wrap_most(text, cells, most)
    assert 1 <= len(lines) <= most
    assert all(cell_width(line) <= max(cells, 1) for line in lines)
    whole = wrap(text, cells)
    assert lines == whole if len(whole) <= most else lines[-1].endswith("…")


@pytest.mark.parametrize(
    ("text", "cells", "pieces"),
    [
        ("काम", 3, [("का" + FILLER, 2), ("म", 1)]),
        ("मैं", 1, [("मैं", 1)]),
        ("বাং", 3, [("বাং" + 2 * FILLER, 3)]),
        ("ကြော", 4, [("ကြော" + 3 * FILLER, 4)]),
        ("ไทย", 3, [("ไ", 1), ("ท", 1), ("ย", 1)]),
    ],
)
def test_a_vowel_sign_has_the_cell_that_most_terminals_give_it(
    text: str, cells: int, pieces: list[Cluster]
) -> None:
    shown = clean(text)
    assert cell_width(shown) == cells
    assert clusters(shown) == pieces
    assert drawn(drawn(shown)) == drawn(shown)
    assert drawn(Clean(drawn(shown) + shown)) == drawn(Clean(shown + shown))


def test_a_word_with_vowel_signs_is_not_broken_within() -> None:
    lines = wrap(clean("मालिक ने आख़िरी दो"), 9)
    assert [line.replace(FILLER, "") for line in lines] == ["मालिक ने", "आख़िरी दो"]
    assert all(cell_width(line) <= 9 for line in lines)
    assert cut(clean("कामकाम"), 4).replace(FILLER, "") == "काम…"


@given(st.text())
def test_no_clean_text_holds_a_filler(text: str) -> None:
    assert FILLER not in clean(text + FILLER)
