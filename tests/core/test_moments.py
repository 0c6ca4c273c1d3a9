"""Tests of times as people write them, by a clock in UTC and by one with summer time."""

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

import pytest

from tmchat.core.moments import HOUR, MINUTE, instant, moment_of, offers, when_words

TORONTO = ZoneInfo("America/Toronto")


def clock(zone: tzinfo, *, naive: bool = False) -> Callable[[int], datetime]:
    """The clock on a wall in `zone`; a machine's own has no zone in it."""

    def local(at: int) -> datetime:
        here = datetime.fromtimestamp(at / 1000, zone)
        return here.replace(tzinfo=None) if naive else here

    return local


def ms(written: str, zone: tzinfo = UTC) -> int:
    """A time as ISO writes it, in ms UTC."""
    return int(datetime.fromisoformat(written).replace(tzinfo=zone).timestamp() * 1000)


SATURDAY = ms("2026-11-28T16:10")


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("15:30", "2026-11-29T15:30"),
        ("16:10", "2026-11-29T16:10"),
        ("16:11", "2026-11-28T16:11"),
        ("2h", "2026-11-28T18:10"),
        (" In 45 min ", "2026-11-28T16:55"),
        ("3d", "2026-12-01T16:10"),
        ("tomorrow 9:00", "2026-11-29T09:00"),
        ("today 23:00", "2026-11-28T23:00"),
        ("mon 9:00", "2026-11-30T09:00"),
        ("Saturday 9:00", "2026-12-05T09:00"),
        ("sat 20:00", "2026-11-28T20:00"),
        ("2026-12-24 08:05", "2026-12-24T08:05"),
    ],
)
def test_a_time_is_the_next_such(written: str, at: str) -> None:
    assert moment_of(written, SATURDAY, clock(UTC)) == ms(at)


@pytest.mark.parametrize(
    "written",
    ["", "soon", "25:00", "9", "h", "2 weeks", "someday 9:00", "2026-13-01 9:00", "mon", "a b c"],
)
def test_what_is_no_time_is_refused_with_a_way_to_write_one(written: str) -> None:
    with pytest.raises(ValueError, match=r"15:30, 2h"):
        moment_of(written, SATURDAY, clock(UTC))


@pytest.mark.parametrize("written", ["today 9:00", "2026-11-27 9:00"])
def test_what_has_passed_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="passed"):
        moment_of(written, SATURDAY, clock(UTC))


@pytest.mark.parametrize("naive", [False, True])
def test_a_night_in_which_clocks_change_keeps_the_time_of_day(naive: bool) -> None:
    local = clock(TORONTO, naive=naive)
    before = ms("2026-10-31T22:00", TORONTO)
    assert moment_of("tomorrow 9:00", before, local) == ms("2026-11-01T09:00", TORONTO)
    assert moment_of("12h", before, local) == before + 12 * HOUR
    spring = ms("2026-03-07T22:00", TORONTO)
    assert moment_of("9:00", spring, local) == ms("2026-03-08T09:00", TORONTO)
    left_out = instant(local(spring).replace(day=8, hour=2, minute=30), spring, local)
    assert abs(left_out - ms("2026-03-08T03:00", TORONTO)) <= HOUR


def test_the_offers_are_times_to_come_in_order() -> None:
    titles = [(one.title, one.at - SATURDAY) for one in offers(SATURDAY, clock(UTC))]
    assert titles == [
        ("in 1 hour", HOUR),
        ("this evening", HOUR + 50 * MINUTE),
        ("in 3 hours", 3 * HOUR),
        ("tomorrow morning", 16 * HOUR + 50 * MINUTE),
        ("next Monday", 40 * HOUR + 50 * MINUTE),
    ]
    sunday_night = offers(ms("2026-11-29T22:00"), clock(UTC))
    assert [one.title for one in sunday_night] == ["in 1 hour", "in 3 hours", "next Monday"]


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-11-28T18:00", "18:00"),
        ("2026-11-29T09:00", "tomorrow 09:00"),
        ("2026-11-27T09:00", "yesterday 09:00"),
        ("2026-11-30T09:00", "Mon 30 Nov 09:00"),
        ("2027-01-04T09:00", "Mon 4 Jan 2027 09:00"),
    ],
)
def test_times_in_words(at: str, words: str) -> None:
    assert when_words(ms(at), SATURDAY, clock(UTC)) == words
