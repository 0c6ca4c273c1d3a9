"""Tests of the store's transactions and of texts it must carry; the tables are tested in use."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tmchat.sandbox.schema import STEPS
from tmchat.sandbox.store import Store, dump


@pytest.fixture
def store() -> Iterator[Store]:
    """An open store in memory."""
    opened = Store("")
    opened.open()
    yield opened
    opened.close()


def owner(store: Store, name: str) -> int:
    """The id of a new row in a simple table."""
    return store.insert("group_owners", name=name, status="active")


def test_callbacks_run_after_the_commit_in_order(store: Store) -> None:
    seen: list[object] = []
    with store.transaction():
        store.after_commit(lambda: seen.append("first"))
        store.after_commit(lambda: seen.append(store.value("SELECT count(*) FROM group_owners")))
        owner(store, "Ada")
        assert seen == []
    assert seen == ["first", 1]
    store.after_commit(lambda: seen.append("at once"))
    assert seen[-1] == "at once"


def test_an_undone_transaction_leaves_neither_rows_nor_callbacks(store: Store) -> None:
    seen: list[str] = []
    with pytest.raises(ValueError, match="on purpose"), store.transaction():
        owner(store, "Ada")
        store.after_commit(lambda: seen.append("never"))
        raise ValueError("on purpose")
    with store.transaction():
        owner(store, "Bo")
    assert [row["name"] for row in store.rows("SELECT name FROM group_owners")] == ["Bo"]
    assert seen == []


def test_ids_have_the_documented_width_and_are_not_reused(store: Store) -> None:
    first = owner(store, "Ada")
    store.run("DELETE FROM group_owners WHERE id = ?", first)
    assert owner(store, "Bo") == first + 1
    assert len(str(first)) == 5


def test_a_page_knows_the_whole(store: Store) -> None:
    for name in "abcde":
        owner(store, name)
    rows, total = store.page("SELECT name FROM group_owners ORDER BY id", (), 3, 10)
    assert [row["name"] for row in rows] == ["d", "e"]
    assert total == 5


def test_json_of_any_text_is_ascii() -> None:
    assert dump(["\ud83d", "\u202e", "\x00"]).isascii()


def test_a_file_of_the_first_release_is_brought_up_to_date(tmp_path: Path) -> None:
    path = str(tmp_path / "sandbox.db")
    with contextlib.closing(sqlite3.connect(path)) as old:
        old.executescript(STEPS[0])
        old.execute(
            "INSERT INTO chat_clients (id, name, provider, status) VALUES ('a','b','c','d')"
        )
        old.execute("INSERT INTO conversations VALUES (1,'x','1','2',0,0,0,'{}','{}')")
        old.execute("INSERT INTO texts VALUES (1,'t','x','text','1','2','\"\"','[]',0,1,NULL)")
        old.execute("INSERT INTO pushes VALUES (5,'p','t','x','http://a','{}',1,'waiting','500')")
        old.commit()
    for _ in range(2):
        store = Store(path)
        store.open()
        try:
            (push,) = store.rows("SELECT * FROM pushes")
            assert (push["seq"], push["text_id"], push["outcome"]) == (5, "t", "500")
            assert store.value("SELECT extra_json FROM chat_clients") == "{}"
            assert store.value("SELECT count(*) FROM calls") == 0
            assert store.value("PRAGMA user_version") == len(STEPS)
        finally:
            store.close()


def test_an_upgraded_file_has_the_tables_of_a_new_one(tmp_path: Path) -> None:
    path = str(tmp_path / "sandbox.db")
    with contextlib.closing(sqlite3.connect(path)) as old:
        old.executescript(STEPS[0])
    tables = []
    for name in (path, str(tmp_path / "new.db")):
        store = Store(name)
        store.open()
        tables.append(
            [row["sql"] for row in store.rows("SELECT sql FROM sqlite_master ORDER BY 1")]
        )
        store.close()
    assert tables[0] == tables[1]
