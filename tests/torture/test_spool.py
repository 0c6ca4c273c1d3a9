"""Tests that a list in a file reads as a list in memory does; what it is for is `torture`'s."""

from random import Random

import pytest

from tests.torture import spool
from tests.torture.spool import Spool, part

LENGTHS = (0, 1, 6, 7, 8, 20, 21)


@pytest.fixture(autouse=True)
def short_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "CHUNK", 7)


@pytest.mark.parametrize("length", LENGTHS)
def test_a_spool_reads_as_a_list(length: int) -> None:
    wanted = [str(place) for place in range(length)]
    spooled = Spool(wanted)
    assert len(spooled) == length
    assert list(spooled) == list(spooled) == wanted
    places = Random(length).sample(range(length), length)
    assert [spooled[place] for place in places] == [wanted[place] for place in places]
    assert spooled[2:9] == wanted[2:9]
    assert list(part(spooled, 3, 50)) == wanted[3:]
    with pytest.raises(IndexError):
        spooled[length]


def test_a_spool_grows_after_it_was_read() -> None:
    spooled = Spool(range(10))
    assert spooled[-1] == 9
    spooled.extend(range(10, 25))
    assert list(spooled) == list(range(25))
