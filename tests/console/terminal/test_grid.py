"""What a grid writes for what changed in it; that the right thing shows is the replays' matter."""

from collections.abc import Sequence

import pytest

from tests.console.terminal.seen import emulator, seen
from tmchat.console.terminal.abilities import Abilities, abilities
from tmchat.console.terminal.grid import Grid, Patch
from tmchat.console.terminal.lettering import cells
from tmchat.console.terminal.look import PLAIN, look_of

COLUMNS, ROWS = 40, 10
XTERM = abilities({"TERM": "xterm-256color"})
BLUE = look_of("37;44")
SENTENCES = [f"{number} {'the quick brown fox jumps'[number:]}" for number in range(20)]


def lines(texts: Sequence[str], column: int = 0, width: int = COLUMNS) -> list[Patch]:
    return [
        Patch(row, column, cells(text[:width].ljust(width), PLAIN, True))
        for row, text in enumerate(texts)
    ]


def painted(able: Abilities = XTERM) -> Grid:
    """A grid whose sentences the terminal shows."""
    grid = Grid(COLUMNS, ROWS, able)
    grid.take(lines(SENTENCES[:ROWS]))
    grid.frame((0, 0))
    return grid


def test_what_is_shown_is_not_written_again() -> None:
    grid = painted()
    assert grid.frame((0, 0)) == ""
    grid.take(lines(SENTENCES[:ROWS]))
    assert grid.frame((0, 0)) == ""


def test_one_letter_is_a_few_bytes_and_the_cursor_is_put_where_it_belongs() -> None:
    grid = painted()
    grid.take([Patch(4, 12, cells("#", PLAIN, True))])
    assert grid.frame((13, 4)) == "\x1b[5;13H#"
    assert grid.frame((3, 4)) == "\x1b[4G"


def test_a_letter_of_another_look_and_back_in_one_frame_costs_nothing() -> None:
    grid = painted()
    grid.take([Patch(4, 0, cells("#", BLUE, True))])
    grid.take([Patch(4, 0, cells("4", PLAIN, True))])
    assert grid.frame((0, 0)) == ""


def test_blanks_are_erased_and_not_written() -> None:
    grid = painted()
    grid.take([Patch(2, 0, cells(" " * COLUMNS, BLUE, True))])
    assert grid.frame((0, 2)) == "\x1b[3H\x1b[44m\x1b[K"
    grid.take([Patch(2, 0, cells(" " * 30, PLAIN, True))])
    assert grid.frame((0, 2)) == "\x1b[m\x1b[30X"


def test_a_terminal_that_erases_in_its_own_colour_gets_spaces_of_another() -> None:
    grid = painted(abilities({"TERM": "screen"}))
    grid.take([Patch(2, 0, cells(" " * COLUMNS, BLUE, True))])
    assert " " * COLUMNS in grid.frame((0, 2))


def test_a_moved_block_is_moved_by_the_terminal() -> None:
    grid = painted()
    grid.take(lines(SENTENCES[1 : ROWS + 1]))
    written = grid.frame((0, 0))
    assert "\x1b[M" in written
    assert len(written) < 80


@pytest.mark.parametrize("margins", [True, False])
def test_a_block_between_others_is_moved_where_the_terminal_knows_margins(margins: bool) -> None:
    grid = Grid(COLUMNS, ROWS, XTERM)
    if margins:
        grid.allow_margins()
    grid.take(lines([chr(97 + row) * 8 for row in range(ROWS)], 0, 8))
    grid.take(lines(SENTENCES[:ROWS], 8, COLUMNS - 8))
    screen, stream = emulator(COLUMNS, ROWS)
    stream.feed(grid.frame((0, 0)))
    grid.take(lines(SENTENCES[2 : ROWS + 2], 8, COLUMNS - 8))
    written = grid.frame((0, 0))
    assert ("\x1b[?69h\x1b[9;40s" in written) is margins
    stream.feed(written)
    assert [line.rstrip() for line in screen.display] == [
        (chr(97 + row) * 8 + SENTENCES[row + 2]).rstrip() for row in range(ROWS)
    ]


def test_a_forgotten_terminal_is_painted_from_nothing() -> None:
    grid = painted()
    first, one = emulator(COLUMNS, ROWS)
    grid.forget()
    one.feed("\x1b[41mrubbish" * 30)
    one.feed(grid.frame((0, 0)))
    second, two = emulator(COLUMNS, ROWS)
    grid.forget()
    two.feed(grid.frame((0, 0)))
    assert seen(first) == seen(second)


def test_a_cluster_of_doubtful_width_is_followed_by_its_place() -> None:
    grid = painted()
    grid.take([Patch(4, 0, cells("a漢b🚗c", PLAIN, True))])
    assert grid.frame((0, 0)).startswith("\x1b[5Ha漢\x1b[4Gb  \b\b🚗\x1b[7Gc")


def test_what_a_terminal_may_draw_over_is_written_again() -> None:
    grid = painted()
    grid.take([Patch(4, 3, cells("●", PLAIN, True))])
    text = f"{SENTENCES[4][:3]}●{SENTENCES[4][4:]}"
    assert f"●\x1b[5G{text[4:6]}" in grid.frame((0, 0))


def test_half_a_cluster_never_stays() -> None:
    grid = painted()
    grid.take([Patch(4, 0, cells("漢字漢字", PLAIN, True))])
    grid.frame((0, 0))
    grid.take([Patch(4, 1, cells("ab", PLAIN, True))])
    screen, stream = emulator(COLUMNS, ROWS)
    grid.forget()
    stream.feed(grid.frame((0, 0)))
    assert screen.display[4].startswith(" ab 漢字")


def test_what_lies_outside_is_dropped() -> None:
    grid = painted()
    grid.take([Patch(ROWS, 0, cells("x", PLAIN, True)), Patch(-1, 0, cells("x", PLAIN, True))])
    grid.take([Patch(0, COLUMNS, cells("x", PLAIN, True))])
    assert grid.frame((0, 0)) == ""
    grid.take([Patch(0, COLUMNS - 1, cells("xyz", PLAIN, True))])
    assert grid.frame((0, 0)).startswith("\x1b[40Gx")


def test_a_terminal_of_which_nothing_is_known_gets_positions_looks_and_letters() -> None:
    grid = painted(Abilities())
    grid.take(lines(SENTENCES[1 : ROWS + 1]))
    grid.take([Patch(0, 0, cells("#" * 30, PLAIN, True))])
    written = grid.frame((0, 0))
    assert set(written.split("\x1b[")[1:]) <= {
        part for part in written.split("\x1b[")[1:] if "H" in part or part.startswith("K")
    }
