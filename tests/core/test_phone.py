"""Tests of the forms of a phone number; none of these numbers is anybody's."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmchat.core import phone

NANP = st.from_regex(r"\+1[2-9][0-9]{2}[2-9][0-9]{6}", fullmatch=True)


@pytest.mark.parametrize(
    "raw",
    [
        "9055550128",
        "19055550128",
        "+19055550128",
        "(905) 555-0128",
        "905.555.0128",
        " +1 905\u2013555 0128 ",
        "905\u00a0555\u00a00128",
        "tel:+1-905-555-0128",
    ],
)
def test_ways_to_write_a_north_american_number(raw: str) -> None:
    assert phone.e164(raw) == "+19055550128"


@pytest.mark.parametrize(
    ("raw", "region", "wanted"),
    [
        ("+44 20 7946 0018", "US", "+442079460018"),
        ("020 7946 0018", "GB", "+442079460018"),
        ("030 23125 000", "de", "+493023125000"),
        ("+1 905 555 0128", "GB", "+19055550128"),
        ("9055550128", "CA", "+19055550128"),
    ],
)
def test_numbers_from_elsewhere(raw: str, region: str, wanted: str) -> None:
    assert phone.e164(raw, region) == wanted


@pytest.mark.parametrize(
    "raw",
    ["", "hello", "72345", "+1905555012", "1055550128", "+19055550128 x12", "\x1b[2J", "9" * 300],
)
def test_what_is_no_number_is_refused_without_repeating_it(raw: str) -> None:
    with pytest.raises(ValueError, match=r"^That is not a phone number .*\.$") as caught:
        phone.e164(raw)
    assert not raw or raw not in str(caught.value)


def test_an_unknown_region_is_refused() -> None:
    with pytest.raises(ValueError, match="country code"):
        phone.e164("020 7946 0018", "QQ")


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("9055550128", "+19055550128"),
        ("+442079460018", "+442079460018"),
    ],
)
def test_telmetrics_form_and_back(theirs: str, ours: str) -> None:
    assert phone.from_telmetrics(theirs) == ours
    assert phone.to_telmetrics(ours) == theirs


@pytest.mark.parametrize("theirs", ["", "72345", "0055550128", "+0123456789", "90555x0128", "+1"])
def test_what_telmetrics_would_not_write_is_refused(theirs: str) -> None:
    with pytest.raises(ValueError, match="10 digits"):
        phone.from_telmetrics(theirs)


def test_only_e164_goes_to_telmetrics() -> None:
    with pytest.raises(ValueError, match="country code"):
        phone.to_telmetrics("9055550128")


@given(NANP)
def test_a_north_american_number_survives_every_form(number: str) -> None:
    assert phone.from_telmetrics(phone.to_telmetrics(number)) == number
    assert phone.e164(phone.pretty(number)) == number
    assert number[2:5] == phone.area(number)


@pytest.mark.parametrize(
    ("number", "shown", "logged", "code"),
    [
        ("+19055550128", "(905) 555-0128", "+1905***0128", "905"),
        ("+442079460018", "+44 20 7946 0018", "+4420***0018", ""),
        ("+4722225555", "+47 22 22 55 55", "+47***55", ""),
        ("72345", "72345", "***", ""),
        ("", "", "***", ""),
        ("\x1b[2J", "\x1b[2J", "***", ""),
    ],
)
def test_how_a_number_is_shown_and_logged(number: str, shown: str, logged: str, code: str) -> None:
    assert phone.pretty(number) == shown
    assert phone.masked(number) == logged
    assert phone.area(number) == code


@given(st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True))
def test_a_log_line_never_has_the_whole_number(number: str) -> None:
    shown = sum(character.isdigit() for character in phone.masked(number))
    assert shown <= len(number) - 1 - 3
    assert number not in phone.masked(number)
    assert phone.pretty(number)


def test_the_metadata_stays_unloaded_for_north_america() -> None:
    program = (
        "import sys; from tmchat.core import phone, routes;"
        "phone.pretty(phone.e164('905 555 0128')); print('phonenumbers' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert ran.stdout.strip() == b"False"


@pytest.mark.parametrize(
    ("raw", "sent_by"),
    [("72345", "72345"), ("723 456", "723456"), ("911", "911"), ("9055550128", "+19055550128")],
)
def test_a_text_may_come_from_a_short_code(raw: str, sent_by: str) -> None:
    assert phone.sender(raw) == sent_by
    assert phone.pretty(sent_by)


@pytest.mark.parametrize("raw", ["", "12", "MYBANK", "+1"])
def test_what_is_no_number_sent_nothing(raw: str) -> None:
    with pytest.raises(ValueError, match=r"\."):
        phone.sender(raw)
