"""A reply of unknown delivery on the screen: seen, sent again, looked up, left; and the banner of a
carrier that does not answer."""

from pathlib import Path

import pytest

from tests.console.memoryhub import ANA, MemoryHub
from tests.console.scene import JEAN, SAM, scene
from tests.console.screens.stage import stage
from tests.console.screens.test_answering import of, opened
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.records import Delivery


def unknown(hub: MemoryHub) -> int:
    """Jean's unknown reply, in a conversation that Ana holds."""
    jean = of(hub, JEAN)
    hub.happen(ev.ConversationClaimed(jean.id, ANA.name))
    (entry,) = jean.unknown
    return entry


def asked(hub: MemoryHub) -> list[cmd.Command]:
    """The commands about unknown replies that reached the hub."""
    kinds = (cmd.ResendReply, cmd.LookUpReply, cmd.LeaveReply)
    return [one for one in hub.asked if isinstance(one, kinds)]


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_what_is_unknown_says_so_and_how_to_go_on(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    hub = scene()
    unknown(hub)
    async with stage(hub, tmp_path, size=size) as desk:
        await opened(desk, JEAN)
        await desk.shows("? unknown", "R sends it again, U leaves it.")
        assert "looks it up" not in desk.text()
        hub.carrier(listing=True)
        await desk.shows("L looks it up")


async def test_sending_again_asks_first_and_carries_what_was_seen(tmp_path: Path) -> None:
    hub = scene()
    entry = unknown(hub)
    async with stage(hub, tmp_path) as desk:
        jean = await opened(desk, JEAN)
        await desk.press("R")
        await desk.shows("Oui, quelle surface ?", "would then arrive twice")
        await desk.press("escape")
        assert not asked(hub)
        await desk.press("R", "y")
        await desk.shows("you had a reply sent again", "queued")
        (command,) = asked(hub)
        assert isinstance(command, cmd.ResendReply)
        assert (command.entry, command.seen) == (entry, jean.last_entry)
        assert command.client_ref
        await desk.hides("leaves it.")
        hub.happen(ev.DeliveryChanged(jean.id, entry, Delivery.SENT, decided=hub.head))
        await desk.shows("✓ sent")


async def test_a_texter_who_stops_while_one_is_asked_is_not_texted_again(tmp_path: Path) -> None:
    hub = scene()
    unknown(hub)
    async with stage(hub, tmp_path) as desk:
        jean = await opened(desk, JEAN)
        await desk.press("R")
        await desk.shows("would then arrive twice")
        hub.text(jean.id, "STOP")
        await desk.until(lambda: desk.app.desk.inbox.head == hub.head)
        await desk.press("y")
        await desk.shows("This texter opted out")
        assert not asked(hub)


async def test_leaving_asks_and_takes_the_mark_away(tmp_path: Path) -> None:
    hub = scene()
    entry = unknown(hub)
    async with stage(hub, tmp_path) as desk:
        jean = await opened(desk, JEAN)
        await desk.press("U")
        await desk.shows("Leave it at that?")
        await desk.press("y")
        await desk.shows("ana left it", "Left as it is.", "? unknown")
        assert asked(hub) == [cmd.LeaveReply(jean.id, entry)]
        assert of(hub, JEAN).unknown == ()
        await desk.press("R")
        await desk.shows("Send again: no reply here is of unknown")


async def test_looking_up_is_there_where_there_is_a_listing(tmp_path: Path) -> None:
    hub = scene()
    entry = unknown(hub)
    async with stage(hub, tmp_path) as desk:
        jean = await opened(desk, JEAN)
        await desk.press("L")
        await desk.shows("Look a reply up: the carrier has no")
        hub.carrier(listing=True)
        await desk.until(lambda: desk.app.desk.carrier.listing)
        await desk.press("L")
        await desk.shows("✓ sent")
        assert asked(hub) == [cmd.LookUpReply(jean.id, entry)]


async def test_the_reply_under_the_cursor_is_meant(tmp_path: Path) -> None:
    hub = scene()
    sam = of(hub, SAM)
    entries = []
    for words in ("first", "second"):
        entry = hub.happen(ev.ReplyQueued(sam.id, words, f"ref-{words}", ANA.name))
        hub.happen(ev.DeliveryChanged(sam.id, entry, Delivery.UNKNOWN, "Cut."))
        entries.append(entry)
    async with stage(hub, tmp_path) as desk:
        await opened(desk, SAM)
        await desk.press("U")
        await desk.shows("“second” may have arrived")
        await desk.press("escape", "k", "k", "U")
        await desk.shows("“first” may have arrived")
        await desk.press("y")
        await desk.until(lambda: of(hub, SAM).unknown == (entries[1],))


async def test_a_carrier_that_does_not_answer_stands_over_the_screen(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        hub.carrier(trouble="The carrier does not answer; 12 replies wait.")
        await desk.shows("! The carrier does not answer; 12 replies wait.")
        hub.carrier()
        await desk.hides("does not answer")
        hub.carrier(trouble="The carrier does not answer; 1 reply waits.")
        await desk.shows("1 reply waits.")
        hub.cut()
        hub.reachable = True
        await desk.hides("does not answer")
