"""Composing: signs, canned replies, one's own replies; what an answer then does is elsewhere."""

from pathlib import Path

from textual import events

from tests.console.memoryhub import MemoryHub
from tests.console.scene import PARTS, ROSA, scene
from tests.console.screens.stage import stage
from tests.console.screens.test_answering import opened
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.records import CannedReply
from tmchat.link.cannedfile import read_canned


async def test_a_key_makes_signs_plain_says_which_and_can_be_undone(tmp_path: Path) -> None:
    async with stage(scene(), tmp_path) as desk:
        await opened(desk, ROSA)
        await desk.press("r")
        composer = desk.app.main.composer
        composer.post_message(events.Paste("It’s 4… ok"))
        await desk.shows("10/70 · UCS-2 by ’ +1 · 1 segment", "Ctrl+G GSM-7")
        await desk.press("left", "left", "ctrl+g")
        await desk.shows("Replaced ’ by ', … by ...: now GSM-7.", "12/160 · GSM-7 · 1 segment")
        await desk.type("!")
        assert composer.text == "It's 4... !ok"
        composer.undo()
        composer.undo()
        assert composer.text == "It’s 4… ok"
        await desk.press("ctrl+t")
        await desk.shows("0 characters")


HOURS = CannedReply("Opening hours", "We are open 9 to 6.")
GREETING = CannedReply("Greeting", "Hi {texter.first_name}, {agent.name} here.")
ABROAD = CannedReply("Abroad", "Hello {texter.place}!")


def team(*replies: CannedReply) -> MemoryHub:
    """The desk with canned replies of the team's."""
    hub = scene()
    hub.happen(*(ev.CannedKept(one, "sue") for one in replies))
    return hub


async def test_canned_replies_are_found_filled_in_and_stacked_at_the_cursor(tmp_path: Path) -> None:
    async with stage(team(HOURS, GREETING), tmp_path) as desk:
        await opened(desk, ROSA)
        await desk.press("r")
        await desk.type("ab")
        await desk.press("left", "ctrl+r")
        await desk.shows("Canned replies: 2", "Hi Rosa, ana here.", "team")
        await desk.type("greet")
        await desk.shows("Canned replies: 1")
        await desk.press("tab", "ctrl+u")
        await desk.type("hour")
        await desk.press("enter")
        composer = desk.app.main.composer
        await desk.until(lambda: desk.app.screen is desk.app.main)
        assert composer.text == "aHi Rosa, ana here.We are open 9 to 6.b"
        composer.undo()
        assert composer.text == "aHi Rosa, ana here.b"
        await desk.press("ctrl+r")
        await desk.shows("Canned replies: 2")
        await desk.press("escape")
        assert not [one for one in desk.hub.asked if isinstance(one, cmd.SendReply)]


async def test_a_blank_is_marked_holds_the_reply_and_is_written_over(tmp_path: Path) -> None:
    hub = team(ABROAD)
    hub.happen(ev.ConversationOpened("+12025550177", PARTS))
    hub.text(hub.inbox.head, "Hi")
    async with stage(hub, tmp_path) as desk:
        await opened(desk, "+12025550177")
        await desk.press("r", "ctrl+r", "enter")
        await desk.shows("Hello [? place]!")
        composer = desk.app.main.composer
        assert composer.selected_text == "[? place]"
        await desk.press("right", "enter")
        await desk.shows("[? place] is still to be filled in")
        assert composer.selected_text == "[? place]"
        await desk.type("you")
        await desk.press("enter")
        await desk.until(lambda: composer.text == "")
        (sent,) = [one for one in hub.asked if isinstance(one, cmd.SendReply)]
        assert sent.text == "Hello you!"


async def test_what_is_written_is_kept_as_mine_for_the_team_and_removed(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        await opened(desk, ROSA)
        await desk.press("r")
        await desk.type("See you at 4")
        await desk.press("ctrl+r")
        await desk.shows("No canned replies yet")
        await desk.press("ctrl+s")
        await desk.type("At four")
        await desk.press("enter")
        await desk.shows("Kept as yours: At four.", "mine")
        await desk.press("ctrl+t")
        await desk.type("For all")
        await desk.press("enter")
        await desk.shows("Kept for the team: For all.")
        assert hub.inbox.canned == {"For all": CannedReply("For all", "See you at 4")}
        await desk.press("ctrl+x")
        await desk.shows("Remove your canned reply")
        await desk.press("y")
        await desk.shows("Removed.")
        await desk.press("ctrl+x", "y")
        await desk.until(lambda: not hub.inbox.canned)
    assert read_canned((tmp_path / "replies.toml").read_text("utf-8")) == ()


async def test_what_is_taken_often_comes_first_also_next_time(tmp_path: Path) -> None:
    hub = team(HOURS, GREETING)
    async with stage(hub, tmp_path) as desk:
        await opened(desk, ROSA)
        await desk.press("r", "ctrl+r")
        await desk.type("hours")
        await desk.press("enter")
        await desk.until(lambda: desk.app.screen is desk.app.main)
    async with stage(hub, tmp_path) as again:
        await opened(again, ROSA)
        await again.press("r", "ctrl+r")
        await again.shows("Canned replies: 2")
        text = again.text()
        assert text.index("Opening hours") < text.index("Greeting")
