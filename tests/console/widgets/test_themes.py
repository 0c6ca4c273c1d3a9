"""Every theme in a running application: it is complete, and the terminal's own stay its own."""

import pytest
from textual.theme import Theme

from tests.console.render.samples import NOON, conversation, local, text
from tests.console.widgets.stage import Stage, screen_of
from tmchat.console.render.ink import Ink
from tmchat.console.render.rows import RowLook
from tmchat.console.themes import THEMES, palette_for
from tmchat.console.widgets.composer import Composer
from tmchat.console.widgets.conversationlist import ConversationList
from tmchat.console.widgets.statusbar import StatusBar
from tmchat.console.widgets.timelineview import TimelineView


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
async def test_a_theme_draws_the_same_words_in_its_own_colours(theme: Theme) -> None:
    ink = Ink(palette_for(theme.name))
    rows = ConversationList(ink, lambda id: RowLook(conversation(id, name="Dana")), lambda: NOON)
    view, composer = TimelineView(ink, local), Composer(ink)
    app = Stage(rows, view, composer, StatusBar(ink))
    app.register_theme(theme)
    app.theme = theme.name
    async with app.run_test(size=(60, 12)) as pilot:
        rows.set_rows([1])
        view.open([text(1)], texter="Dana")
        composer.focus()
        composer.set_text("Hello")
        await pilot.pause()
        shown = screen_of(app)
        assert shown[0].startswith("▌○ Dana")
        assert " 12:01 ‹ Dana" in shown
        assert " Hello" in shown
        styles = [
            segment.style for line in app.screen._compositor.render_strips() for segment in line
        ]
        colours = {
            colour
            for style in styles
            if style is not None
            for colour in (style.color, style.bgcolor)
            if colour is not None and not colour.is_default
        }
        if theme.name == "mono":
            assert not colours
        elif theme.name == "ansi":
            assert not any(colour.triplet for colour in colours)
        else:
            assert any(colour.triplet for colour in colours)


async def test_another_ink_draws_at_once() -> None:
    view = TimelineView(Ink(palette_for("dark")), local)
    app = Stage(view)
    async with app.run_test(size=(40, 4)) as pilot:
        view.open([text(1)], texter="Dana")
        await pilot.pause()
        light = palette_for("light")
        view.set_ink(Ink(light))
        await pilot.pause()
        last = app.screen._compositor.render_strips()[3]
        assert any(s.style is not None and s.style.color == light.text.color for s in last)
