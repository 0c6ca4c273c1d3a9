"""Clocks that differ or jump, as a console shows them: no negative age, a day line each turn."""

import re
from datetime import UTC, datetime

import pytest

from tests.console.scene import SAM, scene
from tests.console.screens.stage import stage
from tmchat.console.looks import timeline_items
from tmchat.console.render.ages import age
from tmchat.console.render.items import DayLine, key_of
from tmchat.core import events as ev
from tmchat.core.records import Entry, EntryKind
from tmchat.core.timeline import Timeline

DAY = 86_400_000
NOON = 1_772_366_400_000


def utc(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC)


def items_of(*times: int) -> list[object]:
    timeline = Timeline(2)
    entries = [Entry(n, at, EntryKind.TEXT, str(n)) for n, at in enumerate(times, 1)]
    timeline.merge(entries, start=True, end=True)
    found = timeline_items(timeline, (), read_upto=99, now=NOON, local=utc)
    keys = [key_of(one) for one in found]
    assert len(set(keys)) == len(keys)
    return [one.day.day if isinstance(one, DayLine) else one.id for one in found]  # type: ignore[union-attr]


def test_each_entry_stands_under_its_own_day_also_after_a_jump() -> None:
    assert items_of(NOON, NOON + 1) == [1, 1, 2]
    assert items_of(NOON, NOON - DAY, NOON - DAY + 1, NOON) == [1, 1, 28, 2, 3, 1, 4]


@pytest.mark.parametrize("ahead", [0, 1, 60_000, DAY, 400 * DAY])
def test_a_moment_to_come_is_now(ahead: int) -> None:
    assert age(NOON + ahead, NOON) == "now"


@pytest.mark.parametrize("jump", [-DAY, DAY])
async def test_a_hub_whose_clock_jumps_shows_ages_by_it_and_keeps_the_order(
    tmp_path_factory: pytest.TempPathFactory, jump: int
) -> None:
    hub = scene()
    async with stage(hub, tmp_path_factory.mktemp("drafts")) as desk:
        before = desk.app.desk.shelf.ids()
        hub.now += jump
        number = next(one.number for one in hub.inbox.conversations.values() if one.texter == SAM)
        about = hub.happen(ev.ConversationOpened("+16045550199", number, "Newest"))
        hub.happen(ev.TextArrived(about, "Am I last?"))
        await desk.until(lambda: desk.app.desk.inbox.head == hub.head)
        assert desk.app.desk.shelf.ids() == [*before, about]
        await desk.shows("Newest", "Am I last?")
        assert not re.search(r"-\d+[mhdw]\b", desk.text())
