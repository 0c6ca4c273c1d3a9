"""Tests of cleaning text from outside; how it is drawn is tested with the console."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmchat.core.text import MARKS_A_BASE, clean, clean_line, join_halves, join_pairs

# Surrogates and the characters that matter are rare among all characters: mix them in.
HOSTILE = st.text(
    st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from(
            "\x1b\x07\r\n\t\x7f\x85\x9b\u2028\u200b\u200c\u200d\u202e\u2066\ufe0f\u0301\u20dd"
            "\u1160\u1161\u11a8\ud83d\ude00\U0001f3f4\U000e0067\U000e007f\U0001f3fd\ufdd0a 😀🇨"
        ),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Do you have this in blue?", "Do you have this in blue?"),
        ("", ""),
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("\x00\x08\x1f\x7f", "␀␈␟␡"),
        ("\x9b31m\x80", "\ufffd31m\ufffd"),
        ("a\r\nb\x85c\u2028d\u2029e\nf", "a\nb\nc\nd\ne\nf"),
        ("a\rb", "a␍b"),
        ("a\tb", "a    b"),
        ("\u202eevil\u202c \u2066x\u2069\u200e\u061c", "evil x"),
        ("in\u200bvi\u00adsi\u2060ble\ufeff\u115f\u1160\u3164\uffa0", "invisible"),
        ("\ufdd0a\uffffb\U0010fffe", "ab"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("❤\ufe0f 1\ufe0f\u20e3", "❤\ufe0f 1\ufe0f\u20e3"),
        ("🩷🫨🪿 newer than Python", "🩷🫨🪿 newer than Python"),
        ("“Quotes” – café, ¿qué? 你好。", "“Quotes” – café, ¿qué? 你好。"),
    ],
)
def test_what_a_reader_sees(raw: str, shown: str) -> None:
    assert clean(raw) == shown


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\ud83d\ude00!", "😀!"),
        ("\ud83d!", "\ufffd!"),
        ("!\ude00", "!\ufffd"),
        ("\ude00\ud83d", "\ufffd\ufffd"),
        ("\ud83d\ud83d\ude00", "\ufffd😀"),
        ("\ud83d\u200b\ude00", "\ufffd\ufffd"),
    ],
)
def test_surrogate_halves_are_joined_or_replaced(raw: str, shown: str) -> None:
    assert clean(raw) == shown


def test_a_crowded_base_keeps_four_marks() -> None:
    assert clean("Z" + "\u0351" * 40 + "a\u0301") == "Z" + "\u0351" * MARKS_A_BASE + "a\u0301"


def test_a_joiner_between_marks_starts_no_further_four() -> None:
    assert clean("Z" + "\u0351\u200d" * 40) == "Z" + "\u0351\u200d" * MARKS_A_BASE


@pytest.mark.parametrize("rider", ["\u11a8", "\ud7b0", "\U0001f3fd", "\u0903", "\ufe0f", "\u0897"])
def test_everything_that_shares_a_cell_counts_as_a_mark(rider: str) -> None:
    assert clean("x" + f"{rider}\u0301" * 20) == "x" + f"{rider}\u0301" * 2


def test_words_with_many_marks_stay_whole() -> None:
    for word in ("លក្ខណៈ", "หนึ่งที่", "लड़कियाँ", "Việt Nam", "tiếng", "각하", "வணக்கம்"):
        decomposed = unicodedata.normalize("NFD", word)
        assert clean(word) == word
        assert clean(decomposed) == decomposed


def test_tags_stay_only_inside_a_flag() -> None:
    wales = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
    assert clean(wales + "!") == wales + "!"
    assert clean("hi\U000e0067\U000e007f\U000e0001") == "hi"
    assert clean("\U0001f3f4\u200b" + wales[1:]) == "\U0001f3f4"


@given(HOSTILE)
def test_cleaning_again_changes_nothing(raw: str) -> None:
    once = clean(raw)
    assert clean(once) == once
    line = clean_line(raw)
    assert clean_line(line) == line
    assert clean(line) == line


@given(HOSTILE)
def test_nothing_that_commands_or_hides_is_left(raw: str) -> None:
    for character in clean(raw):
        category = unicodedata.category(character)
        assert character == "\n" or category not in ("Cc", "Cs", "Zl", "Zp")
        assert unicodedata.bidirectional(character) not in (
            *("LRE", "RLE", "LRO", "RLO", "PDF"),
            *("LRI", "RLI", "FSI", "PDI"),
        )
        assert character not in "\u200b\u2060\ufeff\u3164\u200e\u200f\u061c"


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_text_is_untouched(raw: str) -> None:
    assert clean(raw) is raw


@given(HOSTILE)
def test_a_line_is_one_line(raw: str) -> None:
    line = clean_line(raw)
    assert line == line.strip()
    assert "\n" not in line
    assert "  " not in line


def test_a_name_with_line_ends_reads_on() -> None:
    assert clean_line(" Sam\r\n\tReed\u2028 ") == "Sam Reed"


@pytest.mark.parametrize(
    ("parts", "mended"),
    [
        ([], []),
        (["one", "two"], ["one", "two"]),
        (["look \ud83d", "\ude00 nice"], ["look 😀", " nice"]),
        (["\ud83d", "\ude00\ud83d", "\ude00"], ["😀", "😀", ""]),
        (["\ude00", "\ud83d"], ["\ude00", "\ud83d"]),
        (["a\ud83d", "", "\ude00"], ["a\ud83d", "", "\ude00"]),
        (["a\ud83d", "b\ude00"], ["a\ud83d", "b\ude00"]),
    ],
)
def test_halves_split_over_texts(parts: list[str], mended: list[str]) -> None:
    given_parts = list(parts)
    assert join_halves(parts) == mended
    assert parts == given_parts


@given(st.text(), st.data())
def test_a_text_cut_anywhere_comes_together_again(text: str, data: st.DataObject) -> None:
    units = text.encode("utf-16-le")
    cuts = data.draw(st.lists(st.integers(0, len(units) // 2), max_size=4).map(sorted))
    edges = [0, *cuts, len(units) // 2]
    parts = [
        units[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")
        for start, end in pairwise(edges)
        if end > start
    ]
    mended = join_halves(parts)
    assert len(mended) == len(parts)
    assert "".join(mended) == text


@given(HOSTILE)
def test_joining_pairs_keeps_every_unit(raw: str) -> None:
    joined = join_pairs(raw)
    assert joined.encode("utf-16-le", "surrogatepass") == raw.encode("utf-16-le", "surrogatepass")
    assert join_pairs(joined) == joined
