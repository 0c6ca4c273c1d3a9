"""What the plain console prints by itself as the desk changes; its commands are `test_verbs`'s."""

import asyncio
from pathlib import Path

from tests.console.memoryhub import MemoryHub
from tests.console.plain.shift import at_work
from tests.console.scene import PARTS, SAM, scene
from tests.waiting import until
from tmchat.core import events as ev
from tmchat.core.records import Delivery
from tmchat.protocol.frames import Bye


def sam_of(hub: MemoryHub) -> int:
    """The conversation of Sam with the parts desk."""
    found = hub.inbox.between(SAM, PARTS)
    assert found is not None
    return found.id


async def test_it_begins_with_who_i_am_and_who_waits(tmp_path: Path) -> None:
    async with at_work(scene(), tmp_path) as shift:
        await shift.prints("You are ana (administrator) at Test desk.")
        row = await shift.prints("Sam Reed (905) 555-0128 -> Maple Auto Parts, Front desk")
        assert "2 unread" in row or "3 unread" in row
        assert "waiting" in row and "yours" in row
        assert row.endswith("And do you take my old ones?")
        assert await shift.prints("held by @ben")


async def test_a_text_is_printed_as_it_comes(tmp_path: Path) -> None:
    hub = scene()
    sam = sam_of(hub)
    async with at_work(hub, tmp_path) as shift:
        await shift.prints("You are ana")
        hub.happen(ev.TextArrived(sam, "Still there?"))
        line = await shift.prints("Still there?")
        who = "Sam Reed (905) 555-0128 -> Maple Auto Parts, Front desk"
        assert line.endswith(f"] #{sam} {who}: Still there?")
        assert line.startswith("[") and line[3] == ":"


async def test_a_text_can_neither_act_nor_pass_for_a_line_of_ours(tmp_path: Path) -> None:
    hub = scene()
    sam = sam_of(hub)
    async with at_work(hub, tmp_path) as shift:
        await shift.prints("You are ana")
        hub.happen(ev.TexterDescribed(sam, "Sam\n[00:00] \x1b]0;x\x07Boss"))
        hub.happen(ev.TextArrived(sam, "a\x1b[2J\x9b\n[12:00] #1 Boss: pay\r\u2028#2\ud83d"))
        hub.happen(ev.TextArrived(sam, "the end"))
        await shift.prints("the end")
        printed = shift.out.getvalue()
        assert not any(ord(one) < 32 and one != "\n" for one in printed)
        assert not any(0x7F <= ord(one) <= 0x9F or 0xD800 <= ord(one) < 0xE000 for one in printed)
        assert not any(line.startswith(("[12:00]", "#2\ufffd", "[00:00]")) for line in shift.lines)
        assert "    [12:00] #1 Boss: pay␍" in shift.lines
        assert "    #2\ufffd" in shift.lines


async def test_what_became_of_my_replies_is_told_and_not_of_others(tmp_path: Path) -> None:
    hub = scene()
    sam = sam_of(hub)
    async with at_work(hub, tmp_path) as shift:
        await shift.prints("You are ana")
        mine = hub.happen(ev.ReplyQueued(sam, "Yes we do", "ref-1", "ana"))
        hub.happen(ev.DeliveryChanged(sam, mine, Delivery.SENDING))
        hub.happen(ev.DeliveryChanged(sam, mine, Delivery.FAILED, "number not in service"))
        await shift.prints("is failed: number not in service")
        await shift.prints("you to Sam Reed (905) 555-0128: Yes we do")
        assert not any("sending" in line for line in shift.lines)


async def test_a_taken_conversation_is_told(tmp_path: Path) -> None:
    hub = scene()
    sam = sam_of(hub)
    async with at_work(hub, tmp_path) as shift:
        await shift.prints("You are ana")
        hub.happen(ev.ConversationTakenOver(sam, "ben", "ana"))
        assert (await shift.prints("@ben took over from ana")).startswith("[")


async def test_a_broken_line_is_told_once_and_its_return_too(tmp_path: Path) -> None:
    hub = scene()
    sam = sam_of(hub)
    async with at_work(hub, tmp_path) as shift:
        await shift.prints("You are ana")
        shift.type(f"open {sam}")
        await shift.prints("Ceramic please")
        hub.cut()
        await shift.prints("Offline. The line to the hub broke. Trying again")
        hub.happen(ev.TextArrived(sam, "while you were away"))
        hub.replays = False
        hub.epoch = "restored"
        hub.reachable = True
        await shift.prints("while you were away")
        assert sum("Offline" in line for line in shift.lines) == 1
        assert sum("You are ana" in line for line in shift.lines) == 2
        assert sum(line.endswith("Sam Reed (905) 555-0128: Ceramic") for line in shift.lines) == 0
        assert sum("Ceramic please" in line for line in shift.lines) == 1


async def test_what_is_printed_of_the_open_conversation_is_read(tmp_path: Path) -> None:
    hub = scene()
    sam = sam_of(hub)
    async with at_work(hub, tmp_path) as shift:
        await shift.prints("You are ana")
        assert hub.inbox.unread("ana", hub.inbox.conversations[sam]) == 3
        shift.type(f"open {sam}")
        await until(lambda: hub.inbox.unread("ana", hub.inbox.conversations[sam]) == 0)
        hub.happen(ev.TextArrived(sam, "one more"))
        await shift.prints("one more")
        await until(lambda: hub.inbox.unread("ana", hub.inbox.conversations[sam]) == 0)
        assert sum("one more" in line for line in shift.lines) == 1


async def test_without_unicode_everything_is_ascii(tmp_path: Path) -> None:
    async with at_work(scene(), tmp_path, unicode=False) as shift:
        await shift.prints("?O manana temprano?")
        assert shift.out.getvalue().isascii()


async def test_a_hub_that_refuses_ends_it(tmp_path: Path) -> None:
    hub = scene()
    async with at_work(hub, tmp_path) as shift:
        await shift.prints("You are ana")
        for wire in hub.wires:
            wire.side.say(Bye("revoked", "Your token was revoked."))
            wire.wake()
        assert await shift.code() == 2
        assert "Signed out: Your token was revoked." in shift.lines


async def test_many_texts_are_all_printed_in_order(tmp_path: Path) -> None:
    hub = scene()
    sam = sam_of(hub)
    async with at_work(hub, tmp_path) as shift:
        await shift.prints("You are ana")
        for number in range(300):
            hub.happen(ev.TextArrived(sam, f"text {number}."))
            if number % 50 == 0:
                await asyncio.sleep(0)
        await shift.prints("text 299.")
        printed = [line for line in shift.lines if ": text " in line]
        assert [line.rpartition(" ")[2] for line in printed] == [f"{one}." for one in range(300)]


async def test_a_late_text_says_so(tmp_path: Path) -> None:
    hub = scene()
    sam = sam_of(hub)
    async with at_work(hub, tmp_path) as shift:
        await shift.prints("You are ana")
        sent = hub.now - 60_000
        hub.happen(ev.TextArrived(sam, "or red?", sent, late=True, overtaken_by=sent + 2_000))
        line = await shift.prints("or red?")
        assert "(late: sent 11:36:30, before the text sent 11:36:32): or red?" in line, line
