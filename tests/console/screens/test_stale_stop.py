"""The stale stop on the screen and in plain lines: held, shown, kept, and sent by one key."""

import json
from pathlib import Path

from tests.console.memoryhub import MemoryHub
from tests.console.plain.shift import at_work
from tests.console.scene import ROSA, SAM, scene
from tests.console.screens.stage import Stage, stage
from tests.console.screens.test_answering import of, opened
from tests.waiting import until
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.entries import conversation_of
from tmchat.core.events import Event
from tmchat.core.plainform import record
from tmchat.link.line import LineState


def sent(hub: MemoryHub) -> list[cmd.SendReply]:
    """The replies that the hub was asked for."""
    return [one for one in hub.asked if isinstance(one, cmd.SendReply)]


def replies(hub: MemoryHub, about: int) -> list[ev.ReplyQueued]:
    """The replies in the journal."""
    events = [record(Event, json.loads(one.text)) for one in hub.journal]
    found = [one.what for one in events if conversation_of(one) == about]
    return [one for one in found if isinstance(one, ev.ReplyQueued) and one.by == "ana"]


def said(desk: Stage) -> str:
    """What stands over the composer, or over what is read where it is about something else."""
    parts = desk.app.main._parts
    return parts.reason.text or parts.notice.text


async def says(desk: Stage, *words: str) -> None:
    """Waits for words to be said, wherever their lines break."""
    await desk.until(lambda: all(one in said(desk) for one in words))


async def scrolled_up(desk: Stage) -> None:
    """Sam's conversation is long, and Ana reads far up in it with a reply begun."""
    sam = of(desk.hub, SAM)
    for number in range(60):
        desk.hub.happen(ev.TextArrived(sam.id, f"line {number}."))
    await opened(desk, SAM)
    await desk.press("r")
    await desk.type("ok")
    await desk.press("escape", "pageup", "pageup")
    await desk.until(lambda: not desk.app.main.timeline.at_latest)
    await desk.press("r")


async def test_what_came_below_while_scrolled_up_was_not_seen(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        await scrolled_up(desk)
        sam = of(hub, SAM)
        seen = desk.app.desk.seen()
        hub.text(sam.id, "No, the other ones")
        await desk.until(lambda: desk.app.desk.inbox.head == hub.head)
        assert desk.app.desk.seen() == seen
        await desk.press("enter")
        await says(desk, "moved on: “No, the other ones”. Ctrl+S sends all the same.")
        assert desk.app.main.composer.text == "ok"
        assert sent(hub) == []
        assert desk.app.main.timeline.at_latest
        await desk.press("ctrl+s")
        await desk.until(lambda: of(hub, SAM).last_line == "ok")
        (asked,) = sent(hub)
        assert asked.seen > seen and asked.anyway
        # By then she had it before her eyes.
        assert not replies(hub, sam.id)[-1].anyway


async def test_what_came_and_is_read_holds_nothing(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        await opened(desk, SAM)
        await desk.press("r")
        await desk.type("ok")
        hub.text(of(hub, SAM).id, "And wipers")
        await desk.until(lambda: desk.app.desk.seen() == of(hub, SAM).last_entry)
        await desk.press("enter")
        await desk.until(lambda: of(hub, SAM).last_line == "ok")
        assert not replies(hub, of(hub, SAM).id)[-1].anyway


async def test_a_reply_held_at_the_hub_names_what_came_and_goes_by_one_key(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        sam = await opened(desk, SAM)
        hub.cut()
        await desk.shows("Offline since")
        await desk.press("r")
        await desk.type("ok")
        await desk.press("enter")
        await desk.shows("queued")
        hub.text(sam.id, "Wait")
        hub.text(sam.id, "No, the other ones")
        hub.reachable = True
        await says(desk, "moved on: 2 came, the newest “No, the other ones”.")
        assert desk.app.main.composer.text == "ok"
        assert replies(hub, sam.id)[1:] == []
        hub.text(sam.id, "Hello?")
        stale = desk.app.desk.seen()
        await desk.until(lambda: desk.app.desk.seen() > stale)
        await desk.press("ctrl+s")
        await desk.until(lambda: of(hub, SAM).last_line == "ok")


async def test_a_reply_given_back_elsewhere_says_where(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        sam = await opened(desk, SAM)
        hub.cut()
        await desk.shows("Offline since")
        await desk.press("r")
        await desk.type("ok")
        await desk.press("enter", "escape", "escape")
        desk.app.main.open(of(hub, ROSA).id)
        hub.text(sam.id, "No, the other ones")
        hub.reachable = True
        await says(desk, "Sam Reed: The conversation moved on")
        assert desk.app.desk.outgoing.text(sam.id) == "ok"


async def test_while_behind_the_banner_says_by_how_much_and_replies_wait(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        await opened(desk, ROSA)
        hub.cut()
        await desk.shows("Offline since")
        await desk.press("r")
        await desk.type("at 4")
        await desk.press("enter")
        await desk.shows("1 held until then.", "queued")
        assert sent(hub) == []
        states: list[str] = []
        hear = desk.app.desk.hear

        def heard(update: object) -> None:
            hear(update)  # type: ignore[arg-type]
            line = desk.app.desk.line
            if line.state is LineState.BEHIND:
                states.append(f"{line.behind} {len(sent(hub))}")

        desk.app.desk.hear = heard  # type: ignore[method-assign]
        for number in range(1_500):
            hub.happen(ev.TextArrived(of(hub, SAM).id, f"line {number}."))
        hub.reachable = True
        await desk.until(lambda: of(hub, ROSA).last_line == "at 4")
        assert states and states[0].startswith("1500 ")
        assert all(state.endswith(" 0") for state in states)


async def test_plain_lines_print_what_came_and_send_it_all_the_same(tmp_path: Path) -> None:
    hub = scene()
    sam = of(hub, SAM).id
    async with at_work(hub, tmp_path) as shift:
        await shift.prints("You are ana")
        shift.type(f"open {sam}")
        await until(lambda: not hub.inbox.unread("ana", of(hub, SAM)))
        hub.cut()
        await shift.prints("Offline.")
        shift.type("reply ok")
        await shift.prints("Held until the line is back.")
        hub.text(sam, "No, the other ones")
        hub.reachable = True
        await shift.prints("No, the other ones")
        await shift.prints("moved on while you wrote")
        await shift.prints("The reply is kept as a draft")
        assert of(hub, SAM).last_line == "No, the other ones"
        shift.type("send anyway")
        await until(lambda: sent(hub)[-1].anyway)
        await until(lambda: of(hub, SAM).last_line == "ok")


async def test_a_text_that_comes_during_the_question_is_not_put_away(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        await opened(desk, ROSA)
        await desk.press("x")
        await desk.shows("still waits")
        hub.text(of(hub, ROSA).id, "Never mind, found one")
        await desk.until(lambda: desk.app.desk.inbox.head == hub.head)
        await desk.press("y")
        await says(desk, "A text came meanwhile; read it, then close.")
        assert not of(hub, ROSA).closed
