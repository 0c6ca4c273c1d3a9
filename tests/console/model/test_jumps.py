"""Which conversations the palette offers for the letters written so far."""

import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from textual.fuzzy import Matcher

from tmchat.console.actions.table import ACTIONS
from tmchat.console.desk import Desk
from tmchat.console.jumps import MOST, Jumps
from tmchat.console.outgoing import Outgoing
from tmchat.core.inbox import Snapshot
from tmchat.core.records import Conversation, TrackingNumber
from tmchat.link.drafts import Drafts
from tmchat.link.updates import StateReplaced

SHOP = "+12895550163"


def desk_of(folder: Path, conversations: Iterable[Conversation]) -> Desk:
    """A desk that has just been told of these."""
    drafts = Drafts(folder, "test", lambda said: None)
    desk = Desk(Outgoing(drafts, lambda: "ref"), lambda: 0)
    known = tuple(conversations)
    head = max((one.last_entry for one in known), default=1)
    numbers = (TrackingNumber(SHOP, name="Front desk"),)
    desk.hear(StateReplaced(Snapshot(head, (), numbers, known)))
    return desk


def one(id: int, **fields: object) -> Conversation:
    """A conversation with the shop."""
    known = {"texter": f"+1905555{id:04}", "number": SHOP, "last_entry": id}
    return Conversation(id, **(known | fields))  # type: ignore[arg-type]


def test_names_and_numbers_go_before_what_was_said_then_who_waits_then_the_newest(
    tmp_path: Path,
) -> None:
    jumps = Jumps(
        desk_of(
            tmp_path,
            [
                one(1, name="Rosa Lind"),
                one(2, name="Sam Reed", last_line="ask Rosa"),
                one(3, name="Rosa Marin", waiting_since=5, waiting_entry=3),
                one(4, name="Rosa Old", closed=True, last_entry=9),
                one(5, name="Nobody"),
            ],
        )
    )
    found = jumps.find("rosa")
    assert [jump.conversation for jump in found] == [3, 4, 1, 2]
    assert found[0].title == "Rosa Marin to Front desk, waiting"
    assert found[1].title == "Rosa Old to Front desk, closed"
    assert found[3].score < found[2].score
    assert [jump.conversation for jump in jumps.find("(905) 555-0005")] == [5]
    assert [jump.conversation for jump in jumps.find("ask front")] == [2]
    assert jumps.find("  ") == []


@pytest.mark.parametrize(
    ("query", "first"),
    [
        *(("mag", "texter"), ("rosa", "texter"), ("weber", "texter")),
        *(("quit", "action"), ("c", "action"), ("tour", "action"), ("note", "action")),
    ],
)
def test_a_texter_stands_before_scattered_letters_and_after_an_actions_own_words(
    query: str, first: str, tmp_path: Path
) -> None:
    (jump,) = Jumps(desk_of(tmp_path, [one(1, name=f"{query.title()}da Lind")])).find(query)
    best = max(Matcher(query).match(action.title) for action in ACTIONS)
    assert (jump.score > best) is (first == "texter")


def test_what_is_offered_can_neither_act_nor_break_the_list(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, [one(1, name="[@click=app.quit]x[/]\n\x1b]0;y\x07", last_line="a\nb")])
    (jump,) = Jumps(desk).find("click")
    assert "\n" not in jump.title + jump.line and "\x1b" not in jump.title


def test_ten_thousand_conversations_are_looked_through_within_a_moment(tmp_path: Path) -> None:
    jumps = Jumps(
        desk_of(
            tmp_path,
            (one(id, name=f"Texter {id}", last_line="Hi " * 20) for id in range(1, 10_001)),
        )
    )
    jumps.find("t")
    began = time.process_time()
    found = jumps.find("texter 99")
    took = time.process_time() - began
    assert len(found) == MOST
    # 12 ms on a slow machine; far more is another order of work.
    assert took < 0.15
