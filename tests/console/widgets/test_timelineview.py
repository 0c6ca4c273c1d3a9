"""The timeline on a screen: following the latest, holding its place, and what it asks for."""

from datetime import date

import pytest
from textual.strip import Strip

from tests.console.render.samples import INK, local, reply, text
from tests.console.widgets.stage import Heard, Stage, screen_of
from tmchat.console.render.items import DayLine, GapLine, Item, NewLine, PendingLine
from tmchat.console.render.palette import LIGHT
from tmchat.console.widgets.timelineview import TimelineView
from tmchat.core.records import Delivery


class Counting(TimelineView):
    """Notes which lines Textual asks for, and how many items were measured."""

    def __init__(self) -> None:
        super().__init__(INK, local, me="ana")
        self.painted: list[int] = []

    def render_line(self, y: int) -> Strip:
        """The line, noted."""
        self.painted.append(y)
        return super().render_line(y)


def texts(first: int, last: int) -> list[Item]:
    return [text(id, f"words {id}") for id in range(first, last + 1)]


def words_in(lines: list[str]) -> list[str]:
    return [line.strip("▌ ") for line in lines if "words" in line]


async def test_few_items_stand_at_the_bottom() -> None:
    view = Counting()
    app = Stage(view)
    async with app.run_test(size=(80, 24)) as pilot:
        view.open([DayLine(date(2026, 11, 18)), text(1), NewLine(1), text(2)], texter="Dana")
        await pilot.pause()
        shown = screen_of(app)
        assert set(shown[:18]) == {""}
        assert "Wednesday 18 November" in shown[18]
        assert shown[19:21] == [" 12:01 ‹ Dana", "   Hello there"]
        assert " 1 new " in shown[21]
        assert shown[23] == "   Hello there"


async def test_it_follows_the_latest_and_a_resize_keeps_it() -> None:
    view = Counting()
    app = Stage(view)
    async with app.run_test(size=(120, 40)) as pilot:
        view.open(texts(1, 100))
        await pilot.pause()
        assert words_in(screen_of(app)) == [f"words {id}" for id in range(81, 101)]
        view.set_items(texts(1, 101))
        await pilot.pause()
        assert words_in(screen_of(app))[-1] == "words 101"
        await pilot.resize_terminal(60, 20)
        assert words_in(screen_of(app)) == [f"words {id}" for id in range(92, 102)]
        assert view.at_latest


async def test_scrolled_up_it_holds_its_place_and_counts_what_came() -> None:
    view = Counting()
    app = Stage(view)
    heard = Heard(TimelineView.AtLatest)
    async with app.run_test(size=(80, 24), message_hook=heard) as pilot:
        view.open(texts(51, 150))
        view.scroll_lines(-40)
        await pilot.pause()
        before = screen_of(app)
        assert before[23].endswith("↓ more below")
        view.set_items(texts(1, 152))
        await pilot.pause()
        assert screen_of(app)[:23] == before[:23]
        assert screen_of(app)[23].endswith("↓ 2 new below")
        await pilot.resize_terminal(100, 24)
        await pilot.pause()
        assert screen_of(app)[:23] == before[:23]
        assert heard.take() == []
        view.scroll_lines(100)
        await pilot.pause()
        assert view.at_latest
        assert words_in(screen_of(app))[-1] == "words 152"
        assert len(heard.take()) == 1


async def test_rewrapping_keeps_the_item_at_the_top() -> None:
    view = Counting()
    app = Stage(view)
    async with app.run_test(size=(80, 24)) as pilot:
        view.open([text(id, f"id{id} " + "many words " * 20) for id in range(1, 60)])
        view.scroll_lines(-83)
        await pilot.pause()
        top = view.items[view._view.shown(24)[0].place]
        await pilot.resize_terminal(44, 24)
        await pilot.pause()
        assert view.items[view._view.shown(24)[0].place] == top


async def test_only_new_and_changed_lines_are_painted() -> None:
    view = Counting()
    app = Stage(view)
    async with app.run_test(size=(80, 24)) as pilot:
        view.open([*texts(1, 3), reply(4, Delivery.SENDING)])
        await pilot.pause()
        view.painted.clear()
        view.set_items([*texts(1, 3), reply(4, Delivery.DELIVERED)])
        await pilot.pause()
        assert view.painted == [22]
        assert screen_of(app)[22].endswith("✓✓ delivered")
        view.painted.clear()
        view.set_items([*texts(1, 3), reply(4, Delivery.DELIVERED)])
        await pilot.pause()
        assert view.painted == []
        view.scroll_lines(-40)
        await pilot.pause()
        view.painted.clear()
        view.set_ink(type(INK)(palette=LIGHT))
        await pilot.pause()
        assert set(view.painted) == set(range(24))


async def test_scrolled_up_a_new_text_paints_the_sign_alone() -> None:
    view = Counting()
    app = Stage(view)
    async with app.run_test(size=(80, 24)) as pilot:
        view.open(texts(1, 100))
        view.page_up()
        await pilot.pause()
        view.painted.clear()
        view.set_items(texts(1, 101))
        await pilot.pause()
        assert view.painted == [23]


async def test_a_long_window_is_measured_from_the_end_only() -> None:
    view = Counting()
    app = Stage(view)
    async with app.run_test(size=(80, 24)) as pilot:
        view.open(texts(1, 50_000))
        await pilot.pause()
        assert len(view._drawn) < 30
        view.set_items(texts(1, 50_001))
        assert len(view._drawn) < 30


async def test_cursor_walks_over_what_was_written_and_comes_back_to_the_latest() -> None:
    view = Counting()
    app = Stage(view)
    heard = Heard(TimelineView.CursorMoved)
    items: list[Item] = [text(1), NewLine(1), text(2), GapLine(2, "missing"), text(9)]
    async with app.run_test(size=(80, 24), message_hook=heard) as pilot:
        view.open(items)
        for _ in range(4):
            view.cursor_up()
        await pilot.pause()
        assert [y for y, line in enumerate(screen_of(app)) if line.startswith("▌")] == [16, 17]
        for _ in range(3):
            view.cursor_down()
        await pilot.pause()
        moved = [m.entry for m in heard.take() if isinstance(m, TimelineView.CursorMoved)]
        assert moved == [9, 2, 1, 2, 9, None]


async def test_cursor_takes_the_view_along_and_survives_older_pages() -> None:
    view = Counting()
    app = Stage(view)
    async with app.run_test(size=(80, 24)) as pilot:
        view.open(texts(50, 100))
        for _ in range(20):
            view.cursor_up()
        assert view.cursor == 81
        await pilot.pause()
        assert "words 81" in screen_of(app)[1]
        view.set_items(texts(1, 101))
        await pilot.pause()
        assert view.cursor == 81
        assert "words 81" in screen_of(app)[1]
        view.set_items(texts(90, 101))
        assert view.cursor is None


async def test_a_click_puts_the_cursor_on_an_entry() -> None:
    view = Counting()
    app = Stage(view)
    async with app.run_test(size=(80, 24)) as pilot:
        view.open(texts(1, 3))
        await pilot.click(offset=(5, 21))
        assert view.cursor == 2
        await pilot.click(offset=(5, 2))
        assert view.cursor == 2


async def test_older_are_asked_for_once_near_the_top_and_again_at_it() -> None:
    view = Counting()
    app = Stage(view)
    heard = Heard(TimelineView.OlderWanted)
    async with app.run_test(size=(80, 24), message_hook=heard) as pilot:

        async def wanted() -> list[int]:
            await pilot.pause()
            return [m.before for m in heard.take() if isinstance(m, TimelineView.OlderWanted)]

        view.open(texts(101, 200), older=True)
        assert await wanted() == []
        view.scroll_lines(-160)
        view.scroll_lines(-1)
        assert await wanted() == [101]
        view.to_first()
        assert await wanted() == [101]
        view.set_items(texts(51, 200), older=True)
        assert await wanted() == []
        view.to_first()
        assert await wanted() == [51]
        view.set_items(texts(1, 200))
        view.to_first()
        assert await wanted() == []
        view.open(texts(5, 6), older=True)
        assert await wanted() == [5]


async def test_a_gap_is_told_each_time_it_comes_into_view() -> None:
    view = Counting()
    app = Stage(view)
    heard = Heard(TimelineView.GapReached)
    items = [*texts(1, 40), GapLine(40, "missing: press g"), *texts(60, 100)]
    async with app.run_test(size=(80, 24), message_hook=heard) as pilot:
        view.open(items)
        await pilot.pause()
        assert heard.take() == []
        for _ in range(2):
            view.scroll_lines(-75)
            await pilot.pause()
            (message,) = heard.take()
            assert isinstance(message, TimelineView.GapReached)
            assert message.after == view.gap_in_view == 40
            view.to_latest()


async def test_pending_reply_becomes_the_entry() -> None:
    view = Counting()
    app = Stage(view)
    async with app.run_test(size=(80, 24)) as pilot:
        view.open([text(1), PendingLine("r1", "On its way", text(2).at)])
        await pilot.pause()
        assert screen_of(app)[22].endswith("… sending")
        view.painted.clear()
        view.set_items([text(1), reply(2, Delivery.SENT, client_ref="r1")])
        await pilot.pause()
        assert view.painted == [22]


@pytest.mark.parametrize("size", [(10, 2), (1, 1), (60, 3)])
async def test_tiny_screens_hold_out(size: tuple[int, int]) -> None:
    view = Counting()
    app = Stage(view)
    async with app.run_test(size=size) as pilot:
        view.open([*texts(1, 9), GapLine(9, "missing")], older=True)
        for move in (view.page_up, view.cursor_up, view.cursor_up, view.to_first, view.page_down):
            move()
            await pilot.pause()
        view.to_latest()
        await pilot.pause()
        assert view.at_latest
