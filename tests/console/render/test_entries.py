"""How the entries of a timeline read, line by line."""

from dataclasses import replace
from datetime import date

import pytest

from tests.console.render.samples import ASCII_INK, NOON, reply, standpoint, text
from tmchat.console.render.items import (
    DayLine,
    GapLine,
    Item,
    NewLine,
    PendingLine,
    item_lines,
    key_of,
    selectable,
)
from tmchat.core.records import Delivery, Entry, EntryKind


def read(item: Item, cells: int = 44, *, selected: bool = False) -> list[str]:
    return [line.text.rstrip() for line in item_lines(standpoint(), item, cells, selected=selected)]


def test_text_is_wrapped_under_time_and_name() -> None:
    assert read(text(5, "Hi, do you have brake pads for a 2014 Civic?")) == [
        " 12:05 ‹ Dana Whitfield",
        "   Hi, do you have brake pads for a 2014",
        "   Civic?",
    ]


def test_late_text_says_when_it_was_sent() -> None:
    assert read(text(10, sent_at=NOON))[0] == " 12:10 ‹ Dana Whitfield sent 12:00"
    assert read(text(1, sent_at=NOON))[0] == " 12:01 ‹ Dana Whitfield"


def test_a_late_text_says_so_on_a_line_of_its_own() -> None:
    late = replace(text(10, sent_at=NOON), late=True)
    assert read(late)[:2] == [" 12:10 ‹ Dana Whitfield", "   late: sent 12:00"]
    before = replace(text(1, sent_at=NOON), late=True, overtaken_by=NOON + 2_000)
    assert read(before, 80)[1] == "   late: sent 12:00:00, before the text sent 12:00:02"
    assert " ".join(line.strip() for line in read(before, 24)[1:-1]) in " ".join(
        ["late: sent 12:00:00, before the text sent 12:00:02"]
    )
    kept = replace(text(10), late=True, received_at=NOON - 86_400_000)
    assert "came 2026-" in read(kept, 80)[1]
    assert read(kept, 80)[1].endswith("12:00 and could be taken in only now")


def test_clocks_a_day_apart_show_the_date_and_no_word_of_late() -> None:
    for day in (-86_400_000, 86_400_000):
        head = read(text(1, sent_at=NOON + day), 80)[0]
        assert " sent 2026-" in head
        assert "late" not in head


def test_a_reply_sent_all_the_same_says_so_on_a_line_of_its_own() -> None:
    assert read(reply(3, anyway=True)) == [
        "       12:03 › you                   ✓ sent",
        "         sent all the same",
        "         On its way",
    ]
    assert "same" not in "".join(read(reply(3)))


def test_media_stand_under_the_text_and_alone() -> None:
    picture = "https://media.example/1.jpg"
    assert read(text(1, "See", media=(picture,)), 60)[1:] == ["   See", f"   ▣ media {picture}"]
    assert read(text(1, "", media=(picture,)), 60)[1:] == [f"   ▣ media {picture}"]


@pytest.mark.parametrize(
    ("delivery", "mark"),
    [
        (Delivery.QUEUED, "… queued"),
        (Delivery.SENDING, "… sending"),
        (Delivery.SENT, "✓ sent"),
        (Delivery.DELIVERED, "✓✓ delivered"),
        (Delivery.FAILED, "✗ failed"),
        (Delivery.UNKNOWN, "? unknown"),
    ],
)
def test_delivery_is_a_sign_and_a_word(delivery: Delivery, mark: str) -> None:
    head = read(reply(1, delivery))[0]
    assert head.startswith("       12:01 › you ")
    assert head.endswith(f" {mark}")
    plain = item_lines(standpoint(ASCII_INK), reply(1, delivery), 44)[0].text
    assert plain.isascii()
    assert plain.rstrip().endswith(mark.split()[-1])


def test_failed_and_unknown_say_why() -> None:
    for delivery in (Delivery.FAILED, Delivery.UNKNOWN):
        lines = read(reply(1, delivery, reason="404: number\nnot in service"))
        assert lines[-1] == "         404: number not in service"
    assert len(read(reply(1, Delivery.SENT, reason="was slow"))) == 2


def test_a_colleagues_reply_an_auto_reply_and_a_note_differ() -> None:
    assert read(reply(1, by="bo"))[0].startswith("       12:01 › @bo")
    auto = Entry(1, NOON, EntryKind.AUTO_REPLY, "We are closed")
    assert read(auto) == ["       12:00 › auto-reply", "         We are closed"]
    note = Entry(1, NOON, EntryKind.NOTE, "Ask Bo\nfirst", "bo")
    assert read(note) == ["       12:00 ✎ note by @bo", "         │ Ask Bo", "         │ first"]


def test_system_line_is_one_centred_line() -> None:
    line = Entry(1, NOON, EntryKind.LINE, "claimed the conversation", "bo")
    assert read(line) == ["     12:00 @bo claimed the conversation"]


def test_lines_between_entries() -> None:
    assert read(DayLine(date(2026, 11, 24)), 31) == ["───── Tuesday 24 November ─────"]
    assert "Tuesday 24 November 2026" in read(DayLine(date(2026, 11, 24), year=True))[0]
    assert read(NewLine(2), 15) == ["──── 2 new ────"]
    assert read(NewLine(), 11) == ["─── new ───"]
    assert read(GapLine(4, "12 min missing: press g"), 35) == [
        "┄┄┄┄┄ 12 min missing: press g ┄┄┄┄┄"
    ]


def test_pending_reply_is_sending_or_says_what_holds_it() -> None:
    assert read(PendingLine("r", "Hello", NOON))[0].endswith("… sending")
    held = read(PendingLine("r", "Hello", NOON, held="the hub is gone"))
    assert held[0].endswith("… queued")


def test_a_reply_that_can_be_taken_back_says_how_long() -> None:
    until = "sends in 4 s, F4 takes it back"
    lines = read(PendingLine("r", "Hello", NOON, until=until))
    assert "sending" not in lines[0]
    assert lines[-1].strip() == until
    assert "Hello" in lines[-2]


def test_cursor_is_a_sign_on_every_line_of_the_entry() -> None:
    lines = read(text(1), selected=True)
    assert [line[0] for line in lines] == ["▌", "▌"]


def test_a_narrow_timeline_takes_the_indent_back() -> None:
    assert read(reply(1, text="abcdefgh"), 21)[1] == " abcdefgh"


def test_escapes_are_shown_and_not_sent() -> None:
    (shown,) = read(text(1, "\x1b]0;owned\x07[bold]"))[1:]
    assert shown == "   ␛]0;owned␇[bold]"


def test_keys_outlive_changes_and_only_words_take_the_cursor() -> None:
    assert key_of(reply(3, Delivery.SENT)) == key_of(reply(3, Delivery.FAILED))
    assert key_of(NewLine(1)) == key_of(NewLine(2))
    assert key_of(GapLine(4, "a")) == key_of(GapLine(4, "b")) != key_of(GapLine(5, "a"))
    assert selectable(text(1))
    assert not selectable(Entry(1, NOON, EntryKind.LINE))
    assert not selectable(NewLine())
