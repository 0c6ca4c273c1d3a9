"""What a row of the list says, in words and signs that need no colour."""

from typing import Any

import pytest
from textual.strip import Strip

from tests.console.render.samples import ASCII_INK, INK, MINUTE, NOON, conversation
from tmchat.console.render.ages import DAY, HOUR, age
from tmchat.console.render.ink import Ink
from tmchat.console.render.rows import Heading, RowLook, heading_line, row_lines
from tmchat.core.records import Delivery, EntryKind


def said(lines: list[Strip]) -> list[str]:
    return [line.text.rstrip() for line in lines]


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (-5_000, "now"),
        (59_999, "now"),
        (MINUTE, "1m"),
        (HOUR - 1, "59m"),
        (HOUR, "1h"),
        (DAY, "1d"),
        (99 * DAY, "99d"),
        (700 * DAY, "100w"),
    ],
)
def test_age(span: int, words: str) -> None:
    assert age(NOON - span, NOON) == words


def test_waiting_row() -> None:
    look = RowLook(
        conversation(128, name="Dana", waiting_since=NOON - 4 * MINUTE, holder="bo"), unread=2
    )
    assert said(row_lines(INK, look, 34, NOON)) == [
        " ● Dana (2)               @bo  4m",
        "   Do you have brake pads?",
    ]


def test_what_is_open_is_marked_away_from_the_cursor() -> None:
    look = RowLook(conversation(128, name="Dana"), is_open=True)
    assert [line[0] for line in said(row_lines(INK, look, 34, NOON))] == ["│", "│"]
    assert [line[0] for line in said(row_lines(ASCII_INK, look, 34, NOON))] == ["|", "|"]
    assert [line[0] for line in said(row_lines(INK, look, 34, NOON, selected=True))] == ["▌", "▌"]


def test_no_name_shows_the_number_and_marks_show_draft_and_trouble() -> None:
    look = RowLook(
        conversation(
            128,
            trouble=7,
            trouble_is=Delivery.FAILED,
            last_kind=EntryKind.REPLY,
            last_line="Yes",
        ),
        mine=True,
        draft=True,
    )
    assert said(row_lines(INK, look, 40, NOON + 2 * HOUR)) == [
        " ○ (905) 555-0128          mine ✎ !  2h",
        "   failed: Yes",
    ]


@pytest.mark.parametrize(
    ("fields", "sign", "ascii_sign"),
    [
        ({"waiting_since": 1}, "●", "*"),
        ({}, "○", "o"),
        ({"closed": True}, "✓", "x"),
        ({"opted_out": True, "closed": True}, "⊘", "#"),
    ],
)
def test_each_state_has_a_sign(fields: dict[str, int], sign: str, ascii_sign: str) -> None:
    look = RowLook(conversation(**fields))
    assert row_lines(INK, look, 40, NOON)[0].text[1] == sign
    assert row_lines(ASCII_INK, look, 40, NOON)[0].text[1] == ascii_sign


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (EntryKind.TEXT, "Hello"),
        (EntryKind.REPLY, "us: Hello"),
        (EntryKind.AUTO_REPLY, "auto: Hello"),
        (EntryKind.NOTE, "note: Hello"),
    ],
)
def test_last_line_says_whose_it_is(kind: EntryKind, words: str) -> None:
    look = RowLook(conversation(last_kind=kind, last_line="Hello"))
    assert row_lines(INK, look, 40, NOON)[1].text.strip() == words


def test_compact_row_and_cursor() -> None:
    look = RowLook(conversation(name="Dana"))
    line = row_lines(INK, look, 44, NOON, selected=True, compact=True)
    assert said(line) == ["▌○ Dana  Do you have brake pads?        now"]


def test_a_long_name_leaves_the_marks_whole() -> None:
    look = RowLook(conversation(name="n" * 80, holder="h" * 40), unread=3)
    line = row_lines(INK, look, 34, NOON)[0].text
    assert line.endswith(f"… @{'h' * 10}… now ")


def test_heading_counts_and_ages() -> None:
    heading = Heading("n1", "Brake pads ad", waiting=3, oldest=NOON - 14 * MINUTE)
    assert heading_line(INK, heading, 34, NOON).text == "Brake pads ad       3 waiting 14m "
    quiet = Heading("n2", "Flyer")
    assert heading_line(INK, quiet, 34, NOON).text.strip() == "Flyer"


def test_ascii_spells_what_it_can() -> None:
    look = RowLook(conversation(name="José “Pepe” 李", last_line="déjà vu… 👍🏽"))
    assert said(row_lines(ASCII_INK, look, 40, NOON)) == [
        ' o Jose "Pepe" ?                    now',
        "   deja vu... ??",
    ]


@pytest.mark.parametrize("ink", [INK, ASCII_INK], ids=["unicode", "ascii"])
def test_whatever_a_row_means_reads_differently_without_colour(ink: Ink) -> None:
    waits: dict[str, Any] = {"waiting_since": NOON - MINUTE, "waiting_entry": 1}
    ours: dict[str, Any] = {"last_kind": EntryKind.REPLY}
    states = {
        "answered": RowLook(conversation()),
        "waiting": RowLook(conversation(**waits)),
        "unread": RowLook(conversation(**waits), unread=1),
        "mine": RowLook(conversation(**waits, holder="ana"), mine=True),
        "another's": RowLook(conversation(**waits, holder="ben")),
        "closed": RowLook(conversation(closed=True)),
        "locked": RowLook(conversation(opted_out=True)),
        "drafted": RowLook(conversation(), draft=True),
        "failed": RowLook(conversation(**ours, trouble=1, trouble_is=Delivery.FAILED)),
        "unknown": RowLook(conversation(**ours, trouble=1, trouble_is=Delivery.UNKNOWN)),
        "company": RowLook(conversation(), company="ben is looking on"),
    }
    shown = {name: "\n".join(said(row_lines(ink, look, 44, NOON))) for name, look in states.items()}
    alike = [
        (one, other)
        for one, words in shown.items()
        for other, others in shown.items()
        if one < other and words == others
    ]
    assert not alike
