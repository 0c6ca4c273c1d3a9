"""Text into cells: as many as Rich counts, nothing in them that moves a cursor."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tmchat.console.render.cells import FILLER
from tmchat.console.terminal.lettering import Cell, cells, joined
from tmchat.console.terminal.look import PLAIN, look_of

RED = look_of("31")


def texts(found: tuple[Cell, ...]) -> list[str]:
    return [cell.text for cell in found]


def test_plain_letters_take_a_cell_each_and_blanks_the_look_that_shows() -> None:
    assert cells("a é─", RED, True) == (
        Cell("a", RED, 1),
        Cell(" ", PLAIN, 1),
        Cell("é", RED, 1),
        Cell("─", RED, 1),
    )


@pytest.mark.parametrize(
    ("text", "parts", "reach"),
    [
        ("漢", ["漢", ""], 2),
        ("👩\u200d💻", ["👩\u200d💻", ""], 5),
        ("❤\ufe0f", ["❤\ufe0f", ""], 3),
        ("🇨🇦", ["🇨🇦", ""], 4),
        ("e\u0301", ["e\u0301"], 2),
        ("●", ["●"], 2),
    ],
)
def test_a_cluster_stays_together_and_knows_how_far_it_may_reach(
    text: str, parts: list[str], reach: int
) -> None:
    found = cells(text, RED, True)
    assert texts(found) == parts
    assert found[0].reach == reach
    assert all(cell.reach == 0 for cell in found[1:])


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x1b[2Jb", "a[2Jb"),
        ("a\x9b2Jb\x07", "a2Jb"),
        ("a\u202eb\u2066c", "abc"),
        ("a\ud83db", "ab"),
        ("\u0301a", "a"),
        (" \U0001f3fda", " a"),
    ],
)
def test_the_last_wall(text: str, kept: str) -> None:
    assert "".join(texts(cells(text, RED, True))).replace("\ufffd", "") == kept


@given(st.text(max_size=60))
def test_whatever_comes_takes_the_cells_that_textual_counted(text: str) -> None:
    for unicode in (True, False):
        found = cells(text, RED, unicode)
        assert len(found) == cell_len(text)
        drawn = "".join(texts(found))
        assert re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", drawn) is None
        assert unicode or drawn.isascii()


def test_a_terminal_without_unicode_gets_a_sign_for_each_cell() -> None:
    assert texts(cells("é─│█漢👩\u200d💻", RED, False)) == ["?", "-", "|", " ", *"????"]


def test_marks_of_another_style_join_the_letter_before() -> None:
    before = [*cells("ae", RED, True)]
    assert joined(before, "\u0301\u0323b") == "b"
    assert [cell.text for cell in before] == ["a", "e\u0301\u0323"]
    assert before[1].look is RED
    assert before[1].reach > 1


@pytest.mark.parametrize(("before", "text"), [("a ", "\u0301b"), ("", "\u0301b"), ("a", "b")])
def test_marks_without_a_letter_are_dropped(before: str, text: str) -> None:
    found = [*cells(before, RED, True)]
    assert joined(found, text) == "b"
    assert found == [*cells(before, RED, True)]


def test_a_mark_after_a_wide_letter_joins_that() -> None:
    before = [*cells("漢", RED, True)]
    assert joined(before, "\u0301") == ""
    assert [cell.text for cell in before] == ["漢\u0301", ""]


def test_a_selector_that_would_widen_the_letter_stays_behind() -> None:
    assert joined([*cells("a", RED, True)], "\ufe0fb") == "\ufe0fb"


def test_a_filler_is_a_further_cell_of_the_letter_before_and_never_written() -> None:
    found = cells(f"का{FILLER}म", RED, True)
    assert texts(found) == ["का", "", "म"]
    assert [cell.reach > 1 for cell in found[:2]] == [True, False]
    assert texts(cells(f"{FILLER}a {FILLER}", RED, True)) == [" ", "a", " ", " "]


def test_a_vowel_sign_of_another_style_joins_the_letter_with_its_cell() -> None:
    before = list(cells("aक", RED, True))
    assert joined(before, f"ा{FILLER}म") == "म"
    assert texts(tuple(before)) == ["a", "का", ""]
    assert not before[2].reach
    empty: list[Cell] = []
    assert joined(empty, f"{FILLER}b") == "b"
    assert texts(tuple(empty)) == [" "]
