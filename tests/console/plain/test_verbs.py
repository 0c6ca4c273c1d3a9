"""The plain console's commands and their guards; what it prints unasked is `test_lines`'s."""

import signal
from pathlib import Path

import pytest

from tests.console.memoryhub import MemoryHub
from tests.console.plain.shift import Shift, at_work
from tests.console.scene import DENTIST, HEATING, JEAN, LIN, PARTS, SAM, STOPPED, scene
from tests.waiting import until
from tmchat.console.plain.verbs import VERBS
from tmchat.core import events as ev
from tmchat.core.commands import (
    AddNote,
    Close,
    LeaveReply,
    LookUpReply,
    OptOut,
    Refused,
    ResendReply,
    SendReply,
    TakeOver,
)
from tmchat.core.events import DeliveryChanged
from tmchat.core.records import Conversation, Delivery


def of(hub: MemoryHub, texter: str, number: str = PARTS) -> Conversation:
    """The conversation of a texter as the hub has it."""
    found = hub.inbox.between(texter, number)
    assert found is not None
    return found


def drafts_in(folder: Path) -> list[Path]:
    """What is left on disk."""
    return list(folder.rglob("*.json"))


async def opened(shift: Shift, conversation: Conversation) -> None:
    """Opens a conversation and waits for its heading and lines."""
    await shift.prints("You are ana")
    shift.type(f"open {conversation.id}", "status")
    await shift.prints("Open: ")


async def test_a_shift_from_a_pipe_ends_when_all_is_answered(tmp_path: Path) -> None:
    hub = scene()
    sam = of(hub, SAM)
    async with at_work(hub, tmp_path) as shift:
        shift.type("next", f"open #{sam.id}", "reply Yes, until 6.", "note told him", "close")
        shift.end_of_input()
        assert await shift.code() == 0
        after = of(hub, SAM)
        assert after.closed and after.last_line == "told him"
        texts = [entry.text for entry in hub.entries[sam.id]]
        assert "Yes, until 6." in texts
        reply = next(one for one in hub.asked if isinstance(one, SendReply))
        assert reply.seen == sam.last_entry
        assert any(line.endswith("] you: Yes, until 6.") for line in shift.lines)
        assert shift.lines[-1] == "Closed."
    assert not drafts_in(tmp_path)


async def test_quit_ends_and_leaves_the_rest_unread(tmp_path: Path) -> None:
    async with at_work(scene(), tmp_path) as shift:
        shift.type("", "  STATUS ", "quit", "list all")
        assert await shift.code() == 0
        assert not any("Jean" in line for line in shift.lines)


async def test_a_signal_ends_it_with_its_code(tmp_path: Path) -> None:
    async with at_work(scene(), tmp_path) as shift:
        await shift.prints("You are ana")
        signal.raise_signal(signal.SIGTERM)
        assert await shift.code() == 143


@pytest.mark.parametrize(
    ("command", "there", "absent"),
    [
        ("list", "Rosa Lind", "Jean Côté"),
        ("list mine", "Sam Reed", "Rosa Lind"),
        ("list all", "Jean Côté", "Nothing"),
        ("list jean", "a reply may not have arrived", "Rosa Lind"),
        ("list waiting google", "林 小雨", "Sam Reed"),
        ("list closed", "Nothing is listed here.", "Sam Reed"),
    ],
)
async def test_lists_are_the_screens_views_and_filter(
    tmp_path: Path, command: str, there: str, absent: str
) -> None:
    async with at_work(scene(), tmp_path) as shift:
        await shift.prints("You are ana")
        shift.type("status", command, "help")
        await shift.prints("status: ")
        await shift.prints("quit: ")
        listed = shift.out.getvalue().split("in all.\n")[-1].split("list [waiting")[0]
        assert there in listed
        assert absent not in listed


async def test_help_names_every_command(tmp_path: Path) -> None:
    async with at_work(scene(), tmp_path) as shift:
        shift.type("help", "quit")
        await shift.code()
        for verb in VERBS.values():
            assert f"{verb.usage}: {verb.help}" in shift.lines


async def test_wrong_commands_get_a_sentence(tmp_path: Path) -> None:
    async with at_work(scene(), tmp_path) as shift:
        shift.type("fly\x1b[2J", "open 9999", "open x", "open " + "9" * 30, "reply hi", "close")
        shift.type("claim", "older", "send", "drop", "takeover", "unread", "note", "quit")
        assert await shift.code() == 2
        assert "There is no command fly␛[2j; help lists them." in shift.lines
        assert sum("There is no such conversation" in line for line in shift.lines) == 3
        assert sum("Open a conversation first." in line for line in shift.lines) == 9


async def test_a_closed_conversation_is_not_claimed_and_comes_back(tmp_path: Path) -> None:
    hub = scene()
    sam = of(hub, SAM)
    async with at_work(hub, tmp_path) as shift:
        await opened(shift, sam)
        shift.type("close")
        await shift.prints("The texter still waits for an answer")
        assert not any(isinstance(one, Close) for one in hub.asked)
        shift.type("close anyway")
        await shift.prints("Closed.")
        shift.type("claim")
        await shift.prints("The conversation is closed; reopen it first.")
        shift.type("reopen", "claim", "release")
        await shift.prints("Released.")
        assert not of(hub, SAM).closed and not of(hub, SAM).holder


async def test_taking_over_names_who_held_it(tmp_path: Path) -> None:
    hub = scene()
    lin = of(hub, LIN, DENTIST)
    async with at_work(hub, tmp_path) as shift:
        await opened(shift, lin)
        shift.type("reply hello")
        await shift.prints("ben holds this conversation; take over first.")
        await shift.prints("The reply is kept as a draft")
        shift.type("takeover", "send")
        await shift.prints("Taken over.")
        await shift.prints("you: hello")
        assert TakeOver(lin.id, "ben") in hub.asked


async def test_nothing_is_sent_to_who_opted_out(tmp_path: Path) -> None:
    hub = scene()
    async with at_work(hub, tmp_path) as shift:
        await opened(shift, of(hub, STOPPED))
        await shift.prints("This texter opted out: nothing can be sent.")
        shift.type("reply please come back")
        await shift.prints("nothing can be sent to them.")
        shift.type("note gone", "status")
        await shift.prints("note by you: gone")
        assert not any(isinstance(one, SendReply) for one in hub.asked)


async def test_a_likely_opt_out_is_named_dismissed_and_confirmed(tmp_path: Path) -> None:
    hub = scene()
    sam = of(hub, SAM)
    async with at_work(hub, tmp_path) as shift:
        await opened(shift, sam)
        shift.type("dismiss")
        await shift.prints("No text here may be an opt-out.")
        hub.text(sam.id, "leave me alone with the old pads")
        await shift.prints("this may be an opt-out")
        shift.type("dismiss")
        await shift.prints("you dismissed it: no opt-out")
        hub.text(sam.id, "stop texting me")
        await shift.prints(": stop texting me")
        shift.type(f"open {sam.id}")
        await shift.prints("A text here may be an opt-out: optout locks replies")
        shift.type("optout", "reply sorry")
        await shift.prints("Opted out.")
        await shift.prints("nothing can be sent to them.")
        assert OptOut(sam.id, of(hub, SAM).opt_out_entry) in hub.asked


async def test_a_reply_of_unknown_delivery_is_sent_again_or_left(tmp_path: Path) -> None:
    hub = scene()
    jean = of(hub, JEAN, HEATING)
    (entry,) = jean.unknown
    async with at_work(hub, tmp_path) as shift:
        await opened(shift, jean)
        await shift.prints("resend sends it again, leave leaves it.")
        shift.type("resend")
        await shift.prints("you had a reply sent again that may have arrived")
        (again,) = [one for one in hub.asked if isinstance(one, ResendReply)]
        assert again.client_ref
        assert (again.entry, again.seen) == (entry, jean.last_entry)
        shift.type("leave")
        await shift.prints("No reply here may or may not have arrived.")
        hub.happen(DeliveryChanged(jean.id, entry, Delivery.UNKNOWN, "Cut.", hub.head))
        await shift.prints("is unknown: Cut.")
        shift.type("leave")
        await shift.prints("you left a reply as it is: nobody knows whether it arrived")
        assert LeaveReply(jean.id, entry) in hub.asked


async def test_a_reply_is_looked_up_and_a_silent_carrier_is_told_once(tmp_path: Path) -> None:
    hub = scene()
    jean = of(hub, JEAN, HEATING)
    async with at_work(hub, tmp_path) as shift:
        await opened(shift, jean)
        hub.carrier(listing=True, trouble="The carrier does not answer; 1 reply waits.")
        hub.carrier(listing=True, trouble="The carrier does not answer; 2 replies wait.")
        await shift.prints("The carrier does not answer")
        hub.carrier(listing=True)
        await shift.prints("The carrier answers again.")
        assert len([line for line in shift.lines if "does not answer" in line]) == 1
        shift.type(f"open {jean.id}")
        await shift.prints("lookup asks the carrier, leave leaves it.")
        shift.type("lookup")
        await shift.prints("The carrier has it: it was sent.")
        assert LookUpReply(jean.id, *jean.unknown) in hub.asked


async def test_a_refused_reply_stays_a_draft_that_nothing_overwrites(tmp_path: Path) -> None:
    hub = scene()
    sam = of(hub, SAM)
    async with at_work(hub, tmp_path) as shift:
        await opened(shift, sam)
        hub.refusing = Refused("held", "The conversation moved on while you wrote.")
        shift.type("reply first words")
        await shift.prints(f"#{sam.id} The conversation moved on while you wrote.")
        shift.type("reply other words")
        await shift.prints("There is a draft of a reply here already.")
        await shift.prints("Draft of a reply: first words")
        hub.refusing = None
        shift.type("send anyway")
        await shift.prints("you: first words")
        last = [one for one in hub.asked if isinstance(one, SendReply)][-1]
        assert last.anyway and last.text == "first words"
    async with at_work(hub, tmp_path) as shift:
        await opened(shift, sam)
        assert not any("Draft" in line for line in shift.lines)


@pytest.mark.parametrize("typed", ["reply first words", "claim", "snooze"])
async def test_what_the_hub_refused_is_told_by_the_exit_code(tmp_path: Path, typed: str) -> None:
    hub = scene()
    async with at_work(hub, tmp_path) as shift:
        await opened(shift, of(hub, SAM))
        hub.refusing = Refused("busy", "Not now.")
        shift.type(typed)
        shift.end_of_input()
        assert await shift.code() == 2
        assert any("Not now." in line for line in shift.lines)


async def test_a_draft_of_another_run_is_shown_and_can_be_dropped(tmp_path: Path) -> None:
    hub = scene()
    sam = of(hub, SAM)
    hub.refusing = Refused("busy", "Not now.")
    async with at_work(hub, tmp_path) as shift:
        await opened(shift, sam)
        shift.type("note for later")
        await shift.prints("The note is kept")
    hub.refusing = None
    async with at_work(hub, tmp_path) as shift:
        await opened(shift, sam)
        await shift.prints("Draft of a note: for later")
        shift.type("drop", "drop note", "send note")
        await shift.prints("The draft is gone.")
        await until(lambda: sum("There is no draft here." in one for one in shift.lines) == 2)
        assert hub.asked[-1] != AddNote(sam.id, "for later")


async def test_a_reply_over_a_broken_line_is_held_and_leaves_once(tmp_path: Path) -> None:
    hub = scene()
    sam = of(hub, SAM)
    async with at_work(hub, tmp_path) as shift:
        await opened(shift, sam)
        hub.cut()
        await shift.prints("Offline.")
        shift.type("reply see you at six", "claim", "list mine")
        await shift.prints("Held until the line is back.")
        await shift.prints("Not connected to the hub; try again when the line is back.")
        shift.end_of_input()
        hub.reachable = True
        assert await shift.code() == 2, "the claim was not done"
        assert [one.text for one in hub.asked if isinstance(one, SendReply)] == ["see you at six"]


async def test_older_lines_come_page_by_page_to_the_beginning(tmp_path: Path) -> None:
    hub = scene()
    jean = of(hub, JEAN, "+16045550117")
    for number in range(150):
        hub.happen(ev.TextArrived(jean.id, f"line {number}."))
    async with at_work(hub, tmp_path) as shift:
        await opened(shift, jean)
        assert not any("line 129." in line for line in shift.lines)
        for _ in range(9):
            shift.type("older")
        await shift.prints("This is the beginning.")
        for number in range(150):
            assert sum(line.endswith(f" line {number}.") for line in shift.lines) >= 1
        assert sum(line.endswith(": line 100.") for line in shift.lines) == 1
        assert any("Bonjour" in line for line in shift.lines)


async def test_unread_leaves_the_conversation_and_the_newest_text_unread(tmp_path: Path) -> None:
    hub = scene()
    sam = of(hub, SAM)
    async with at_work(hub, tmp_path) as shift:
        await opened(shift, sam)
        await until(lambda: hub.inbox.unread("ana", of(hub, SAM)) == 0)
        shift.type("unread")
        await shift.prints("Marked unread.")
        assert hub.inbox.unread("ana", of(hub, SAM)) == 1


async def test_next_goes_by_who_waits_longest(tmp_path: Path) -> None:
    hub = scene()
    async with at_work(hub, tmp_path) as shift:
        await shift.prints("You are ana")
        free = [one for one in hub.inbox.conversations.values() if one.holder in ("", "ana")]
        longest = min((one.waiting_since, one.id) for one in free if one.waiting_since)[1]
        shift.type("next", "status")
        assert (await shift.prints("Open: ")).startswith(f"Open: #{longest} ")
