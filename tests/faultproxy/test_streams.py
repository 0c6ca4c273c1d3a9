"""Tests of cutting streams into messages and frames, whole or byte by byte."""

import pytest

from tests.faultproxy.streams import Stream, answer, first_line

GET = b"GET /agents/poll/x?wait=20 HTTP/1.1\r\nHost: hub\r\n\r\n"
POST = b"POST /hook/s HTTP/1.1\r\ncontent-length: 4\r\n\r\nbody"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\n\r\n"
UPGRADE = b"GET /agents/socket HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"
SWITCHED = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"
DENIED = b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno"
SHORT = b"\x81\x02hi"
MASKED = b"\x81\x82mask" + b"\x05\x08"
LONG = b"\x81\x7e\x01\x00" + b"x" * 256
LONGEST = b"\x81\x7f" + (70_000).to_bytes(8) + b"y" * 70_000


@pytest.mark.parametrize(
    "whole",
    [
        [GET, POST, GET],
        [answer(200, b"{}"), CHUNKED, answer(502)],
        [UPGRADE, MASKED, SHORT],
        [SWITCHED, SHORT, LONG, LONGEST, SHORT],
        [DENIED, DENIED],
    ],
)
@pytest.mark.parametrize("at_once", [1, 3, 1 << 20])
def test_what_is_whole_comes_out_once_and_unchanged(whole: list[bytes], at_once: int) -> None:
    stream = Stream()
    joined = b"".join(whole)
    found = []
    for start in range(0, len(joined), at_once):
        found += stream.receive(joined[start : start + at_once])
    assert [one for _, one in found] == whole
    frames = [framed for framed, _ in found]
    assert frames == sorted(frames)
    assert any(frames) == (whole[0] in (UPGRADE, SWITCHED))


def test_what_is_not_whole_waits() -> None:
    stream = Stream()
    assert stream.receive(POST[:-1]) == []
    assert stream.receive(POST[-1:] + GET[:5]) == [(False, POST)]


def test_the_first_line_says_what_is_asked() -> None:
    assert first_line(GET) == "GET /agents/poll/x?wait=20 HTTP/1.1"
