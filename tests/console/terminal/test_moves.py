"""The cursor gets where it should, by the shortest way."""

from itertools import product

import pytest

from tests.console.terminal.seen import emulator
from tmchat.console.terminal.moves import move

COLUMNS, ROWS = 14, 6
PLACES = list(product((0, 1, 2, ROWS - 1), (0, 1, 3, 11, COLUMNS - 1)))


@pytest.mark.parametrize("short", [True, False])
def test_every_way_leads_there(short: bool) -> None:
    screen, stream = emulator(COLUMNS, ROWS)
    for here, there in product(PLACES, PLACES):
        stream.feed(f"\x1b[{here[0] + 1};{here[1] + 1}H" + move(here, *there, short))
        assert (screen.cursor.y, screen.cursor.x) == there
        # The line discipline makes carriage return and line feed of a line feed.
        stream.feed(f"\x1b[{here[0] + 1};{here[1] + 1}H")
        stream.feed(move(here, *there, short).replace("\n", "\r\n"))
        assert (screen.cursor.y, screen.cursor.x) == there


def test_a_column_that_is_not_known_is_never_counted_from() -> None:
    screen, stream = emulator(COLUMNS, ROWS)
    for row, there, really in product((0, 2, ROWS - 1), PLACES, (0, 5, COLUMNS - 1)):
        stream.feed(f"\x1b[{row + 1};{really + 1}H" + move((row, None), *there, True))
        assert (screen.cursor.y, screen.cursor.x) == there


@pytest.mark.parametrize(
    ("here", "there", "written"),
    [
        (None, (0, 0), "\x1b[H"),
        (None, (4, 0), "\x1b[5H"),
        (None, (4, 7), "\x1b[5;8H"),
        ((4, 7), (4, 7), ""),
        ((4, 7), (4, 8), "\x1b[C"),
        ((4, 7), (4, 5), "\b\b"),
        ((4, 7), (4, 0), "\r"),
        ((4, 77), (4, 70), "\x1b[7D"),
        ((4, 7), (5, 0), "\r\n"),
        ((4, 70), (5, 70), "\x1b[B"),
        ((4, 70), (3, 70), "\x1b[A"),
        ((4, None), (4, 70), "\x1b[71G"),
    ],
)
def test_the_shortest_way(
    here: tuple[int, int | None] | None, there: tuple[int, int], written: str
) -> None:
    assert move(here, *there, True) == written
