"""Tests of a search as it stands on a console; what fits a query is tested with the hub."""

from datetime import UTC

from tmchat.console.found import Found
from tmchat.core.commands import Refused
from tmchat.core.questions import Find, FoundTold, Hit
from tmchat.core.records import Entry, EntryKind

HITS = tuple(Hit(4, Entry(100 - place, 1, EntryKind.TEXT, "blue")) for place in range(20))


def asked(found: Found, text: str) -> Find:
    wish = found.write(text, UTC)
    assert wish is not None
    return wish


def test_hits_come_page_by_page_as_the_cursor_nears_the_last() -> None:
    found = Found()
    assert found.told(asked(found, "blue"), FoundTold(HITS[:10], read=91))
    assert found.said == "10 or more found."
    assert found.more() is None
    found.move(7)
    more = found.more()
    assert more == Find(found.query, 91, 50)
    assert found.more() is None, "it is asked once"
    assert found.told(more, FoundTold(HITS[10:]))
    assert found.hits == list(HITS)
    assert (found.place, found.said) == (7, "20 found.")
    found.move(50)
    assert found.more() is None


def test_an_answer_to_an_earlier_query_changes_nothing() -> None:
    found = Found()
    early = asked(found, "blu")
    late = asked(found, "blue")
    assert not found.told(early, FoundTold(HITS))
    assert found.told(late, FoundTold(HITS[:1]))
    assert found.hit() == HITS[0]


def test_what_cannot_be_meant_and_what_is_refused_is_said() -> None:
    found = Found()
    assert found.write("is:green", UTC) is None
    assert found.said.startswith("is: takes")
    assert found.write("  ", UTC) is None
    assert found.said == ""
    found.told(asked(found, "blue"), Refused("offline", "The hub cannot be asked."))
    assert found.said == "The hub cannot be asked."
    found.told(asked(found, "blues"), FoundTold((), unindexed=7))
    assert found.said == "Nothing found; 7 entries are not in the index yet."
    assert found.hit() is None
