"""Tests that two consoles of one agent on one machine keep their drafts apart, and lose none."""

from pathlib import Path

import pytest

from tmchat.link.drafts import Draft, Drafts


def opened(folder: Path) -> Drafts:
    return Drafts.opened(folder, "ana", lambda said: pytest.fail(said))


def test_a_second_console_has_no_draft_of_the_first(tmp_path: Path) -> None:
    one = opened(tmp_path)
    one.keep(Draft(7, "from one", "ref-1"))
    other = opened(tmp_path)
    assert other.all() == []
    other.keep(Draft(7, "from the other", "ref-2"))
    assert [draft.text for draft in one.all()] == ["from one"]
    one.close()
    other.close()


def test_what_a_console_left_behind_is_the_next_ones(tmp_path: Path) -> None:
    one, other = opened(tmp_path), opened(tmp_path)
    one.keep(Draft(7, "from one", "ref-1"))
    other.keep(Draft(7, "from the other", "ref-2"))
    other.keep(Draft(8, "alone", "ref-3"))
    other.keep(Draft(9, "gone", "ref-4"))
    other.leave(Draft(9, "gone", "ref-4"))
    other.keep(Draft(9, "waiting", "ref-5"))
    other.wait(Draft(9, "waiting", "ref-5"))
    one.close()
    other.close()
    for _ in range(2):  # nothing is left to be taken over a second time
        again = opened(tmp_path)
        drafts = {draft.conversation: (draft.text, draft.client_ref) for draft in again.all()}
        assert drafts == {
            7: ("from one\nfrom the other", "ref-1"),
            8: ("alone", "ref-3"),
            9: ("waiting", "ref-5"),
        }
        assert [(draft.text, draft.client_ref) for draft in again.left()] == [("gone", "ref-4")]
        again.close()


def test_what_had_left_already_is_no_draft_as_well(tmp_path: Path) -> None:
    one, other = opened(tmp_path), opened(tmp_path)
    other.keep(Draft(7, "sent", "ref-1"))
    folder = next(path for path in tmp_path.iterdir() if path.name.endswith("-2"))
    before = (folder / "7.reply.json").read_text("ascii")
    other.leave(Draft(7, "sent", "ref-1"))
    (folder / "7.reply.json").write_text(before, "ascii")  # as if killed between the two writes
    one.close()
    other.close()
    again = opened(tmp_path)
    assert again.all() == []
    assert [draft.client_ref for draft in again.left()] == ["ref-1"]
    again.close()


def test_where_nothing_can_be_written_drafts_live_in_memory(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("no folder")
    said: list[str] = []
    drafts = Drafts.opened(file, "ana", said.append)
    drafts.keep(Draft(7, "kept", "ref-1"))
    assert [draft.text for draft in drafts.all()] == ["kept"]
    assert len(said) == 1
    drafts.close()


def test_a_short_text_is_not_taken_for_a_part_of_another(tmp_path: Path) -> None:
    one, other = opened(tmp_path), opened(tmp_path)
    one.keep(Draft(7, "I will look", "ref-1"))
    other.keep(Draft(7, "ok", "ref-2"))
    one.close()
    other.close()
    again = opened(tmp_path)
    assert [draft.text for draft in again.all()] == ["I will look\nok"]
    again.close()


def test_a_refused_text_that_was_put_back_before_a_newer_one_is_one_draft(tmp_path: Path) -> None:
    one, other = opened(tmp_path), opened(tmp_path)
    other.keep(Draft(7, "first", "ref-1"))
    other.leave(Draft(7, "first", "ref-1"))
    other.keep(Draft(7, "first\nsecond", "ref-1"))  # killed before the one that left was removed
    one.close()
    other.close()
    again = opened(tmp_path)
    assert [draft.text for draft in again.all()] == ["first\nsecond"]
    assert again.left() == []
    again.close()
