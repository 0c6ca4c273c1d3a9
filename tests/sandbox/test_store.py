"""Tests of the store's transactions and of texts it must carry; the tables are tested in use."""

from collections.abc import Iterator

import pytest

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
