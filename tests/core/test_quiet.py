"""Tests of the hours in which nobody is texted by machine, and of the table they rest on."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmchat.core.areacodes import zones_of
from tmchat.core.quiet import COAST_TO_COAST, quiet


def ms(written: str, zone: str = "America/Toronto") -> int:
    """A time of a place in ms UTC."""
    return int(datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


TORONTO = "+19055550128"
VANCOUVER = "+16045550128"
PENSACOLA = "+18505550128"  # Chicago and New York
TOLL_FREE = "+18005550128"


@pytest.mark.parametrize(
    ("texter", "at", "until"),
    [
        (TORONTO, ms("2026-11-28T07:59"), ms("2026-11-28T08:00")),
        (TORONTO, ms("2026-11-28T08:00"), 0),
        (TORONTO, ms("2026-11-28T20:59"), 0),
        (TORONTO, ms("2026-11-28T21:00"), ms("2026-11-29T08:00")),
        (TORONTO, ms("2026-12-31T23:30"), ms("2027-01-01T08:00")),
        (VANCOUVER, ms("2026-11-28T10:00"), ms("2026-11-28T11:00")),
        (VANCOUVER, ms("2026-11-28T23:00"), 0),
        (PENSACOLA, ms("2026-11-28T08:30"), ms("2026-11-28T09:00")),
        (PENSACOLA, ms("2026-11-28T21:30"), ms("2026-11-29T09:00")),
        (TOLL_FREE, ms("2026-11-28T10:00"), ms("2026-11-28T11:00")),
        (TOLL_FREE, ms("2026-11-28T12:00"), 0),
        ("+447700900123", ms("2026-11-28T03:00"), 0),
        ("72345", ms("2026-11-28T03:00"), 0),
        # The night in which summer time ends has an hour more.
        (TORONTO, ms("2026-10-31T22:00"), ms("2026-11-01T08:00")),
    ],
)
def test_quiet_hours_end_in_the_morning_where_the_texter_is(
    texter: str, at: int, until: int
) -> None:
    found = quiet(texter, at, ZoneInfo)
    assert (found.until if found else 0) == until


def test_the_reason_names_the_time_and_the_place() -> None:
    found = quiet(TORONTO, ms("2026-11-28T23:10"), ZoneInfo)
    assert found is not None
    assert found.reason == (
        "It is 23:10 in America/Toronto then (area code 905); quiet hours are 21:00 to 8:00."
    )
    toll_free = quiet(TOLL_FREE, ms("2026-11-28T23:10"), ZoneInfo)
    assert toll_free is not None
    assert "coast to coast" in toll_free.reason


@given(st.integers(200, 999), st.integers(ms("2026-01-01T00:00"), ms("2027-01-01T00:00")))
def test_what_is_said_to_be_the_end_is_allowed_in_every_zone(code: int, at: int) -> None:
    found = quiet(f"+1{code}5550128", at, ZoneInfo)
    then = at if found is None else found.until
    assert then >= at
    for zone in zones_of(str(code)) or COAST_TO_COAST:
        assert 8 <= datetime.fromtimestamp(then / 1000, ZoneInfo(zone)).hour < 21
    assert quiet(f"+1{code}5550128", then, ZoneInfo) is None


def test_the_table_agrees_with_the_metadata_of_phonenumbers() -> None:
    from phonenumbers import PhoneNumber, timezone

    for code in range(200, 1000):
        number = PhoneNumber(country_code=1, national_number=int(f"{code}5550100"))
        told = {zone for zone in timezone.time_zones_for_number(number) if zone != "Etc/Unknown"}
        # A code without a place has all of the plan's zones there; Canada's north is wider here.
        if len(told) < 8 and code not in (867, 879):
            assert told <= set(zones_of(str(code))), code


def test_every_zone_of_the_table_is_known() -> None:
    for code in range(200, 1000):
        for zone in zones_of(str(code)):
            assert ZoneInfo(zone).key == zone
