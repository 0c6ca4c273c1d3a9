"""The search on the screen: results while typing, a hit opened amid a long conversation."""

from pathlib import Path

from tests.console.memoryhub import MemoryHub
from tests.console.scene import scene
from tests.console.screens.stage import stage
from tmchat.core.finding import marks
from tmchat.core.questions import Find, FoundTold, Hit, Told
from tmchat.core.records import EntryKind


def searching(hub: MemoryHub) -> MemoryHub:
    """The hub, which finds what it holds by its words."""

    def find(question: Find) -> Told:
        hits = [
            Hit(about, entry)
            for about, entries in hub.entries.items()
            for entry in entries
            if entry.kind is not EntryKind.LINE and marks(entry.text, question.query)
        ]
        newest = sorted(hits, key=lambda hit: -hit.entry.id)
        below = [hit for hit in newest if not question.before or hit.entry.id < question.before]
        page = below[: question.limit]
        return FoundTold(tuple(page), page[-1].entry.id if len(page) < len(below) else 0)

    hub.answers[Find] = find
    return hub


async def test_a_hit_in_a_long_conversation_is_gone_to_with_what_stands_around_it(
    tmp_path: Path,
) -> None:
    hub = searching(scene())
    (first, *_) = hub.inbox.conversations
    for count in range(400):
        hub.text(first, f"line {count} {'needle' if count == 150 else 'hay'}")
    async with stage(hub, tmp_path) as desk:
        await desk.press("s")
        await desk.shows("Search", "is:waiting")
        await desk.type("need")
        await desk.shows("1 found.", "line 150 needle")
        await desk.press("enter")
        await desk.shows("Search: need")
        await desk.press("enter")
        await desk.shows("line 149 hay", "line 150 needle", "line 151 hay", "below")
        assert desk.app.desk.openings.current == first
        await desk.press("s")
        await desk.shows("Search: need", "line 150 needle")
        await desk.press("escape")
        await desk.hides("Search: need")


async def test_hits_of_many_conversations_and_a_query_that_cannot_be_meant(tmp_path: Path) -> None:
    hub = searching(scene())
    async with stage(hub, tmp_path, size=(80, 24)) as desk:
        await desk.press("s")
        await desk.type("the")
        await desk.shows("found.")
        await desk.press("ctrl+u")
        await desk.type("zzzz")
        await desk.shows("Nothing found.")
        await desk.press("escape")
        await desk.hides("Look for")


async def test_a_hub_that_cannot_search_says_so(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        await desk.press("s")
        await desk.type("blue")
        await desk.shows("There is no account.")
