"""A backup: whole as of one moment under writes, private, and never over another file."""

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.hub.engine.rig import open_desk
from tmchat.hub.store.backup import back_up
from tmchat.hub.store.interface import StoreFailed


async def test_a_copy_made_under_writes_is_whole_and_opens(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.text("before", key="before")
        copying = asyncio.create_task(
            asyncio.to_thread(back_up, tmp_path / "hub.db", tmp_path / "copy.db")
        )
        written = 0
        while not copying.done() or written < 20:
            await desk.text(f"text {written}", key=f"key {written}")
            written += 1
        assert await copying == (tmp_path / "copy.db").stat().st_size
        # A copy of the file alone lacks what is in the log beside it.
        assert (tmp_path / "hub.db-wal").stat().st_size > 0
        later = tmp_path / "later.db"
        await asyncio.to_thread(back_up, tmp_path / "hub.db", later)
        head = desk.switchboard.inbox.head
    for name in ("copy.db", "later.db"):
        with closing(sqlite3.connect(tmp_path / name)) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    restored = tmp_path / "restored"
    restored.mkdir()
    later.rename(restored / "hub.db")
    async with open_desk(restored) as again:
        assert again.switchboard.inbox.head == head
        (conversation,) = again.switchboard.inbox.conversations.values()
        assert conversation.inbound == written + 1
    assert not [name for name in os.listdir(tmp_path) if name.startswith(".")]


async def test_what_cannot_be_backed_up_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoreFailed, match="There is no database"):
        back_up(tmp_path / "hub.db", tmp_path / "copy.db")
    async with open_desk(tmp_path) as desk:
        await desk.text("one", key="m1")
    other = tmp_path / "other.db"
    other.write_bytes(b"mine")
    with pytest.raises(StoreFailed, match="is there already"):
        back_up(tmp_path / "hub.db", other)
    assert other.read_bytes() == b"mine"
    with pytest.raises(StoreFailed, match="cannot be written: No such file"):
        back_up(tmp_path / "hub.db", tmp_path / "nowhere" / "copy.db")
    with pytest.raises(StoreFailed, match="not a database"):
        back_up(other, tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "foreign.db")) as foreign:
        foreign.execute("CREATE TABLE something (a)")
    with pytest.raises(StoreFailed, match="no database of a hub"):
        back_up(tmp_path / "foreign.db", tmp_path / "copy.db")
    assert not [name for name in os.listdir(tmp_path) if "copy" in name]
