"""The journal of changes to the account in the store: by index, by target, intent and outcome."""

import sqlite3
from pathlib import Path
from typing import Any

from tests.hub.engine.rig import Desk, open_desk
from tmchat.core import events as ev
from tmchat.core.records import NumberGroup, TrackingNumber
from tmchat.core.setup.plans import Kind, Plan, Target
from tmchat.core.setup.trees import Difference
from tmchat.hub.store.schema import CHANGE_EVENTS

FRONT, BACK = Target(Kind.NUMBER, 7), Target(Kind.NUMBER, 77)


def plan(target: Target, after: Any) -> Plan:
    """A plan that sets a name."""
    return Plan(target, "+12245550121", "v", (Difference("name", None, after),))


def intent(target: Target, ref: str = "") -> ev.ChangeIntended:
    """A change about to be asked for."""
    return ev.ChangeIntended(
        "ChangeSetup", target, "+12245550121", "ada", plan=plan(target, "x"), client_ref=ref
    )


async def happen(desk: Desk, *what: ev.Happening) -> int:
    """Records it; the number of the first event."""
    return (await desk.switchboard.record(lambda inbox: what))[0].n


async def changes(desk: Desk, target: Target | None = None, before: int = 0) -> list[int]:
    """The numbers of the change events, newest first."""
    found = await desk.store.changes(before=before, limit=100, target=target)
    return [event.n for event in found]


async def test_changes_are_found_by_target_and_in_pages(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        first = await happen(desk, ev.SetupChanged(plan(FRONT, "one"), "ada"))
        await desk.text("hello", key="m1")
        second = await happen(desk, ev.SetupChanged(plan(BACK, "two"), "ada"))
        number = TrackingNumber("+12245550121", id=7)
        third = await happen(desk, ev.NumberAttached(number, "ada"))
        made = ev.SetupMade(Target(Kind.GROUP, 7), "Tyres", "ada", "made the group")
        fourth = await happen(desk, made)
        assert await changes(desk) == [fourth, third, second, first]
        assert await changes(desk, FRONT) == [third, first]
        assert await changes(desk, BACK) == [second]
        assert await changes(desk, Target(Kind.GROUP, 7)) == [fourth]
        assert await changes(desk, before=second) == [first]


async def test_what_telmetrics_sent_is_no_change_whatever_it_says(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        odd = {"kind": "unknown", "called": "x", "plain": {"is": "SetupChanged", "target": 7}}
        await happen(desk, ev.NumberListed(TrackingNumber("+12245550121", id=7, route=odd)))
        assert await changes(desk) == []


async def test_an_intent_finds_its_own_outcome(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        first = await happen(desk, intent(FRONT))
        second = await happen(desk, intent(BACK))
        assert await desk.store.outcome_of(first) is None
        failed = ev.ChangeFailed(second, BACK, "+12245550121", "ada", "No.")
        outcome = await happen(desk, failed)
        changed = await happen(desk, ev.SetupChanged(plan(FRONT, "x"), "ada", intent=first))
        for n, wanted in ((first, changed), (second, outcome)):
            found = await desk.store.outcome_of(n)
            assert found is not None
            assert found.n == wanted
        event = await desk.store.event(first)
        assert event is not None
        assert event.what == intent(FRONT)
        assert await desk.store.event(999) is None


async def test_a_ref_leads_to_the_newest_intent_that_carried_it(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        first = await happen(desk, intent(FRONT, "ref \ud800"))
        assert await desk.store.reply_by_ref("ref \ud800") == first
        again = await happen(desk, intent(FRONT, "ref \ud800"))
        assert await desk.store.reply_by_ref("ref \ud800") == again


async def test_a_group_that_is_gone_is_gone_from_the_file(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await happen(desk, ev.GroupListed(NumberGroup(5, "Tyres")))
        await happen(desk, ev.GroupUnlisted(5))
        await happen(desk, ev.GroupListed(NumberGroup(6, "Rims")), ev.GroupUnlisted(6))
        assert desk.switchboard.inbox.groups == {}
    async with open_desk(tmp_path) as desk:
        assert desk.switchboard.inbox.groups == {}


async def test_changes_are_read_by_their_index_which_an_older_file_gets(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await happen(desk, intent(FRONT))
    with sqlite3.connect(tmp_path / "hub.db") as db:
        db.execute("DROP INDEX journal_changes")
    db.close()
    async with open_desk(tmp_path) as desk:
        assert len(await changes(desk)) == 1
    with sqlite3.connect(tmp_path / "hub.db") as db:
        steps = db.execute(
            f"EXPLAIN QUERY PLAN SELECT body FROM journal WHERE {CHANGE_EVENTS} AND n < 9"
            " ORDER BY n DESC"
        ).fetchall()
    db.close()
    assert "journal_changes" in str(steps)
