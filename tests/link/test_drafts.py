"""Tests of drafts on disk; what is done with them while one writes is tested with the console."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmchat.link.drafts import Draft, Drafts

ANY_TEXT = st.text(st.characters(exclude_categories=()), min_size=1, max_size=40)


def refuse(sentence: str) -> None:
    raise AssertionError(sentence)


def drafts_in(
    folder: Path, owner: str = "ana@desk", warn: Callable[[str], None] = refuse
) -> Drafts:
    return Drafts(folder, owner, warn)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@given(text=ANY_TEXT, ref=ANY_TEXT, conversation=st.integers(1, 1 << 62), note=st.booleans())
def test_a_draft_is_there_after_a_restart(
    tmp_path_factory: pytest.TempPathFactory, text: str, ref: str, conversation: int, note: bool
) -> None:
    folder = tmp_path_factory.mktemp("drafts")
    draft = Draft(conversation, text, ref, note)
    drafts_in(folder).keep(draft)
    again = drafts_in(folder)
    assert again.get(conversation, note=note) == draft
    assert again.get(conversation, note=not note) is None
    assert again.all() == [draft]
    assert again.left() == []


def test_each_conversation_has_a_reply_and_a_note(tmp_path: Path) -> None:
    drafts = drafts_in(tmp_path)
    kept = [Draft(n, f"{n} {note}", f"r{n}{note}", note) for n in (1, 2) for note in (False, True)]
    for draft in kept:
        drafts.keep(draft)
    drafts.keep(Draft(1, "changed", "r1False"))
    again = drafts_in(tmp_path)
    assert again.get(1) == Draft(1, "changed", "r1False")
    assert [again.get(n, note=note) for n in (1, 2) for note in (False, True)][1:] == kept[1:]
    assert len(files(tmp_path)) == 4


def test_a_draft_without_text_is_thrown_away(tmp_path: Path) -> None:
    drafts = drafts_in(tmp_path)
    drafts.keep(Draft(1, "x", "r"))
    drafts.keep(Draft(1, "", "r"))
    assert drafts.get(1) is None
    assert files(tmp_path) == []


def test_what_left_stays_on_disk_until_it_is_answered(tmp_path: Path) -> None:
    drafts = drafts_in(tmp_path)
    draft = Draft(7, "Yes", "r1", seen=5, anyway=True)
    drafts.keep(draft)
    drafts.leave(draft)
    assert drafts.get(7) is None
    drafts.keep(Draft(7, "and more", "r2"))
    again = drafts_in(tmp_path)
    (left,) = again.left()
    assert left == Draft(7, "Yes", "r1", sent=True, seen=5, anyway=True)
    assert again.get(7) == Draft(7, "and more", "r2")
    again.answered(left)
    assert drafts_in(tmp_path).left() == []
    again.answered(left)


def test_the_end_between_leaving_and_being_dropped_sends_nothing_twice(tmp_path: Path) -> None:
    drafts = drafts_in(tmp_path)
    draft = Draft(7, "Yes", "r1", seen=5)
    drafts.keep(draft)
    (composing,) = files(tmp_path)
    kept = composing.read_bytes()
    drafts.leave(draft)
    composing.write_bytes(kept)
    again = drafts_in(tmp_path)
    assert again.get(7) is None
    assert [one.client_ref for one in again.left()] == ["r1"]
    assert drafts_in(tmp_path).get(7) is None


def test_the_end_while_a_refused_text_is_put_back_loses_nothing(tmp_path: Path) -> None:
    drafts = drafts_in(tmp_path)
    draft = Draft(7, "Yes", "r1", seen=5)
    drafts.leave(draft)
    drafts.keep(Draft(7, "Yes\nand more", "r1"))
    again = drafts_in(tmp_path)
    assert again.get(7) == Draft(7, "Yes\nand more", "r1")
    assert again.left() == []


def test_agents_and_desks_keep_apart(tmp_path: Path) -> None:
    for owner in ("ana@a", "ana@b", "ben@a", "\ud83d", "../../ana"):
        drafts_in(tmp_path, owner).keep(Draft(1, owner, "r"))
    for owner in ("ana@a", "ana@b", "ben@a", "\ud83d", "../../ana"):
        draft = drafts_in(tmp_path, owner).get(1)
        assert draft is not None
        assert draft.text == owner
    assert drafts_in(tmp_path, "zoe@a").all() == []


def test_nobody_else_may_read(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        drafts = drafts_in(tmp_path / "state" / "drafts")
        drafts.keep(Draft(1, "secret", "r"))
        drafts.leave(Draft(2, "secret", "r2"))
    finally:
        os.umask(before)
    found = files(tmp_path)
    assert [mode(path) for path in found] == [0o600, 0o600]
    assert {mode(path.parent) for path in found} == {0o700}
    assert not any("secret" in path.name for path in found)


WRITER = """
import sys
from pathlib import Path
from tmchat.link.drafts import Draft, Drafts

drafts = Drafts(Path(sys.argv[1]), "ana@desk", print)
for size in range(1_000_000):
    drafts.keep(Draft(1, f"{size:06}" * 2_000, "r"))
    if size == 20:
        print("writing", flush=True)
"""


def test_a_draft_is_never_half_written(tmp_path: Path) -> None:
    """A writer that is killed at any moment leaves the text before or the text after."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"writing\n"
        writer.kill()
    draft = drafts_in(tmp_path).get(1)
    assert draft is not None
    assert draft.text == draft.text[:6] * 2_000
    assert int(draft.text[:6]) >= 20


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"null", b"[]", b"\xff\xfe", b'{"conversation": 1}', b'{"conversation": "1"}'],
)
def test_what_is_no_draft_is_passed_over(tmp_path: Path, content: bytes) -> None:
    drafts = drafts_in(tmp_path)
    for conversation in (1, 2):
        drafts.keep(Draft(conversation, "x", f"r{conversation}"))
    next(path for path in files(tmp_path) if path.name.startswith("1.")).write_bytes(content)
    again = drafts_in(tmp_path)
    assert [draft.conversation for draft in again.all()] == [2]
    again.keep(Draft(1, "y", "r3"))
    assert drafts_in(tmp_path).get(1) == Draft(1, "y", "r3")


def test_a_folder_that_cannot_be_written_warns_once_and_keeps_in_memory(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    warned: list[str] = []
    drafts = drafts_in(blocked, warn=warned.append)
    for size in range(1, 4):
        drafts.keep(Draft(1, "x" * size, "r"))
    assert drafts.get(1) == Draft(1, "xxx", "r")
    drafts.leave(Draft(1, "xxx", "r"))
    drafts.answered(Draft(1, "xxx", "r"))
    assert drafts.get(1) is None
    (sentence,) = warned
    assert sentence.startswith("Drafts cannot be written to disk")
    assert "x" * 3 not in sentence


def test_the_file_is_plain_ascii_json(tmp_path: Path) -> None:
    drafts_in(tmp_path).keep(Draft(1, "\ud83d 你好", "r"))
    (path,) = files(tmp_path)
    assert json.loads(path.read_bytes().decode("ascii"))["text"] == "\ud83d 你好"
