"""Tests of what a fault proxy does to one connection, by tables and on a clock of their own."""

import pytest

from tests.faultproxy.passage import CROWDED, Cut, End, Passage, Send
from tests.faultproxy.streams import answer
from tests.faultproxy.trouble import Harm, Order, Trouble, Way

UP, DOWN = Way.UP, Way.DOWN
ASKED = b"POST /sms/1/messages HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi"
TAKEN = answer(201, b"taken")
UPGRADE = b"GET /agents/socket HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"
SWITCHED = b"HTTP/1.1 101 Switching Protocols\r\n\r\n"


def frame(words: str) -> bytes:
    return bytes([0x81, len(words)]) + words.encode()


def sent(passage: Passage, now: float, way: Way) -> bytes:
    """What arrives on a way by then; anything else would be a surprise."""
    steps = passage.take(now)
    assert all(isinstance(step, Send) and step.way is way for step in steps)
    return b"".join(step.sent for step in steps if isinstance(step, Send))


def upgraded(trouble: Trouble) -> Passage:
    passage = Passage(trouble)
    passage.receive(UP, UPGRADE, 0.0)
    passage.receive(DOWN, SWITCHED, 0.0)
    passage.take(2.0)
    return passage


def test_without_trouble_everything_passes_at_once_and_ends_in_order() -> None:
    passage = Passage(Trouble())
    passage.receive(UP, ASKED, 1.0)
    assert passage.due() == 1.0
    assert sent(passage, 1.0, UP) == ASKED
    passage.receive(DOWN, TAKEN, 2.0)
    passage.ended(DOWN, 2.0)
    assert passage.take(2.0) == [Send(DOWN, TAKEN), End(DOWN)]
    assert passage.due() is None
    assert passage.requests == ["POST /sms/1/messages HTTP/1.1"]


def test_latency_holds_both_ways_back_and_keeps_the_order() -> None:
    passage = upgraded(Trouble(latency=0.5))
    passage.receive(DOWN, frame("a"), 10.0)
    passage.receive(DOWN, frame("b"), 10.2)
    assert passage.due() == 10.5
    assert passage.take(10.4) == []
    assert sent(passage, 10.5, DOWN) == frame("a")
    assert sent(passage, 10.7, DOWN) == frame("b")


def test_a_cut_in_the_middle_of_a_frame_lets_half_of_it_through() -> None:
    trouble = Trouble()
    passage = upgraded(trouble)
    trouble.cut_in[DOWN] = 4
    passage.receive(DOWN, frame("hello") + frame("lost"), 1.0)
    assert passage.take(1.0) == [Send(DOWN, frame("hello")[:4]), Cut()]
    assert passage.cut
    assert trouble.cut_in == {}
    assert passage.take(9.0) == []


def test_a_cut_counts_over_pieces_and_on_its_own_way() -> None:
    trouble = Trouble(cut_in={DOWN: 10})
    passage = Passage(trouble)
    passage.receive(UP, ASKED, 0.0)
    assert sent(passage, 0.0, UP) == ASKED
    passage.receive(DOWN, TAKEN, 0.0)
    assert passage.take(0.0) == [Send(DOWN, TAKEN[:10]), Cut()]


def test_swallowing_passes_nothing_and_ends_nothing_not_even_what_was_under_way() -> None:
    trouble = Trouble(latency=1.0)
    passage = upgraded(trouble)
    passage.receive(DOWN, frame("under way"), 0.0)
    trouble.swallowing = True
    passage.receive(UP, frame("up"), 0.0)
    passage.receive(DOWN, frame("down"), 0.0)
    passage.ended(UP, 0.0)
    passage.ended(DOWN, 0.0)
    assert passage.take(100.0) == []
    assert passage.due() is None


def test_frames_are_lost_whole_and_others_pass() -> None:
    trouble = Trouble(loses=lambda way, one: way is DOWN and b"Answer" in one)
    passage = upgraded(trouble)
    passage.receive(DOWN, frame("Beat") + frame("Answer") + frame("Happened"), 0.0)
    assert sent(passage, 0.0, DOWN) == frame("Beat") + frame("Happened")
    passage.receive(UP, frame("Answer"), 0.0)
    assert sent(passage, 0.0, UP) == frame("Answer")


@pytest.mark.parametrize(
    ("harm", "reaches_server", "comes_back"),
    [
        (Harm.ANSWERED_BEFORE, False, answer(429)),
        (Harm.ANSWERED_AFTER, True, answer(429)),
        (Harm.HANGS_BEFORE, False, b""),
        (Harm.HANGS_AFTER, True, b""),
        (Harm.CUT_AFTER, True, TAKEN[: len(TAKEN) // 2]),
    ],
)
def test_what_befalls_a_request(harm: Harm, reaches_server: bool, comes_back: bytes) -> None:
    trouble = Trouble(orders=[Order("POST /sms", harm, 429)])
    passage = Passage(trouble)
    passage.receive(UP, ASKED, 0.0)
    steps = passage.take(0.0)
    assert (Send(UP, ASKED) in steps) is reaches_server
    if reaches_server:
        passage.receive(DOWN, TAKEN, 0.0)
        steps = passage.take(0.0)
    back = [step.sent for step in steps if isinstance(step, Send) and step.way is DOWN]
    assert b"".join(back) == comes_back
    assert (Cut() in steps) is (harm is Harm.CUT_AFTER)


def test_an_order_strikes_as_often_as_it_says_and_only_what_it_names() -> None:
    trouble = Trouble(orders=[Order("POST /sms", Harm.ANSWERED_BEFORE, 500, times=2)])
    passage = Passage(trouble)
    get = b"GET /health HTTP/1.1\r\n\r\n"
    for request in (get, ASKED, ASKED, ASKED):
        passage.receive(UP, request, 0.0)
    steps = passage.take(0.0)
    assert steps.count(Send(UP, ASKED)) == 1
    assert steps.count(Send(UP, get)) == 1
    assert steps.count(Send(DOWN, answer(500))) == 2


def test_slow_reading_trickles_and_says_that_it_is_crowded() -> None:
    passage = upgraded(Trouble(rate=1000.0))
    for _ in range(CROWDED // 100 + 1):
        passage.receive(DOWN, frame("x" * 100), 0.0)
    assert passage.crowded(DOWN)
    assert not passage.crowded(UP)
    now, got = 2.0, 0
    while now < 12.0:
        got += sum(len(step.sent) for step in passage.take(now) if isinstance(step, Send))
        due = passage.due()
        assert due is not None
        now = max(now, due)
    assert 9_000 < got < 11_500
