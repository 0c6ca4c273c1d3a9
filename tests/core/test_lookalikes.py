"""Tests of signs that only look like those of GSM 03.38: what becomes plain, and what stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmchat.core.lookalikes import Swap, name_of, plainer, shown, swapped_words
from tmchat.core.segments import is_gsm


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("It’s “fine” – ok…", 'It\'s "fine" - ok...'),
        ("‹a› «b» `c´ 5′ 6″", "'a' \"b\" 'c' 5' 6\""),
        ("1\u00a02\u202f3\u20094\t5", "1 2 3 4 5"),
        ("zero\u200bwidth\u2060and\ufeffsoft\u00ad", "zerowidthandsoft"),
        ("\u2028one\u2029two", "\none\ntwo"),
        # A letter and a mark of its own become the letter that GSM 03.38 has.
        ("cafe\u0301, Ju\u0308rgen", "café, Jürgen"),
        ("ＯＫ！　１２", "OK! 12"),
        ("ΑΒΓ", "ABΓ"),
        ("- one\n• two", "- one\n- two"),
        ("left\u200eright\ufe0f", "leftright"),
    ],
)
def test_what_looks_alike_becomes_plain(text: str, plain: str) -> None:
    assert plainer(text)[0] == plain
    assert is_gsm(plain)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain text, 5 €",
        "fenêtre",
        "e\u0302",
        "你好，吗？",
        "½ m²",
        "👩\u200d🔧",
        "سلام\u200cها",
    ],
)
def test_what_is_right_as_it_is_stays(text: str) -> None:
    assert plainer(text) == (text, ())


def test_what_was_replaced_is_told_in_order_and_counted() -> None:
    text, swaps = plainer("It’s, isn’t it… ê")
    assert text == "It's, isn't it... ê"
    assert swaps == (Swap("’", "'", 2), Swap("…", "...", 1))
    assert swapped_words(swaps, text) == ("Replaced ’ by ' (2 times), … by ...; still UCS-2 by ê.")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ok", "All of it is GSM-7."),
        ("ok 😀", "No look-alikes to replace; UCS-2 by 😀."),
        (
            "a\u00a0b\u200b",
            "Replaced no-break space by space, zero width space by nothing: now GSM-7.",
        ),
        ("你好吗我很好", "No look-alikes to replace; UCS-2 by 你, 好, 吗 and 2 more."),
        ("cafe\u0301", "Replaced e\u0301 of two parts by é: now GSM-7."),
        (
            "‘’“”–—…",
            "Replaced ‘ by ', ’ by ', “ by \", ” by \", – by -, — by -, 1 kinds more: now GSM-7.",
        ),
    ],
)
def test_the_sentence(text: str, words: str) -> None:
    plain, swaps = plainer(text)
    assert swapped_words(swaps, plain) == words


def test_what_cannot_be_seen_is_called_by_its_name() -> None:
    assert [shown(one) for one in "’\u200b\u00a0\u0301\ufe0f"] == [
        "’",
        "zero width space",
        "no-break space",
        "combining acute accent",
        "variation selector-16",
    ]
    assert name_of("\U0010fffe") == "U+10FFFE"
    assert name_of("\ud83d") == "U+D83D"


@given(st.text(max_size=60))
def test_once_is_enough_and_gsm_text_is_never_touched(text: str) -> None:
    plain, swaps = plainer(text)
    assert plainer(plain) == (plain, ())
    assert bool(swaps) == (plain != text)
    if is_gsm(text):
        assert swaps == ()
