"""Times in every documented form; the calendar itself is Python's and not tested."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmchat.telmetrics.moments import parse_moment, query_moment, window

NEW_YEAR = 1_514_764_800_000  # 2018-01-01T00:00:00Z


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("2018-01-01T00:00", 0),
        ("2018-01-01-00:00", 0),
        ("2018-01-01T00:00:00", 0),
        ("2018-01-01T00:00:00Z", 0),
        ("2018-01-01t00:00:00z", 0),
        ("2018-01-01T00:00:39.059Z", 39_059),
        ("2018-01-01T00:00:08.463", 8_463),
        ("2018-01-01T00:00:08.5", 8_500),
        ("2018-01-01T00:00:08.1234567", 8_123),
        ("2018-01-01T02:00:00+02:00", 0),
        ("2017-12-31T19:00:00-0500", 0),
        (" 2018-01-01T00:01 ", 60_000),
    ],
)
def test_documented_forms(text: str, after: int) -> None:
    assert parse_moment(text) == NEW_YEAR + after


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2018-01-01",
        "2018-13-01T00:00",
        "2018-02-30T00:00",
        "2018-01-01T24:00",
        "4/30/2021 1:31:38 PM",
        "2018-01-01T00:00:00.",
        "٢٠١٨-01-01T00:00",
    ],
)
def test_other_forms_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_moment(text)


def test_query_form() -> None:
    assert query_moment(NEW_YEAR) == "2018-01-01T00:00"
    assert query_moment(NEW_YEAR + 5_999) == "2018-01-01T00:00:05"


def test_a_window_never_leaves_out_what_was_asked_for() -> None:
    assert window(NEW_YEAR + 1_999, NEW_YEAR + 1) == {
        "startdateutc": "2018-01-01T00:00:01",
        "enddateutc": "2018-01-01T00:00:01",
    }


@given(st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31)))
def test_what_is_written_is_read_back(moment: datetime) -> None:
    seconds = int(moment.replace(tzinfo=UTC, microsecond=0).timestamp())
    assert parse_moment(query_moment(seconds * 1000)) == seconds * 1000
