"""The shortest way of the cursor from one place to another; what is written there is not here.

Rows and columns count from 0. A column that is None is not known: after the last column, where some
terminals wait to wrap, and after a cluster that terminals give different widths.
"""

from functools import lru_cache

Place = tuple[int, int | None]
"""A row and a column."""

_DOWN = 3


@lru_cache(8192)
def move(here: Place | None, row: int, column: int, short: bool) -> str:
    """The sequence that brings the cursor to `row` and `column`; `here` is None when unknown.

    Without `short` nothing but the absolute position is used.
    """
    if here == (row, column):
        return ""
    ways = [_absolute(row, column)]
    if here is not None and short:
        ways += _relative(here, row, column)
    return min(ways, key=_bytes)


def _bytes(way: str) -> int:
    """Bytes that reach the terminal: the line discipline makes two of a line feed."""
    return len(way) + way.count("\n")


def _absolute(row: int, column: int) -> str:
    if column:
        return f"\x1b[{row + 1};{column + 1}H"
    return f"\x1b[{row + 1}H" if row else "\x1b[H"


def _relative(here: Place, row: int, column: int) -> list[str]:
    before, at = here
    down = row - before
    if not down:
        return _along(at, column)
    if down > 0:
        # Line feeds alone keep the column or not, as the line discipline has it.
        ways = [f"\r{chr(10) * down}{way}" for way in _along(0, column)] if down <= _DOWN else []
        step = _counted(down, "B")
    else:
        ways = []
        step = _counted(-down, "A")
    jump = f"\x1b[{row + 1}d"
    # From a column that is not known only an absolute one leads on; a move to another line could
    # take a terminal that waits to wrap anywhere.
    if at is not None:
        along = min(_along(at, column), key=len)
        ways += [step + along, jump + along]
    return ways


def _along(at: int | None, column: int) -> list[str]:
    """Ways to `column` within the line."""
    if at == column:
        return [""]
    ways = [f"\x1b[{column + 1}G" if column else "\r"]
    if column:
        ways.append("\r" + _counted(column, "C"))
    if at is not None and column > at:
        ways.append(_counted(column - at, "C"))
    if at is not None and column < at:
        ways.append("\b" * (at - column))
        ways.append(_counted(at - column, "D"))
    return ways


def _counted(count: int, letter: str) -> str:
    return f"\x1b[{count}{letter}" if count > 1 else f"\x1b[{letter}"
