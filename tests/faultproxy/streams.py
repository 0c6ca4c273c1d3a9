"""Byte streams cut into whole HTTP messages and WebSocket frames; what befalls them is
`passage`'s."""


class Stream:
    """One direction of a connection. It begins with HTTP and goes on with WebSocket frames after a
    message that upgrades; `in_frames` says so."""

    def __init__(self) -> None:
        self.in_frames = False
        self._rest = b""

    def receive(self, taken: bytes) -> list[tuple[bool, bytes]]:
        """What is whole now: whether it is a frame, and its bytes."""
        self._rest += taken
        whole: list[tuple[bool, bytes]] = []
        while self._rest and (length := self._length()) and length <= len(self._rest):
            one, self._rest = self._rest[:length], self._rest[length:]
            whole.append((self.in_frames, one))
            self.in_frames = self.in_frames or _upgrades(one)
        return whole

    def _length(self) -> int:
        """How long the first whole thing is; 0 when that cannot be told yet."""
        if self.in_frames:
            return _frame_length(self._rest)
        head, found, body = self._rest.partition(b"\r\n\r\n")
        if not found:
            return 0
        told = _field(head, b"content-length")
        if told is not None:
            return len(head) + 4 + int(told)
        if _field(head, b"transfer-encoding") is None:
            return len(head) + 4
        end = body.find(b"0\r\n\r\n")
        return 0 if end < 0 else len(head) + 4 + end + 5


def first_line(message: bytes) -> str:
    """The request line or status line of an HTTP message."""
    return message.partition(b"\r\n")[0].decode("latin-1")


def answer(status: int, body: bytes = b"") -> bytes:
    """A whole HTTP answer after which the connection goes on."""
    head = f"HTTP/1.1 {status} Made Up\r\nContent-Length: {len(body)}\r\n"
    return (head + "Content-Type: application/json\r\n\r\n").encode("ascii") + body


def _upgrades(message: bytes) -> bool:
    head = message.partition(b"\r\n\r\n")[0]
    if message.startswith(b"HTTP/"):
        return b" 101 " in head.partition(b"\r\n")[0]
    return _field(head, b"upgrade") is not None


def _field(head: bytes, name: bytes) -> bytes | None:
    for line in head.split(b"\r\n")[1:]:
        key, _, value = line.partition(b":")
        if key.strip().lower() == name:
            return value.strip()
    return None


def _frame_length(stream: bytes) -> int:
    """The length of the first frame with its head (RFC 6455, 5.2); 0 when more has to come."""
    if len(stream) < 2:
        return 0
    told = stream[1] & 127
    wide = {126: 2, 127: 8}.get(told, 0)
    if len(stream) < 2 + wide:
        return 0
    payload = int.from_bytes(stream[2 : 2 + wide]) if wide else told
    return 2 + wide + (4 if stream[1] & 128 else 0) + payload
