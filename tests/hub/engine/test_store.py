"""Tests of the SQLite store: what goes in comes out unchanged, and nobody else writes there."""

import asyncio
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.hub.engine.rig import NUMBER, Clock, open_desk, payload
from tmchat.core.records import Agent, Role
from tmchat.hub.store.interface import AgentRefused, StoredPage, StoreFailed, StoreFull
from tmchat.hub.store.schema import connect, failure
from tmchat.hub.store.sqlite import SqliteStore
from tmchat.hub.switchboard import Switchboard

STRANGE = "half \ud83d, \x1b]52;c;eA==\x07, \u202eright to left, nul \x00, 蓝色 \U0001f600"


def ids(page: StoredPage) -> list[int]:
    return [entry.id for entry in page.entries]


async def test_pages_walk_a_conversation_in_both_directions(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        for index in range(10):
            conv = await desk.text(f"text {index}", key=f"m{index}")
            await desk.text("elsewhere", key=f"other{index}", texter="9055550199")
        newest = await desk.store.page(conv.id, limit=4)
        assert [entry.text for entry in newest.entries] == [f"text {n}" for n in (6, 7, 8, 9)]
        assert (newest.start, newest.end) == (False, True)
        older = await desk.store.page(conv.id, before=ids(newest)[0], limit=6)
        assert [entry.text for entry in older.entries] == [f"text {n}" for n in range(6)]
        assert (older.start, older.end) == (True, False)
        again = await desk.store.page(conv.id, after=ids(older)[-1], limit=3)
        assert ids(again) == ids(newest)[:3]
        assert (again.start, again.end) == (False, False)
        beyond = await desk.store.page(conv.id, after=ids(newest)[-1])
        assert beyond == StoredPage((), start=False, end=True)
        before_all = await desk.store.page(conv.id, before=ids(older)[0])
        assert before_all == StoredPage((), start=True, end=False)
        assert await desk.store.page(999) == StoredPage((), start=True, end=True)


async def test_texts_are_kept_and_exported_exactly_as_sent(tmp_path: Path) -> None:
    body = payload(STRANGE, key="key \udc00")
    async with open_desk(tmp_path) as desk:
        assert (await desk.intake.take(body, {})).texts == 1
    async with open_desk(tmp_path) as desk:
        (conv,) = desk.switchboard.inbox.conversations.values()
        page = await desk.store.page(conv.id)
        assert [entry.text for entry in page.entries] == [STRANGE]
        exported = [(whose.id, entry.text) async for whose, entry in desk.store.export()]
        assert exported == [(conv.id, STRANGE)]
        (raw,) = await desk.store.inbound_list(10)
        assert raw.body == body
        assert await desk.store.known_message("key \udc00")


async def test_export_is_whole_and_can_be_narrowed(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        bodies = [payload(f"{n}", key=f"m{n}") for n in range(1203)]
        await asyncio.gather(*(desk.intake.take(body, {}) for body in bodies))
        clock.now += 60_000
        other = await desk.text("later", key="later", texter="9055550199")

        async def words(**narrowed: int | str) -> list[str]:
            found = desk.store.export(**narrowed)  # type: ignore[arg-type]
            return [entry.text async for _, entry in found]

        assert await words() == [f"{n}" for n in range(1203)] + ["later"]
        assert await words(conversation=other.id) == ["later"]
        assert await words(since=clock.now) == ["later"]
        assert len(await words(number=f"+1{NUMBER}")) == 1204
        assert await words(number="+12245550000") == []


async def test_a_second_hub_is_refused_and_a_neighbour_is_not(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    async with open_desk(tmp_path) as desk:
        with pytest.raises(StoreFailed, match=r"Another hub already runs on .*hub\.db"):
            SqliteStore(path)
        version = await desk.store.revision()
        await desk.text("our own write", key="m1")
        assert await desk.store.revision() == version
        beside = SqliteStore.open_beside(path)
        await beside.add_agent("ana", Role.AGENT, "hash-1")
        beside.close()
        assert await desk.store.revision() != version
        assert await desk.store.agent_by_token("hash-1") == Agent("ana", Role.AGENT)
    SqliteStore(path).close()


async def test_agents_come_and_go(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        store = desk.store
        await store.add_agent("ana", Role.SUPERVISOR, "hash-1")
        with pytest.raises(AgentRefused, match="already an agent called ana"):
            await store.add_agent("ana", Role.AGENT, "hash-2")
        for name in ("", " ana", "a\x1b[2J", "half \ud83d", "x" * 41):
            with pytest.raises(AgentRefused, match="printable"):
                await store.add_agent(name, Role.AGENT, "hash-2")
        await store.disable_agent("ana")
        assert await store.agent_by_token("hash-1") is None
        await store.set_token("ana", "hash-3")
        assert await store.agent_by_token("hash-1") is None
        assert await store.agent_by_token("hash-3") == Agent("ana", Role.SUPERVISOR)
        await store.set_role("ana", Role.ADMINISTRATOR)
        assert await store.agent_by_token("hash-3") == Agent("ana", Role.ADMINISTRATOR)
        for nobody in ("ben", "half \ud83d"):
            with pytest.raises(AgentRefused, match="no agent of this name"):
                await store.set_role(nobody, Role.AGENT)
            with pytest.raises(AgentRefused, match="no agent of this name"):
                await store.disable_agent(nobody)
            with pytest.raises(AgentRefused, match="no agent of this name"):
                await store.set_token(nobody, "hash-4")
        (row,) = await store.agents()
        assert (row.name, row.disabled, row.created_at) == ("ana", False, desk.clock.now)


async def test_the_epoch_lasts_and_a_restored_backup_gets_another(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    async with open_desk(tmp_path) as desk:
        epoch = desk.store.epoch
        await desk.text("one", key="m1")
    with sqlite3.connect(path) as whole, sqlite3.connect(tmp_path / "copy.db") as copy:
        whole.backup(copy)
    whole.close()
    copy.close()
    async with open_desk(tmp_path) as desk:
        assert desk.store.epoch == epoch
        await desk.text("two", key="m2")
    (tmp_path / "copy.db").replace(path)
    async with open_desk(tmp_path) as desk:
        other = desk.store.epoch
        assert other != epoch
    async with open_desk(tmp_path) as desk:
        assert desk.store.epoch == other


def backed_up_earlier(lock: Path) -> None:
    """Makes a copied lock one of an hour ago, which no test can wait for."""
    epoch, head, written = lock.read_text().split()
    lock.write_text(f"{epoch} {head} {int(written) - 3600 * 10**9:020}\n")


@pytest.mark.parametrize("in_place", [True, False])
async def test_a_folder_restored_as_a_whole_is_another_desk(tmp_path: Path, in_place: bool) -> None:
    folder, backup = tmp_path / "desk", tmp_path / "backup"
    folder.mkdir()
    async with open_desk(folder) as desk:
        epoch = desk.store.epoch
        await desk.text("one", key="m1")
    shutil.copytree(folder, backup)
    backed_up_earlier(backup / "hub.db.lock")
    async with open_desk(folder) as desk:
        assert desk.store.epoch == epoch
        await desk.text("two", key="m2")
    if not in_place:
        shutil.rmtree(folder)
    shutil.copytree(backup, folder, dirs_exist_ok=True)
    async with open_desk(folder) as desk:
        other = desk.store.epoch
        assert other != epoch
        assert [one.last_line for one in desk.switchboard.inbox.conversations.values()] == ["one"]
        await desk.text("three", key="m3")
    async with open_desk(folder) as desk:
        assert desk.store.epoch == other


async def test_a_lock_of_before_its_time_was_noted_makes_one_new_epoch(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        epoch = desk.store.epoch
        await desk.text("one", key="m1")
        head = desk.switchboard.past.head
    (tmp_path / "hub.db.lock").write_text(f"{epoch} {head:020}\n")
    async with open_desk(tmp_path) as desk:
        other = desk.store.epoch
        assert other != epoch
    async with open_desk(tmp_path) as desk:
        assert desk.store.epoch == other


async def test_a_database_that_was_copied_elsewhere_is_another_desk(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        epoch = desk.store.epoch
        await desk.text("one", key="m1")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(tmp_path / "hub.db", elsewhere / "hub.db")
    async with open_desk(elsewhere) as desk:
        assert desk.store.epoch != epoch
        assert desk.switchboard.inbox.head > 0
    async with open_desk(tmp_path) as desk:
        assert desk.store.epoch == epoch


async def test_settings_of_the_desk_last(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        assert await desk.store.setting("colour") is None
        await desk.store.keep_setting("colour", "blue")
        await desk.store.keep_setting("colour", "red")
    async with open_desk(tmp_path) as desk:
        assert await desk.store.setting("colour") == "red"
    assert (tmp_path / "hub.db").stat().st_mode & 0o777 == 0o600


async def test_a_file_that_is_no_database_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    path.write_bytes(b"This is a letter to my aunt, and long enough to fill a header." * 20)
    with pytest.raises(StoreFailed, match="not a database"):
        SqliteStore(path)


async def test_databases_of_others_are_refused_in_a_sentence(tmp_path: Path) -> None:
    other = connect(tmp_path / "other.db")
    other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()
    with pytest.raises(StoreFailed, match="another program"):
        SqliteStore(tmp_path / "other.db")
    SqliteStore(tmp_path / "hub.db").close()
    later = connect(tmp_path / "hub.db")
    later.execute("UPDATE desk SET value = '99' WHERE key = 'schema'")
    later.close()
    with pytest.raises(StoreFailed, match="another version of tmchat"):
        SqliteStore(tmp_path / "hub.db")
    with pytest.raises(StoreFailed, match="cannot be opened"):
        SqliteStore(tmp_path)


def test_a_full_disk_is_told_from_other_failures(tmp_path: Path) -> None:
    db = connect(tmp_path / "small.db")
    db.execute("CREATE TABLE lines (words TEXT)")
    db.execute("PRAGMA max_page_count = 2")
    with pytest.raises(sqlite3.Error) as full:
        db.execute("INSERT INTO lines VALUES (?)", ("x" * 100_000,))
    with pytest.raises(sqlite3.Error) as other:
        db.execute("SELECT * FROM nowhere")
    db.close()
    assert isinstance(failure(full.value), StoreFull)
    assert not isinstance(failure(other.value), StoreFull)


async def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "hub.db")
    Switchboard(store, clock=Clock())
    store.close()
    store.close()
    with pytest.raises(StoreFailed, match="closed"):
        await store.known_message("m1")
