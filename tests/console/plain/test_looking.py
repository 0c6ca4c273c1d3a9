"""The plain console's commands that only look, and what it says of company and of haste."""

from pathlib import Path

from tests.console.memoryhub import MemoryHub
from tests.console.plain.shift import Shift, at_work
from tests.console.plain.test_verbs import of, opened
from tests.console.scene import DENTIST, JEAN, LIN, SAM, scene
from tests.waiting import until
from tmchat.console.plain.verbs import VERBS
from tmchat.core import events as ev
from tmchat.core.commands import SendReply
from tmchat.core.presence import Presence
from tmchat.core.questions import Find, FoundTold, Hit
from tmchat.core.records import EntryKind


def finds_texts(hub: MemoryHub, least: int = 0) -> None:
    """Has the hub answer searches with every text of its desk, newest first, in pages of 50."""

    def tell(asked: Find) -> FoundTold:
        hits = [
            Hit(conversation, entry)
            for conversation, entries in hub.entries.items()
            for entry in entries
            if entry.kind is EntryKind.TEXT and entry.id > least
        ]
        hits.sort(key=lambda one: -one.entry.id)
        below = [one for one in hits if not asked.before or one.entry.id < asked.before]
        page = below[: asked.limit]
        return FoundTold(tuple(page), page[-1].entry.id if len(below) > len(page) else 0)

    hub.answers[Find] = tell


async def wait_for(shift: Shift, line: str) -> None:
    """Waits for a line that is exactly so."""
    await until(lambda: line in shift.lines)


async def test_a_search_prints_hits_goes_on_and_opens_one_with_what_was_around(
    tmp_path: Path,
) -> None:
    hub = scene()
    jean = of(hub, JEAN, "+16045550117")
    first = hub.head
    for number in range(70):
        hub.happen(ev.TextArrived(jean.id, f"line {number}."))
    finds_texts(hub, first)
    async with at_work(hub, tmp_path) as shift:
        await shift.prints("You are ana")
        shift.type("hit 1", "search", 'search "line" is:wating', "search line")
        await shift.prints("There is no such hit")
        await shift.prints("Say what to look for; help search tells how.")
        await shift.prints("50 or more found. hit N opens one; search goes on.")
        (asked,) = [one for one in hub.questions if isinstance(one, Find)]
        assert not asked.before
        assert (await shift.prints("1. [")).endswith(": line 69.")
        assert not any(line.startswith("21. ") for line in shift.lines)
        shift.type("search", "search", "search", "search")
        assert (await shift.prints("70. [")).endswith(": line 0.")
        await shift.prints("There are no more.")
        shift.type("hit 65")
        await shift.prints("That is around what was found")
        around = shift.lines[shift.lines.index("Around what was found:") :]
        assert [line.rpartition(" ")[2] for line in around[1:12]] == [
            f"{number}." for number in range(11)
        ]
        assert around[6].startswith("> [")


async def test_what_a_broken_line_left_out_is_fetched_by_gap(tmp_path: Path) -> None:
    hub = scene()
    sam = of(hub, SAM)
    async with at_work(hub, tmp_path) as shift:
        await opened(shift, sam)
        shift.type("gap")
        await shift.prints("Nothing is missing of what was printed.")
        hub.cut()
        await shift.prints("Offline.")
        for number in range(120):
            hub.happen(ev.TextArrived(sam.id, f"missed {number}."))
        hub.reachable, hub.replays = True, False
        await shift.prints("missed 119.")
        await shift.prints("(Something is missing here: gap fetches it.)")
        assert not any(line.endswith("missed 5.") for line in shift.lines)
        shift.type("gap", "gap", "gap")
        await shift.prints("missed 5.")
        await shift.prints("Nothing is missing there now.")


async def test_numbers_and_details_say_what_the_screen_shows(tmp_path: Path) -> None:
    hub = scene()
    async with at_work(hub, tmp_path) as shift:
        await opened(shift, of(hub, SAM))
        shift.type("numbers", "numbers maple front", "numbers nowhere", "details")
        await shift.prints("No tracking number fits.")
        number = await shift.prints("(289) 555-0163 Maple Auto Parts, Front desk; ")
        assert "waiting" in number
        assert shift.lines.count(number) == 2
        await shift.prints("Tracking number: Front desk (289) 555-0163")
        await shift.prints("Group: Maple Auto Parts")
        await shift.prints("Texts from them: ")


async def test_company_is_told_when_it_comes_and_goes_and_we_are_company_to_others(
    tmp_path: Path,
) -> None:
    hub = scene()
    sam = of(hub, SAM)
    async with at_work(hub, tmp_path) as shift:
        await opened(shift, sam)
        await until(lambda: any(look.conversation == sam.id for look in hub.looks))
        hub.tell(Presence("ben", sam.id, True), Presence("ana", sam.id, False))
        await wait_for(shift, f"#{sam.id} ben is typing.")
        shift.type("who")
        await wait_for(shift, "ben is typing.")
        hub.tell(Presence("ben", sam.id, True), Presence("ana", sam.id, False))
        hub.tell()
        await wait_for(shift, f"#{sam.id} nobody else is here any more.")
        assert shift.lines.count(f"#{sam.id} ben is typing.") == 1
        shift.type("who")
        await wait_for(shift, "Nobody else is here.")


async def test_a_text_of_several_lines_is_drafted_line_by_line(tmp_path: Path) -> None:
    hub = scene()
    sam = of(hub, SAM)
    async with at_work(hub, tmp_path) as shift:
        await opened(shift, sam)
        shift.type("draft Yes, we do:", "draft - ceramic", "draft note call back")
        await shift.prints("Draft of a note: call back")
        shift.type("send", "send note")
        await shift.prints("note by you: call back")
        (sent,) = [one for one in hub.asked if isinstance(one, SendReply)]
        assert sent.text == "Yes, we do:\n- ceramic"


async def test_a_reply_sent_all_the_same_says_so(tmp_path: Path) -> None:
    hub = scene()
    sam = of(hub, SAM)
    async with at_work(hub, tmp_path) as shift:
        await opened(shift, sam)
        hub.happen(ev.ReplyQueued(sam.id, "Come by", "r1", "ana", anyway=True))
        assert (await shift.prints(": Come by")).endswith("] you (sent all the same): Come by")
        shift.type("draft On my way", "send all the same")
        await shift.prints("you: On my way")
        assert [one.anyway for one in hub.asked if isinstance(one, SendReply)] == [True]


async def test_commands_of_two_words_and_help_about_one(tmp_path: Path) -> None:
    hub = scene()
    async with at_work(hub, tmp_path) as shift:
        await opened(shift, of(hub, LIN, DENTIST))
        shift.type("Take over", "help send", "help take over", "help fly")
        await shift.prints("Taken over.")
        await wait_for(shift, VERBS["send"].more)
        await wait_for(shift, f"takeover: {VERBS['takeover'].help}")
        await shift.prints("There is no command fly; help lists them.")
        assert "quit: " not in shift.out.getvalue()
