"""Escapes inside a bracketed paste, however it is cut up while it is read."""

import pytest

from tmchat.console.terminal.pastes import END, START, Pastes


def passed(*read: str) -> str:
    """What goes to the parser of all that is read."""
    pastes = Pastes()
    return "".join(pastes.without_escapes(part) for part in read)


@pytest.mark.parametrize("written", ["", "\x1b", "\x1b[A", "\x1b\x1bq", "a\x1b[20", "x" * 99])
def test_keys_go_through_unchanged(written: str) -> None:
    assert passed(written) == written


def test_an_escape_in_a_paste_becomes_its_picture() -> None:
    assert passed(f"k{START}a\x1b\x1bq\x1b[A{END}\x1b") == f"k{START}a␛␛q␛[A{END}\x1b"


def test_it_makes_no_difference_where_a_read_ends() -> None:
    whole = f"\x1b[A{START}a\x1b[201\x1b[20{END}\x1bx{START}\x1b{END}k"
    expected = f"\x1b[A{START}a␛[201␛[20{END}\x1bx{START}␛{END}k"
    assert passed(whole) == expected
    assert passed(*whole) == expected
    for cut in range(len(whole)):
        assert passed(whole[:cut], whole[cut:]) == expected
