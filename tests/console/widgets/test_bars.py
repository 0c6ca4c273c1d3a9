"""Banner, side panel, status bar and meter on a screen: what shows, and how little is painted."""

from dataclasses import replace

from tests.console.render.samples import INK, conversation
from tests.console.widgets.stage import Stage, screen_of
from tmchat.console.render.banner import Urgency
from tmchat.console.render.panelparts import PanelLook
from tmchat.console.render.statusbar import Connection, StatusLook
from tmchat.console.widgets.banner import Banner
from tmchat.console.widgets.meterline import MeterLine
from tmchat.console.widgets.sidepanel import SidePanel
from tmchat.console.widgets.statusbar import StatusBar


async def test_banner_takes_room_only_while_it_speaks() -> None:
    banner, status = Banner(INK), StatusBar(INK)
    app = Stage(banner, status)
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.pause()
        assert screen_of(app)[0].startswith(" … connecting")
        banner.show("The hub is gone. Replies are held until it is back.", Urgency.ALARM)
        await pilot.pause()
        assert screen_of(app)[:2] == ["! The hub is gone. Replies are held", "  until it is back."]
        assert screen_of(app)[2].startswith(" … connecting")
        banner.show("Back again.")
        await pilot.pause()
        assert screen_of(app)[0] == "· Back again."
        assert screen_of(app)[1].startswith(" … connecting")
        banner.show("")
        await pilot.pause()
        assert screen_of(app)[0].startswith(" … connecting")
        banner.show("Gone again.")
        await pilot.pause()
        assert screen_of(app)[0] == "· Gone again."


async def test_status_and_meter_show_what_they_are_told() -> None:
    status, meter = StatusBar(INK), MeterLine(INK)
    app = Stage(meter, status)
    async with app.run_test(size=(60, 6)) as pilot:
        status.show(StatusLook(Connection.ONLINE, "ana", 2, 1, (("?", "help"),)))
        meter.show("Hello", "Enter sends")
        await pilot.pause()
        shown = screen_of(app)
        assert " ".join(shown[0].split()) == "Enter sends 5/160 · GSM-7 · 1 segment"
        assert shown[1].startswith(" ● 2 waiting")
        assert shown[1].endswith("? help")


async def test_panel_scrolls_and_starts_over_with_another_conversation() -> None:
    panel = SidePanel(INK)
    app = Stage(panel)
    async with app.run_test(size=(36, 6)) as pilot:
        look = PanelLook(conversation(1, name="Dana", place="Hamilton"))
        panel.show(look)
        await pilot.pause()
        assert screen_of(app)[2:4] == [" Texter", " name      Dana"]
        panel.scroll_lines(99)
        await pilot.pause()
        assert screen_of(app)[5] == " number    (416) 555-0100"
        panel.show(replace(look, conversation=conversation(1, name="Dana W")))
        await pilot.pause()
        assert screen_of(app)[5] == " number    (416) 555-0100"
        panel.show(replace(look, conversation=conversation(2)))
        await pilot.pause()
        assert screen_of(app)[2] == " Texter"
        panel.show(None)
        await pilot.pause()
        assert set(screen_of(app)) == {""}
