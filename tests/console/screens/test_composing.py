"""Composing: signs, canned replies, one's own replies; what an answer then does is elsewhere."""

import asyncio
import os
import sys
from pathlib import Path

import pytest
from textual import events

from tests.console.memoryhub import MemoryHub
from tests.console.scene import PARTS, ROSA, SAM, scene
from tests.console.screens.stage import stage
from tests.console.screens.test_answering import of, opened
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
        await desk.press("ctrl+z")
        await desk.press("ctrl+z")
        assert composer.text == "It’s 4… ok"
        await desk.press("ctrl+t")
        await desk.shows("0 characters")


def sent(hub: MemoryHub) -> list[cmd.SendReply]:
    """The replies that the hub was asked to send."""
    return [one for one in hub.asked if isinstance(one, cmd.SendReply)]


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
        await desk.press("ctrl+z")
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
        await desk.type("At 4")
        await desk.press("ctrl+r")
        await desk.shows("No canned replies yet")
        await desk.press("ctrl+s")
        await desk.type("Four")
        await desk.press("enter")
        await desk.shows("Kept as yours: Four.", "mine")
        await desk.press("ctrl+t")
        await desk.type("Six")
        await desk.press("enter")
        await desk.shows("Kept for the team: Six.")
        assert hub.inbox.canned == {"Six": CannedReply("Six", "At 4")}
        await desk.press("ctrl+x")
        await desk.shows("Remove your canned reply")
        await desk.press("y")
        await desk.shows("Removed.")
        await desk.press("ctrl+x", "y")
        await desk.until(lambda: not hub.inbox.canned)
    assert read_canned((tmp_path / "replies.toml").read_text("utf-8")) == ()


async def test_what_names_no_variable_is_not_kept(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        await opened(desk, ROSA)
        await desk.press("r")
        desk.app.main.composer.set_text("Hi {bogus}, {texter.first_name}")
        await desk.press("ctrl+r")
        for key in ("ctrl+s", "ctrl+t"):
            await desk.press(key)
            await desk.shows("There is no {bogus}; there are {texter.first_name},")
            assert "Title for" not in desk.text()
            await desk.press("down")
        assert not (tmp_path / "replies.toml").exists()


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


async def test_own_replies_come_back_into_an_empty_composer(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        await opened(desk, ROSA)
        await desk.press("r")
        composer = desk.app.main.composer
        for words in ("One", "Two"):
            await desk.type(words)
            await desk.press("enter")
            await desk.until(lambda: not desk.app.desk.outgoing.on_its_way())
        await desk.press("escape", "escape")
        await opened(desk, SAM)
        await desk.press("r", "up")
        # Those of the open conversation come first, then the others of late.
        assert composer.text.startswith("Yes! Two sets")
        await desk.press("up", "up")
        assert composer.text == "One"
        await desk.press("up", "down")
        assert composer.text == "Two"
        await desk.press("down", "down")
        assert composer.text == ""
        await desk.press("a", "ctrl+j", "b", "up")
        assert (composer.text, composer.cursor_location) == ("a\nb", (0, 1))


async def test_an_emoji_is_offered_by_its_name_and_tab_takes_one_after_the_other(
    tmp_path: Path,
) -> None:
    async with stage(scene(), tmp_path) as desk:
        await opened(desk, ROSA)
        await desk.press("r")
        composer = desk.app.main.composer
        await desk.press("o", "k", "space", "colon", "s", "m", "i")
        await desk.shows("Tab: 😄 smile")
        await desk.press("tab")
        assert composer.text == "ok 😄"
        await desk.shows("UCS-2 by 😄")
        await desk.press("tab")
        assert composer.text.startswith("ok ")
        assert composer.text not in ("ok 😄", "ok ")
        await desk.press("space", "tab")
        assert desk.app.main.focused is not composer


async def test_a_reply_waits_its_time_and_can_be_taken_back(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path, send_delay=600.0) as desk:
        await opened(desk, ROSA)
        await desk.press("r")
        await desk.type("Soon")
        await desk.press("enter")
        await desk.shows("sends in 600 s, F4 takes it back", "Soon")
        composer = desk.app.main.composer
        assert composer.text == ""
        await desk.press("f4")
        assert composer.text == "Soon"
        await desk.hides("sends in")
        await desk.press("f4")
        await desk.shows("Take a reply back: no reply waits to")
        await desk.press("enter")
        await desk.shows("sends in")
        await desk.press("ctrl+q")
        await desk.shows("it stays a draft. Quit?")
        await desk.press("escape")
        assert not [one for one in hub.asked if isinstance(one, cmd.SendReply)]
        await desk.type("Two")
        await desk.press("enter")
        # One waits in a conversation: the first leaves before the second.
        await desk.until(lambda: [t.text for t in sent(hub)] == ["Soon"])
        await desk.press("escape", "x", "y")
        await desk.until(lambda: of(hub, ROSA).closed)
        assert [one.text for one in sent(hub)] == ["Soon", "Two"]


async def test_a_reply_leaves_when_its_time_is_over(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path, send_delay=0.05) as desk:
        await opened(desk, ROSA)
        await desk.press("r")
        await desk.type("Soon")
        await desk.press("enter")
        await desk.until(lambda: [one.text for one in sent(hub)] == ["Soon"])
        await desk.press("ctrl+t")
        await desk.type("note")
        await desk.press("enter")
        await desk.until(lambda: any(isinstance(one, cmd.AddNote) for one in hub.asked))


async def test_a_console_killed_while_a_reply_waits_has_it_in_the_composer(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path, send_delay=600.0) as desk:
        await opened(desk, ROSA)
        await desk.press("r")
        await desk.type("Kept")
        await desk.press("enter")
        await desk.shows("sends in")
    async with stage(hub, tmp_path) as again:
        await opened(again, ROSA)
        assert again.app.main.composer.text == "Kept"
        assert sent(hub) == []


EDITOR = "import sys; file = open(sys.argv[1], 'r+'); text = file.read(); {then}"


@pytest.mark.parametrize(
    ("then", "text", "said"),
    [
        ("file.write('more\\n')", "Hi\nmore", ""),
        ("sys.exit(3)", "Hi", "The editor ended with 3;"),
    ],
)
async def test_a_text_goes_to_the_editor_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, then: str, text: str, said: str
) -> None:
    monkeypatch.setenv("VISUAL", f'{sys.executable} -c "{EDITOR.format(then=then)}"')
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        await opened(desk, ROSA)
        await desk.press("r")
        await desk.type("Hi")
        await desk.press("ctrl+o")
        await desk.until(lambda: not desk.app.main.composing.away)
        await desk.shows(said)
        composer = desk.app.main.composer
        assert composer.text == text
        assert desk.app.desk.outgoing.text(of(hub, ROSA).id) == text
        assert sent(hub) == []


async def test_what_comes_while_the_editor_has_the_terminal_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = tmp_path / "over"
    os.mkfifo(over)
    monkeypatch.setenv("VISUAL", f"{sys.executable} -c \"open('{over}').read()\"")
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        rosa = await opened(desk, ROSA)
        await desk.press("r", "ctrl+o")
        composing = desk.app.main.composing
        await desk.until(lambda: composing.away)
        await desk.until(lambda: hub.inbox.unread("ana", of(hub, ROSA)) == 0)
        came = hub.text(rosa.id, "Are you there?")
        await desk.until(lambda: desk.app.desk.inbox.head >= came)
        assert desk.app.desk.seen() < came
        assert hub.inbox.unread("ana", of(hub, ROSA)) == 1
        await asyncio.to_thread(over.write_text, "")
        await desk.until(lambda: not composing.away)
        await desk.shows("Are you there?")
        await desk.until(lambda: hub.inbox.unread("ana", of(hub, ROSA)) == 0)


@pytest.mark.parametrize("edited", [False, True])
async def test_a_refused_reply_that_the_hub_turns_out_to_have_leaves_the_composer(
    tmp_path: Path, edited: bool
) -> None:
    hub = scene()
    hub.refusing = cmd.Refused("storage", "The desk's disk is full.")
    async with stage(hub, tmp_path) as desk:
        await opened(desk, SAM)
        await desk.press("r")
        await desk.type("At three")
        await desk.press("enter")
        await desk.shows("The desk's disk is full.")
        if edited:
            await desk.type("!")
        composer = desk.app.main.composer
        assert composer.text == ("At three!" if edited else "At three")
        (asked,) = sent(hub)
        hub.happen(ev.ReplyQueued(asked.conversation, asked.text, asked.client_ref, "ana"))
        await desk.until(lambda: composer.text == ("!" if edited else ""))
        if edited:
            hub.refusing = None
            await desk.press("enter")
            await desk.until(lambda: len(sent(hub)) == 2)
            assert sent(hub)[1].client_ref != asked.client_ref
