"""Copying: what reaches the terminal and tmux, and the sentence about the way it went."""

import os
import stat
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.console.scene import PARTS, SAM, scene
from tests.waiting import until
from tmchat.console.clipboard import MOST, Clipboard, load_tmux_buffer
from tmchat.console.transcript import transcript
from tmchat.core.records import Entry, EntryKind, TrackingNumber
from tmchat.core.timeline import Gap


async def copied(
    text: str, environment: Mapping[str, str], *, tmux: bool = True
) -> tuple[list[str], list[str], str]:
    """What was written, what tmux got, what was said."""
    written: list[str] = []
    loaded: list[str] = []
    said: list[str] = []

    async def load(text: str) -> bool:
        loaded.append(text)
        return tmux

    Clipboard(written.append, environment, load).copy(text, "the text", said.append)
    await until(lambda: said)
    return written, loaded, said[0]


@pytest.mark.parametrize(
    ("environment", "tmux", "sentence"),
    [
        ({}, True, "Copied the text by OSC 52; a terminal may ask or refuse."),
        (
            {"STY": "1"},
            True,
            "Copied the text through GNU screen by OSC 52; a terminal may ask or refuse.",
        ),
        ({"TMUX": "x"}, True, "Copied the text to tmux's buffer, and by OSC 52 to the terminal"),
        ({"TMUX": "x"}, False, "Copied the text through tmux by OSC 52; it must let it through"),
    ],
)
async def test_it_says_which_way_it_went(
    environment: dict[str, str], tmux: bool, sentence: str
) -> None:
    written, loaded, said = await copied("Front pads?", environment, tmux=tmux)
    assert written == ["Front pads?"]
    assert loaded == (["Front pads?"] if "TMUX" in environment else [])
    assert said.startswith(sentence)


async def test_no_control_character_gets_there_and_lines_stay_lines() -> None:
    written, loaded, _ = await copied("a\x1b]52;c;eA==\x07\x9bm\r\tb\nc\ud83d", {"TMUX": "x"})
    assert written == loaded
    assert written[0].count("\n") == 1
    assert not any(ord(one) < 32 and one != "\n" for one in written[0])
    assert not any(0x7F <= ord(one) <= 0x9F or 0xD800 <= ord(one) < 0xE000 for one in written[0])


async def test_of_more_than_a_terminal_takes_the_end_is_copied_and_that_is_said() -> None:
    written, _, said = await copied("é" * MOST, {})
    assert set(written[0]) == {"é"}
    assert MOST - 1 <= len(written[0].encode()) <= MOST
    assert said.startswith("Copied the end of the text, all that terminals take, by OSC 52")


async def test_the_linux_console_has_no_clipboard() -> None:
    written, _, said = await copied("x", {"TERM": "linux"})
    assert (written, said) == ([], "Nothing is copied: the Linux console has no clipboard.")


async def test_tmux_gets_the_text_on_its_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not await load_tmux_buffer("x")
    tmux = tmp_path / "tmux"
    tmux.write_text(f'#!/bin/sh\n[ "$*" = "load-buffer -" ] || exit 1\n/bin/cat > {tmp_path}/got\n')
    tmux.chmod(tmux.stat().st_mode | stat.S_IXUSR)
    assert await load_tmux_buffer("$(id) ✓\n")
    assert (tmp_path / "got").read_text("utf-8") == "$(id) ✓\n"
    assert os.environ["PATH"] == str(tmp_path)


def test_a_transcript_says_who_said_what_when() -> None:
    hub = scene()
    sam = hub.inbox.between(SAM, PARTS)
    assert sam is not None
    entries: list[Entry | Gap] = [
        Entry(1, 1_773_750_000_000, EntryKind.TEXT, "one\ntwo\x1b", media=("http://x/y.jpg",)),
        Gap(1, 5),
        Entry(5, 1_773_750_060_000, EntryKind.REPLY, "Yes.", "ben"),
        Entry(6, 1_773_750_060_000, EntryKind.NOTE, "likes tea", "ana"),
        Entry(7, 1_773_750_060_000, EntryKind.LINE, "claimed the conversation", "ana"),
        Entry(8, 1_773_750_060_000, EntryKind.AUTO_REPLY, "We are closed."),
    ]
    number = TrackingNumber(PARTS, name="Front desk")
    assert transcript(
        sam, number, entries, lambda at: datetime.fromtimestamp(at / 1000, UTC)
    ).splitlines() == [
        "Sam Reed (905) 555-0128 to Front desk (289) 555-0163",
        "2026-03-17 12:20 Sam Reed: one",
        "    two␛",
        "    media http://x/y.jpg",
        "(something is missing here)",
        "2026-03-17 12:21 ben: Yes.",
        "2026-03-17 12:21 note by ana: likes tea",
        "2026-03-17 12:21 ana claimed the conversation",
        "2026-03-17 12:21 auto-reply: We are closed.",
    ]
