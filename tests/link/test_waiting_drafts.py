"""A draft that may still be taken back: wherever the console is killed, it is there once."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tmchat.link.drafts import Draft, Drafts

FIRST = Draft(7, "first", "r1")
NEWER = Draft(7, "newer", "r2")


class Killed(Exception):
    """The console ends here."""


class MortalDrafts(Drafts):
    """Drafts whose console is killed after `steps` writes and removals."""

    steps = 1_000

    def _write(self, path: Path, text: str) -> None:
        self._step()
        super()._write(path, text)

    def _remove(self, path: Path) -> None:
        self._step()
        super()._remove(path)

    def _step(self) -> None:
        if self.steps == 0:
            raise Killed
        self.steps -= 1


def drafts(folder: Path) -> MortalDrafts:
    """What a console finds that is started now."""
    warned: list[str] = []
    return MortalDrafts(folder, "ana", warned.append)


def sent_or_kept(folder: Path) -> tuple[list[tuple[str, str]], str]:
    """What the next console sends again (reference and text), and what is in the composer."""
    found = drafts(folder)
    draft = found.get(7)
    return [(one.client_ref, one.text) for one in found.left()], draft.text if draft else ""


def test_killed_while_it_waits_it_is_a_draft_again(tmp_path: Path) -> None:
    console = drafts(tmp_path)
    console.keep(FIRST)
    console.wait(FIRST)
    assert console.get(7) is None
    assert sent_or_kept(tmp_path) == ([], "first")
    (kept,) = drafts(tmp_path).all()
    assert (kept.client_ref, kept.waits, kept.sent) == ("r1", False, False)


def test_what_was_written_since_stands_behind_it(tmp_path: Path) -> None:
    console = drafts(tmp_path)
    console.keep(FIRST)
    console.wait(FIRST)
    console.keep(NEWER)
    assert sent_or_kept(tmp_path) == ([], "first\nnewer")
    # And so it stays, however often consoles are started.
    assert sent_or_kept(tmp_path) == ([], "first\nnewer")


def test_departed_it_is_asked_again_and_the_newer_draft_stays(tmp_path: Path) -> None:
    console = drafts(tmp_path)
    console.keep(FIRST)
    console.wait(FIRST)
    console.keep(NEWER)
    console.depart(FIRST)
    assert sent_or_kept(tmp_path) == ([("r1", "first")], "newer")


def wait(console: Drafts) -> None:
    """It begins to wait."""
    console.wait(FIRST)


def depart(console: Drafts) -> None:
    """It waits, another is begun, and it departs."""
    console.wait(FIRST)
    console.keep(NEWER)
    console.depart(FIRST)


def take_back(console: Drafts) -> None:
    """It waits, another is begun, and it is taken back."""
    console.wait(FIRST)
    console.keep(NEWER)
    console.take_back(FIRST)


@pytest.mark.parametrize("work", [wait, depart, take_back])
@pytest.mark.parametrize("steps", range(8))
def test_killed_at_any_step_it_is_neither_lost_nor_doubled(
    tmp_path: Path, work: Callable[[Drafts], None], steps: int
) -> None:
    console = drafts(tmp_path)
    console.keep(FIRST)
    console.steps = steps
    with suppress(Killed):
        work(console)
    left, kept = sent_or_kept(tmp_path)
    everywhere = [text for _, text in left] + kept.split("\n")
    assert everywhere.count("first") == 1
    assert everywhere.count("newer") <= 1
    assert sent_or_kept(tmp_path) == (left, kept)
    assert {json.loads(one.read_text())["client_ref"] for one in tmp_path.rglob("*.json")} <= {
        "r1",
        "r2",
    }
