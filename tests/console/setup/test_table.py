"""Tables of many rows: filter, order, cursor, selection."""

from dataclasses import dataclass

from tests.console.render.samples import INK
from tmchat.console.render.tables import head_line, row_line, widths
from tmchat.console.setup.table import Column, Table


@dataclass(frozen=True)
class Row:
    """A row with a key."""

    key: int
    name: str


NAMES = ("delta", "alpha", "Charlie", "bravo", "alphorn")
COLUMNS: tuple[Column[Row], ...] = (
    Column("Name", lambda one: one.name, 10, 3, order=lambda one: one.name.casefold()),
    Column("Key", lambda one: str(one.key), 6, order=lambda one: one.key, right=True),
    Column("More", lambda one: "more", 20, 1, rank=2),
)


def table() -> Table[Row]:
    found = Table(COLUMNS, lambda one: one.key, lambda one: one.name)
    found.set_rows([Row(key, name) for key, name in enumerate(NAMES)])
    return found


def names(found: Table[Row]) -> list[str]:
    return [one.name for one in found.rows]


def test_rows_are_in_the_order_of_a_column_and_turned_round() -> None:
    found = table()
    assert names(found) == ["alpha", "alphorn", "bravo", "Charlie", "delta"]
    found.order_by(0)
    assert names(found)[0] == "delta"
    found.order_by(1)
    assert [one.key for one in found.rows] == [0, 1, 2, 3, 4]


def test_a_filter_narrows_letter_by_letter_and_widens_again() -> None:
    found = table()
    for query, left in (("a", 5), ("al", 2), ("alph", 2), ("alpho", 1), ("alp", 2), ("", 5)):
        found.seek(query)
        assert len(found.rows) == left, query
    found.seek("al orn")
    assert names(found) == ["alphorn"]
    found.seek("zz")
    assert found.chosen is None


def test_cursor_and_selection_stay_with_their_rows() -> None:
    found = table()
    found.move(2)
    assert found.chosen is not None
    assert found.chosen.name == "bravo"
    found.toggle()
    found.seek("br")
    assert found.place == 0
    found.seek("")
    assert found.chosen.name == "bravo"
    found.set_rows([Row(3, "bravo"), Row(9, "aaa")])
    assert (found.place, found.selected) == (1, {3})
    found.set_rows([Row(9, "aaa")])
    assert found.selected == set()


def test_all_that_the_filter_leaves_is_selected_at_once() -> None:
    found = table()
    found.seek("alp")
    found.toggle_all()
    found.seek("")
    assert [one.name for one in found.selection()] == ["alpha", "alphorn"]
    found.seek("alp")
    found.toggle_all()
    assert found.selected == set()
    assert found.selection() == [found.chosen]


def test_columns_of_a_high_rank_go_first_where_room_is_short() -> None:
    assert widths(COLUMNS, 60)[2] > 0
    assert widths(COLUMNS, 36)[2] == 0
    for cells in (20, 36, 60, 120):
        wide = widths(COLUMNS, cells)
        lines = [
            head_line(INK, COLUMNS, 0, False, cells),
            row_line(INK, COLUMNS, wide, Row(1, "漢字" * 30), cells, chosen=True, selected=True),
        ]
        assert {line.cell_length for line in lines} == {cells}
        assert {sum(part.cell_length for part in line) for line in lines} == {cells}
