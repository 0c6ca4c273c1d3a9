"""What passes the last wall before the terminal; the process behind it is not started here."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tmchat.console.terminal.clipboard import osc52
from tmchat.console.terminal.wall import in_ascii, is_frame, is_mode, paints, walled

FRAME = "\x1b[1;1H\x1b[1;38;5;12;48;2;1;2;3mDana\x1b[0m\n\x1b[24;80H"


def test_a_frame_of_textual_passes_as_it_is() -> None:
    assert walled(FRAME) == FRAME


@pytest.mark.parametrize(
    "hostile",
    [
        "\x1b]52;c;QUJD\x07",
        "\x1b]0;title\x1b\\",
        "\x1bc",
        "\x1b[2J",
        "\x1b[?1049l",
        "\x1b[6n",
        "\x1bP+q\x1b\\",
        "\x9b2J",
        "\x9d52;c;QUJD\x9c",
        "\x0e\x0f\x08\r",
        "\x7f",
        "\ud83d",
        "\x1b" * 3,
        "\x1b[" + "1" * 100 + "m",
    ],
)
def test_no_other_sequence_passes(hostile: str) -> None:
    passed = walled(f"\x1b[2;3H{hostile}\x1b[0m")
    assert passed.startswith("\x1b[2;3H")
    assert passed.endswith("\x1b[0m")
    assert re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", passed[6:-4]) is None


@given(st.text(max_size=200))
def test_whatever_passes_is_colours_positions_and_letters(text: str) -> None:
    rest = re.sub(r"\x1b\[[0-9;]*[mH]", "", walled(text))
    assert all(character == "\n" or not "\x00" <= character < "\x20" for character in rest)
    assert not any("\x7f" <= character <= "\x9f" for character in rest)


@pytest.mark.parametrize(
    ("written", "mode"),
    [
        ("\x1b[?1049h", True),
        ("\x1b[?25l", True),
        ("\x1b[>25u", True),
        ("\x1b[<u", True),
        ("\x1b[?2026$p", True),
        ("\x1b[22;2t", True),
        ("\x1b[23;2t", True),
        ("\x1b[2t", False),
        ("\x07", False),
        ("\x1b]52;c;QUJD\x07", False),
        (FRAME, False),
    ],
)
def test_modes_are_told_from_what_paints(written: str, mode: bool) -> None:
    assert is_mode(written) is mode
    assert is_frame(written) is (written is FRAME)


@pytest.mark.parametrize(
    ("written", "painting"),
    [
        ("\x07", False),
        ("\x1b[?1004h", False),
        ("\x1b]0;2 waiting\x07", False),
        ("\x1b]9;a text\x1b\\", False),
        (osc52("copied", {"TMUX": "/tmp/s,1,0"}), False),
        (osc52("x" * 1000, {"STY": "1.pts"}), False),
        (FRAME, True),
        ("\x1b[2J", True),
        ("a letter", True),
        ("\x1b]0;title\x07 and a letter", True),
        ("\x1b[0m", True),
    ],
)
def test_what_may_change_the_picture_is_told_from_what_cannot(written: str, painting: bool) -> None:
    assert paints(written) is painting


@given(st.text(max_size=80).filter(lambda text: "\u2580" not in text))
def test_ascii_takes_as_many_cells(text: str) -> None:
    spelled = in_ascii(text)
    assert spelled.isascii()
    assert len(re.sub(r"[\x00-\x7f]", "", text)) == 0 or len(spelled) == sum(
        1 if character.isascii() else _cells(character) for character in text
    )


def test_rules_and_scroll_bars_have_ascii_of_their_own() -> None:
    assert in_ascii("─│┃▁█ é") == "-||   ?"


def test_a_copy_is_wrapped_for_what_stands_between() -> None:
    plain = "\x1b]52;c;4pyTIG9r\a"
    assert osc52("✓ ok", {}) == plain
    in_tmux = osc52("✓ ok", {"TMUX": "/tmp/s,1,0"})
    assert in_tmux == f"{plain}\x1bPtmux;\x1b{plain}\x1b\\"
    assert osc52("\ud83d", {}) == "\x1b]52;c;Pw==\a"


def test_gnu_screen_gets_a_long_copy_in_pieces() -> None:
    pieces = osc52("x" * 1000, {"STY": "1.pts"}).split("\x1b\\")[:-1]
    assert len(pieces) > 4
    assert all(piece.startswith("\x1bP") and len(piece) <= 242 for piece in pieces)
    assert "".join(piece[2:] for piece in pieces) == osc52("x" * 1000, {})


def _cells(character: str) -> int:
    if "\u2500" <= character <= "\u259f":
        return 1
    return cell_len(character)
