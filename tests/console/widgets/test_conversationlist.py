"""The conversation list on a screen: rows, cursor, scrolling, and how little is painted."""

from dataclasses import replace

import pytest
from textual.strip import Strip

from tests.console.render.samples import INK, MINUTE, NOON, conversation
from tests.console.widgets.stage import Heard, Stage, screen_of
from tmchat.console.render.rows import Heading, RowLook
from tmchat.console.widgets.conversationlist import ConversationList
from tmchat.core.records import Conversation


class Counting(ConversationList):
    """Notes which lines Textual asks for."""

    painted: list[int]

    def render_line(self, y: int) -> Strip:
        """The line, noted."""
        self.painted.append(y)
        return super().render_line(y)


class Desk:
    """Conversations to look up, a clock to turn, and how many were looked up."""

    def __init__(self, count: int) -> None:
        self.conversations: dict[int, Conversation] = {
            id: conversation(id, name=f"Texter {id}", last_line=f"line {id}", last_at=NOON)
            for id in range(1, count + 1)
        }
        self.now = NOON
        self.looks = 0
        self.list = Counting(INK, self.look, lambda: self.now)
        self.list.painted = []

    def look(self, id: int) -> RowLook:
        self.looks += 1
        return RowLook(self.conversations[id])

    def change(self, id: int, line: str) -> None:
        self.conversations[id] = replace(self.conversations[id], last_line=line)


async def test_80x24_and_headings() -> None:
    desk = Desk(30)
    app = Stage(desk.list)
    async with app.run_test(size=(80, 24)) as pilot:
        desk.list.set_rows([Heading("a", "Brake pads", 2, NOON - 5 * MINUTE), *range(1, 31)])
        await pilot.pause()
        shown = screen_of(app)
        assert shown[0].startswith("Brake pads")
        assert shown[0].endswith("2 waiting 5m ┃")
        assert shown[1].startswith("▌○ Texter 1 ")
        assert shown[2].startswith("▌  line 1")
        assert shown[23].startswith(" ○ Texter 12 ")
        assert len(shown) == 24


async def test_compact_and_few_rows_at_120x40() -> None:
    desk = Desk(3)
    app = Stage(desk.list)
    async with app.run_test(size=(120, 40)) as pilot:
        desk.list.set_rows([1, 2, 3])
        desk.list.set_compact(True)
        await pilot.pause()
        shown = screen_of(app)
        assert shown[0].startswith("▌○ Texter 1  line 1")
        assert shown[2].startswith(" ○ Texter 3  line 3")
        assert set(shown[3:]) == {""}
        assert not any("┃" in line for line in shown)


async def test_ten_thousand_rows_look_up_only_the_visible() -> None:
    desk = Desk(10_000)
    app = Stage(desk.list)
    async with app.run_test(size=(80, 24)) as pilot:
        desk.list.set_rows(range(1, 10_001))
        await pilot.pause()
        assert desk.looks < 100
        desk.list.to_last()
        await pilot.pause()
        assert desk.looks < 200
        assert "Texter 10000" in screen_of(app)[22]


async def test_cursor_stays_with_its_conversation_and_the_view_with_the_cursor() -> None:
    desk = Desk(100)
    app = Stage(desk.list)
    heard = Heard(ConversationList.Highlighted)
    async with app.run_test(size=(80, 24), message_hook=heard) as pilot:
        desk.list.set_rows(range(1, 101))
        desk.list.cursor_down(40)
        await pilot.pause()
        line = next(y for y, text in enumerate(screen_of(app)) if "Texter 41 " in text)
        heard.take()
        desk.list.set_rows([*range(60, 101), *range(1, 60)])
        await pilot.pause()
        assert desk.list.cursor == 41
        assert screen_of(app)[line].startswith("▌○ Texter 41 ")
        assert heard.take() == []


async def test_cursor_of_a_conversation_that_went_goes_to_its_place() -> None:
    desk = Desk(5)
    app = Stage(desk.list)
    heard = Heard(ConversationList.Highlighted)
    async with app.run_test(size=(80, 24), message_hook=heard) as pilot:
        desk.list.set_rows([1, 2, 3, 4, 5])
        desk.list.move_to(3)
        desk.list.set_rows([1, 2, 4, 5])
        desk.list.set_rows([1, Heading("h", "Empty")])
        desk.list.set_rows([])
        await pilot.pause()
        found = [
            m.conversation for m in heard.take() if isinstance(m, ConversationList.Highlighted)
        ]
        assert found == [1, 3, 4, 1, None]


async def test_only_changed_lines_are_painted() -> None:
    desk = Desk(30)
    app = Stage(desk.list)
    async with app.run_test(size=(80, 24)) as pilot:
        desk.list.set_rows(range(1, 31))
        await pilot.pause()

        async def painted() -> list[int]:
            desk.list.painted.clear()
            await pilot.pause()
            return sorted(set(desk.list.painted))

        desk.change(3, "another last line")
        desk.list.redraw_rows({3})
        assert await painted() == [5]
        desk.change(29, "out of view")
        desk.list.redraw_rows({29})
        assert await painted() == []
        desk.list.cursor_down()
        assert await painted() == [0, 1, 2, 3]
        desk.list.tick()
        assert await painted() == []
        desk.now += MINUTE
        desk.list.tick()
        assert await painted() == list(range(0, 24, 2))


async def test_headings_are_skipped_and_shown_with_their_first_row() -> None:
    desk = Desk(20)
    app = Stage(desk.list)
    async with app.run_test(size=(80, 10)) as pilot:
        desk.list.set_rows([Heading("a", "A"), *range(1, 10), Heading("b", "B"), *range(10, 21)])
        desk.list.cursor_down(9)
        assert desk.list.cursor == 10
        desk.list.to_last()
        assert desk.list.cursor == 20
        desk.list.cursor_up(10)
        assert desk.list.cursor == 10
        desk.list.to_first()
        desk.list.cursor_up()
        await pilot.pause()
        assert desk.list.cursor == 1
        assert screen_of(app)[0].startswith("A")


@pytest.mark.parametrize(("keys", "cursor"), [(["page_down"], 12), (["page_down", "page_up"], 1)])
async def test_pages(keys: list[str], cursor: int) -> None:
    desk = Desk(100)
    app = Stage(desk.list)
    async with app.run_test(size=(80, 24)):
        desk.list.set_rows(range(1, 101))
        for key in keys:
            getattr(desk.list, key)()
        assert desk.list.cursor == cursor


async def test_click_opens_and_the_wheel_leaves_the_cursor() -> None:
    desk = Desk(100)
    app = Stage(desk.list)
    heard = Heard(ConversationList.Chosen)
    async with app.run_test(size=(80, 24), message_hook=heard) as pilot:
        desk.list.set_rows([Heading("a", "A"), *range(1, 101)])
        await pilot.click(offset=(5, 4))
        assert desk.list.cursor == 2
        await pilot.click(offset=(5, 0))
        await pilot.pause()
        chosen = [m.conversation for m in heard.take() if isinstance(m, ConversationList.Chosen)]
        assert chosen == [2]
        desk.list.scroll_lines(50)
        await pilot.pause()
        assert desk.list.cursor == 2
        assert "Texter 25" in screen_of(app)[0]


async def test_from_what_its_agent_has_dealt_with_the_cursor_goes_on_and_the_view_stays() -> None:
    desk = Desk(200)
    app = Stage(desk.list)
    async with app.run_test(size=(80, 24)) as pilot:
        desk.list.set_rows(range(1, 101))
        desk.list.cursor_down(2)
        await pilot.pause()
        rows = [*range(1, 3), *range(4, 101), 3]
        desk.list.set_rows(rows, done=3)
        await pilot.pause()
        assert desk.list.cursor == 4
        assert "Texter 1 " in screen_of(app)[0]
        assert screen_of(app)[4].startswith("▌○ Texter 4 ")
        desk.list.set_rows([*rows[:-1], 101], done=3)
        assert desk.list.cursor == 4
        desk.list.set_rows([200, *rows[:-1]], done=100)
        assert desk.list.cursor == 4


async def test_a_cursor_on_the_last_stays_there_when_its_agent_has_dealt_with_it() -> None:
    desk = Desk(3)
    async with Stage(desk.list).run_test(size=(80, 24)):
        desk.list.set_rows([1, 2, 3])
        desk.list.move_to(3)
        desk.list.set_rows([1, 2, 3], done=3)
        assert desk.list.cursor == 3
        desk.list.move_to(1)
        desk.list.set_rows([3, 1, 2], done=1)
        assert desk.list.cursor == 1


@pytest.mark.parametrize("height", [5, 6, 9, 12])
async def test_a_cursor_in_view_is_in_view_at_another_height_and_rows_are_whole(
    height: int,
) -> None:
    desk = Desk(8)
    app = Stage(desk.list)
    async with app.run_test(size=(80, 24)) as pilot:
        desk.list.set_rows(range(1, 9))
        desk.list.to_last()
        await pilot.resize_terminal(60, height)
        await pilot.pause()
        shown = screen_of(app)
        assert any(line.startswith("▌○ Texter 8 ") for line in shown)
        assert any(line.startswith("▌  line 8") for line in shown)
        assert "Texter" in shown[0]


async def test_a_view_away_from_the_cursor_stays_away_at_another_height() -> None:
    desk = Desk(100)
    app = Stage(desk.list)
    async with app.run_test(size=(80, 24)) as pilot:
        desk.list.set_rows(range(1, 101))
        desk.list.scroll_lines(60)
        await pilot.resize_terminal(80, 13)
        await pilot.pause()
        assert "Texter 31 " in screen_of(app)[0]


async def test_a_list_that_was_hidden_comes_back_with_its_cursor() -> None:
    desk = Desk(100)
    app = Stage(desk.list)
    async with app.run_test(size=(80, 24)) as pilot:
        desk.list.set_rows(range(1, 101))
        await pilot.pause()
        desk.list.display = False
        await pilot.pause()
        desk.list.move_to(60)
        desk.list.display = True
        await pilot.pause()
        assert any(line.startswith("▌○ Texter 60 ") for line in screen_of(app))
