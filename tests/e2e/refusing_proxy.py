"""A proxy that lets plain HTTP through and refuses WebSocket, as some companies' do; it knows
nothing of what it carries."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

_REFUSAL = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class RefusingProxy:
    """Listens at `address` and passes connections on to the server at `target`.

    `refused` counts the connections that asked to become a WebSocket.
    """

    def __init__(self, target: str) -> None:
        parts = urlsplit(target)
        self._target = (str(parts.hostname), int(parts.port or 80))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = [self._listener]
        self._threads: list[threading.Thread] = []
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.refused = 0
        self._start(self._accept)

    def close(self) -> None:
        """Cuts every connection and waits for the threads."""
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        for one in self._open:
            one.close()

    def _start(self, work: Callable[..., None], *arguments: socket.socket) -> None:
        thread = threading.Thread(target=work, args=arguments)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self._open.append(client)
                self._start(self._serve, client)

    def _serve(self, client: socket.socket) -> None:
        """A connection is judged by its first request alone: a client asks for WebSocket first."""
        with suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head:
                taken = client.recv(65536)
                if not taken:
                    return
                head += taken
            if b"\r\nupgrade:" in head.lower():
                self.refused += 1
                client.sendall(_REFUSAL)
                client.shutdown(socket.SHUT_RDWR)
                return
            server = socket.create_connection(self._target)
            self._open.append(server)
            server.sendall(head)
            self._start(_carry, server, client)
            _carry(client, server)


def _carry(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while taken := source.recv(65536):
            sink.sendall(taken)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_RDWR)


@contextmanager
def refusing_proxy(target: str) -> Iterator[RefusingProxy]:
    """A proxy before the server at `target`, ended afterwards."""
    proxy = RefusingProxy(target)
    try:
        yield proxy
    finally:
        proxy.close()
