"""The splitting that the other tests rely on: what a terminal would take for a sequence is one."""

import pytest

from tests.e2e.sequences import Kind, Piece, pieces


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("plain [/] text \u202e", Kind.TEXT),
        ("\x07", Kind.CONTROL),
        ("\x85", Kind.CONTROL),
        ("\x1b[1;38;5;2m", Kind.CSI),
        ("\x1b[?2026$p", Kind.CSI),
        ("\x9b2J", Kind.CSI),
        ("\x1b]0;title\x07", Kind.STRING),
        ("\x1b]0;title\x1b\\", Kind.STRING),
        ("\x9d0;title\x9c", Kind.STRING),
        ("\x1bPq#0\n\x1b\\", Kind.STRING),
        ("\x1b_G\x1b\\", Kind.STRING),
        ("\x1bc", Kind.ESCAPE),
        ("\x1b(0", Kind.ESCAPE),
    ],
)
def test_a_whole_piece(written: str, kind: Kind) -> None:
    assert pieces(written) == ([Piece(kind, written)], "")
    neighbours = [Piece(Kind.TEXT, "a"), Piece(kind, written), Piece(Kind.CONTROL, "\n")]
    if kind is not Kind.TEXT:
        assert pieces(f"a{written}\n") == (neighbours, "")


@pytest.mark.parametrize("begun", ["\x1b", "\x1b[", "\x1b[1;", "\x1b(", "\x1b]0;title", "\x1bPq"])
def test_what_is_not_whole_yet_is_kept_for_the_next_read(begun: str) -> None:
    assert pieces(f"a{begun}") == ([Piece(Kind.TEXT, "a")], begun)
