"""Claims that went back to the queue: told once to who lost them, not handed to them at once."""

from pathlib import Path

from tests.console.memoryhub import MemoryHub
from tests.console.plain.shift import at_work
from tests.console.scene import LIN, ROSA, SAM, scene
from tests.console.screens.stage import stage
from tests.console.screens.test_answering import of, opened
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.returns import REST, giving_back

TOLD = "Given back while you were away"


def give_back(hub: MemoryHub) -> None:
    """What Ana holds and has not answered goes back."""
    hub.happen(*giving_back(hub.inbox, lambda agent: agent == "ana"))


def waits_alone(hub: MemoryHub, texter: str) -> None:
    """Everybody but `texter` is answered for."""
    for one in list(hub.inbox.conversations.values()):
        if one.waiting_since and one.texter != texter:
            hub.happen(ev.ConversationClosed(one.id, "ben"))


async def test_who_comes_back_is_told_once_and_the_timeline_says_so(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        await opened(desk, SAM)
        hub.cut()
        await desk.shows("Offline since")
        give_back(hub)
        hub.reachable = True
        await desk.shows(TOLD, "Sam Reed.", "given back: ana was away", "unclaimed")
        said = desk.app.desk.given_back()
        assert said == ""
        hub.cut()
        await desk.shows("Offline since")
        hub.replays = False
        hub.reachable = True
        await desk.hides("Offline since")
        assert desk.app.desk.given_back() == ""


async def test_a_console_started_anew_tells_what_still_waits(tmp_path: Path) -> None:
    hub = scene()
    for texter in (ROSA, "+16045550191", "+16045550192", "+16045550193"):
        if texter != ROSA:
            about = hub.happen(ev.ConversationOpened(texter, of(hub, ROSA).number))
            hub.happen(ev.TextArrived(about, "Hello?"))
        hub.happen(ev.ConversationClaimed(of(hub, texter).id, "ana"))
    give_back(hub)
    async with stage(hub, tmp_path) as desk:
        await desk.shows(TOLD, "Sam Reed,", "Rosa Lind,", " 2 more.")


async def test_next_waiting_leaves_it_to_others_for_a_while(tmp_path: Path) -> None:
    hub = scene()
    waits_alone(hub, SAM)
    give_back(hub)
    async with stage(hub, tmp_path) as desk:
        await desk.press("n")
        await desk.shows("Nobody else waits but 1 that was given")
        assert desk.app.desk.open is None
        hub.now += REST
        await desk.press("n")
        await desk.shows("Ceramic please")
        assert desk.app.desk.open == of(hub, SAM)


async def test_by_hand_it_can_be_claimed_at_once(tmp_path: Path) -> None:
    hub = scene()
    give_back(hub)
    async with stage(hub, tmp_path) as desk:
        await opened(desk, SAM)
        await desk.press("c")
        await desk.until(lambda: of(hub, SAM).holder == "ana")


async def test_a_supervisor_releases_what_another_holds_after_a_question(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        await opened(desk, LIN)
        await desk.press("u")
        await desk.shows("ben holds this conversation. Give it back to the queue?")
        hub.happen(ev.ConversationTakenOver(of(hub, LIN).id, "sue", "ben"))
        await desk.press("y")
        await desk.shows("sue holds this conversation by now.")
        assert of(hub, LIN).holder == "sue"
        await desk.press("u", "y")
        await desk.until(lambda: of(hub, LIN).holder == "")
        assert hub.asked[-1] == cmd.Release(of(hub, LIN).id, "sue")


async def test_plain_lines_say_it_too(tmp_path: Path) -> None:
    hub = scene()
    waits_alone(hub, SAM)
    give_back(hub)
    async with at_work(hub, tmp_path) as shift:
        await shift.prints(f"{TOLD}: Sam Reed.")
        shift.type("next")
        await shift.prints("Nobody else waits but 1 that was given back from you")
        shift.type(f"open {of(hub, SAM).id}")
        await shift.prints("given back: ana was away")
        shift.type("claim", "release")
        await shift.prints("Released.")
        assert len([one for one in shift.lines if TOLD in one]) == 1
