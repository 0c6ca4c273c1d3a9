"""The outlet on pipes and terminals that take little or nothing; no screen is drawn here."""

import os
import threading
import time
from collections.abc import Iterator

import pytest

from tests.waiting import until_blocking
from tmchat.console.terminal.outlet import Outlet

PAINT = b"p" * 1000


class Reader:
    """The other end of a pipe that an outlet writes to, read only when a test says so."""

    def __init__(self) -> None:
        self.descriptor, self.terminal = os.pipe()
        os.set_blocking(self.descriptor, False)
        os.set_blocking(self.terminal, False)
        self.taken = b""

    def take(self) -> bytes:
        """All that has come so far."""
        try:
            while piece := os.read(self.descriptor, 65536):
                self.taken += piece
        except BlockingIOError:
            pass
        return self.taken

    def close(self) -> None:
        """Closes both ends."""
        os.close(self.descriptor)
        os.close(self.terminal)


@pytest.fixture
def reader() -> Iterator[Reader]:
    """A pipe, closed after the test."""
    found = Reader()
    yield found
    found.close()


def test_everything_is_written_in_order(reader: Reader) -> None:
    outlet = Outlet(reader.terminal, lambda: None)
    for number in range(100):
        outlet.write(b"%d," % number, lasting=number % 7 == 0)
    outlet.close(5.0)
    assert reader.take() == b"".join(b"%d," % number for number in range(100))


def test_a_frozen_terminal_costs_the_writer_nothing_and_drops_paints_alone(reader: Reader) -> None:
    thawed = threading.Event()
    outlet = Outlet(reader.terminal, thawed.set, most=10_000)
    begun = time.monotonic()
    for number in range(1000):
        outlet.write(PAINT)
        if number % 100 == 0:
            outlet.write(b"<mode %d>" % number, lasting=True)
    assert time.monotonic() - begun < 1.0
    assert not thawed.is_set()

    until_blocking(lambda: reader.take() and thawed.is_set())
    outlet.write(b"whole")
    until_blocking(lambda: reader.take().endswith(b"whole"))
    outlet.close(5.0)
    modes = [b"<mode %d>" % number for number in range(0, 1000, 100)]
    assert [mode for mode in modes if mode in reader.taken] == modes
    assert reader.taken.count(b"p") < 200_000


def test_one_paint_larger_than_the_bound_is_not_dropped(reader: Reader) -> None:
    outlet = Outlet(reader.terminal, lambda: None, most=10)
    outlet.write(PAINT)
    outlet.close(5.0)
    assert reader.take() == PAINT


def test_who_asks_whether_it_rests_is_told_once_when_it_does(reader: Reader) -> None:
    told = threading.Semaphore(0)
    outlet = Outlet(reader.terminal, lambda: None, rested=lambda: told.release())
    assert outlet.rests()
    outlet.write(b"x" * 1_000_000, lasting=True)
    assert not outlet.rests()
    assert not outlet.rests()
    assert not told.acquire(blocking=False)
    until_blocking(lambda: reader.take() and told.acquire(blocking=False))
    assert outlet.rests()
    outlet.write(b"more")
    until_blocking(lambda: reader.take().endswith(b"more") and outlet.rests())
    outlet.close(5.0)
    assert not told.acquire(blocking=False)


def test_closing_on_a_frozen_terminal_ends_within_its_patience(reader: Reader) -> None:
    outlet = Outlet(reader.terminal, lambda: None, most=10_000_000)
    outlet.write(b"x" * 1_000_000)
    begun = time.monotonic()
    outlet.close(0.05)
    assert time.monotonic() - begun < 1.0
    outlet.write(b"after")
    assert b"after" not in reader.take()


def test_a_terminal_that_is_gone_takes_everything() -> None:
    master, slave = os.openpty()
    os.close(master)
    outlet = Outlet(slave, lambda: None)
    for _ in range(10):
        outlet.write(PAINT)
    outlet.close(5.0)
    os.close(slave)
