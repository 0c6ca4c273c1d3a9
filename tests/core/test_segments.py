"""Tests of counting a text in segments; what a carrier really does with it is not knowable here."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmchat.core.segments import Measure, forcing, measure


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", Measure(0, "GSM-7", 0, 0, 160, 160)),
        ("Hi", Measure(2, "GSM-7", 2, 1, 160, 158)),
        ("a" * 160, Measure(160, "GSM-7", 160, 1, 160, 0)),
        ("a" * 161, Measure(161, "GSM-7", 161, 2, 153, 145)),
        ("a" * 306, Measure(306, "GSM-7", 306, 2, 153, 0)),
        ("a" * 307, Measure(307, "GSM-7", 307, 3, 153, 152)),
        ("€" * 80, Measure(80, "GSM-7", 160, 1, 160, 0)),
        # 153 is odd: the escape of the 77th would be the last septet, so it moves on whole.
        ("€" * 81, Measure(81, "GSM-7", 162, 2, 153, 143)),
        ("€" * 153, Measure(153, "GSM-7", 306, 3, 153, 151)),
        ("’" + "a" * 69, Measure(70, "UCS-2", 70, 1, 70, 0)),
        ("’" + "a" * 70, Measure(71, "UCS-2", 71, 2, 67, 63)),
        ("😀" * 35, Measure(35, "UCS-2", 70, 1, 70, 0)),
        # 67 is odd too: the 34th pair moves on whole.
        ("😀" * 36, Measure(36, "UCS-2", 72, 2, 67, 61)),
        ("😀" * 67, Measure(67, "UCS-2", 134, 3, 67, 65)),
        ("\ud83d\ude00" * 36, Measure(36, "UCS-2", 72, 2, 67, 61)),
        ("\ud83d", Measure(1, "UCS-2", 1, 1, 70, 69)),
    ],
)
def test_the_standard_s_limits(text: str, wanted: Measure) -> None:
    assert measure(text) == wanted


def test_the_alphabet_has_its_128_places_and_ten_more() -> None:
    one: list[str] = []
    two: list[str] = []
    for code in range(0x10000):
        found = measure(chr(code))
        if found.encoding == "GSM-7":
            (one if found.units == 1 else two).append(chr(code))
    # 128 places less the escape itself.
    assert len(one) == 127
    assert "".join(two) == "\f[\\]^{|}~€"
    assert set("@£$Δ_ΦΓΛΩΠΨΣΘΞ¡¿§¤àÜ\n\r") <= set(one)
    assert not set("`ç’“ê\t") & set(one)


@pytest.mark.parametrize(
    ("text", "used", "room"),
    [("", 0, 160), ("Hi", 2, 160), ("a" * 161, 161, 306), ("€" * 81, 163, 306), ("’", 1, 70)],
)
def test_how_much_of_its_segments_a_text_takes(text: str, used: int, room: int) -> None:
    found = measure(text)
    assert (found.used, found.room) == (used, room)
    assert found.used + found.left == found.room


def test_the_characters_that_cost_more_are_pointed_out() -> None:
    assert forcing("It’s 5 € – [ok]") == (2, 9)
    assert forcing("It's 5 € - [ok]") == ()
    assert forcing("\ud83d\ude00!") == (0, 1)


@given(st.text(st.sampled_from("ab€[é’😀\ud83d\ude00\n"), max_size=400))
def test_segments_are_enough_and_none_too_many(text: str) -> None:
    found = measure(text)
    assert (found.encoding == "GSM-7") == (forcing(text) == ())
    assert found.units + found.left <= max(found.segments, 1) * found.per_segment
    # Each segment but the last may waste one unit, where a two-unit character moved on whole.
    waste = max(found.segments, 1) * found.per_segment - found.units - found.left
    assert 0 <= waste <= max(found.segments - 1, 0)
    assert 0 <= found.left <= found.per_segment


@given(st.text(st.sampled_from("ab€é"), max_size=400))
def test_what_is_left_can_be_typed_without_a_further_segment(text: str) -> None:
    found = measure(text + "a")
    filled = measure(text + "a" + "a" * found.left)
    assert filled.left == 0
    assert filled.segments == found.segments
    assert measure(text + "a" + "a" * (found.left + 1)).segments == found.segments + 1
