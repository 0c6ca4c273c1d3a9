"""The window over a long timeline, against all its lines written out; no widget."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from tmchat.console.widgets.viewport import BELOW, Viewport

Item = tuple[int, int]
"""A key and a height in lines."""

HEIGHT = 8
ITEMS = st.lists(st.integers(1, 12), min_size=1, max_size=30).map(
    lambda heights: list(enumerate(heights, start=100))
)
MOVES = st.lists(st.integers(-40, 40), max_size=6)


def view_of(items: Sequence[Item]) -> Viewport[Item]:
    view: Viewport[Item] = Viewport(lambda item: item[0], lambda item: item[1])
    view.set_items(items)
    return view


def lines(view: Viewport[Item], height: int = HEIGHT) -> list[tuple[int, int]]:
    """The lines in view, each as its item's key and its place in the item."""
    return [
        (view.items[part.place][0], line)
        for part in view.shown(height)
        for line in range(part.first, part.last)
    ]


def all_lines(items: Sequence[Item]) -> list[tuple[int, int]]:
    return [(key, line) for key, tall in items for line in range(tall)]


@given(ITEMS, MOVES)
def test_it_shows_a_run_of_all_lines_and_no_empty_room(items: list[Item], moves: list[int]) -> None:
    view, every = view_of(items), all_lines(items)
    for move in moves:
        view.scroll(move, HEIGHT)
        shown = lines(view)
        start = every.index(shown[0])
        assert shown == every[start : start + len(shown)]
        if view.anchor is None:
            assert shown == every[-HEIGHT:]
        else:
            assert len(shown) == HEIGHT - BELOW
            assert shown[-1] != every[-1]


@given(ITEMS, st.integers(1, 60))
def test_scrolling_up_moves_by_so_many_lines(items: list[Item], count: int) -> None:
    view, every = view_of(items), all_lines(items)
    before = every.index(lines(view)[0])
    view.scroll(-count, HEIGHT)
    assert every.index(lines(view)[0]) == max(0, before - count)


@given(ITEMS, MOVES, ITEMS, ITEMS)
def test_pages_in_front_and_texts_behind_move_nothing(
    items: list[Item], moves: list[int], older: list[Item], newer: list[Item]
) -> None:
    view = view_of(items)
    for move in moves:
        view.scroll(move, HEIGHT)
    before, was_latest = lines(view), view.anchor is None
    front = [(key - 1000, tall) for key, tall in older]
    behind = [(key + 1000, tall) for key, tall in newer]
    view.set_items([*front, *items, *behind])
    if was_latest:
        assert lines(view) == all_lines(view.items)[-HEIGHT:]
    else:
        assert lines(view) == before


@given(ITEMS, MOVES, st.data())
def test_reveal_brings_an_item_into_view(
    items: list[Item], moves: list[int], data: st.DataObject
) -> None:
    view = view_of(items)
    for move in moves:
        view.scroll(move, HEIGHT)
    place = data.draw(st.integers(0, len(items) - 1))
    key, tall = items[place]
    view.reveal(place, HEIGHT)
    seen = [line for shown, line in lines(view) if shown == key]
    assert len(seen) >= min(tall, HEIGHT - BELOW)
    again = lines(view)
    view.reveal(place, HEIGHT)
    assert lines(view) == again


@given(ITEMS, MOVES, st.integers(2, 40))
def test_another_height_keeps_the_top_or_comes_to_the_latest(
    items: list[Item], moves: list[int], height: int
) -> None:
    view = view_of(items)
    for move in moves:
        view.scroll(move, HEIGHT)
    top = lines(view)[0]
    latest = view.anchor is None
    shown = lines(view, height)
    if latest or view.anchor is None:
        assert shown == all_lines(items)[-height:]
    else:
        assert shown[0] == top


def test_a_lost_anchor_goes_to_what_stands_in_its_place() -> None:
    items = [(key, 3) for key in range(20)]
    view = view_of(items)
    view.scroll(-30, HEIGHT)
    top = lines(view)[0][0]
    view.set_items([item for item in items if item[0] != top])
    assert lines(view)[0][0] in (top - 1, top + 1)
    view.set_items([])
    assert lines(view) == []
    assert view.anchor is None


def test_only_what_is_near_is_measured() -> None:
    measured: set[int] = set()

    def measure(item: Item) -> int:
        measured.add(item[0])
        return item[1]

    view: Viewport[Item] = Viewport(lambda item: item[0], measure)
    view.set_items([(key, 2) for key in range(50_000)])
    view.shown(HEIGHT)
    view.scroll(-10, HEIGHT)
    assert len(measured) < 2 * HEIGHT
