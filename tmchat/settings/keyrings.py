"""The system keyring, if a real one answers in time; what is kept in it is `secrets`'s."""

import threading
from collections.abc import Callable
from typing import Protocol, TypeVar, cast

SERVICE = "tmchat"
KEYRING_SECONDS = 3.0
"""A dead bus or a locked keyring may never answer, and a person is waiting."""

UNREAL = (
    "keyring.backends.fail",
    "keyring.backends.null",
    "keyring.backends.chainer",
    "keyrings.alt",
)
"""Modules of backends that keep nothing, only pass on, or (keyrings.alt) write plain text."""

R = TypeVar("R")


class Backend(Protocol):
    """What is used of a keyring backend."""

    def get_password(self, service: str, username: str) -> str | None:
        """The kept password or None."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep the password."""

    def delete_password(self, service: str, username: str) -> None:
        """Forget the password."""


class Unanswered(Exception):
    """The keyring failed or gave no answer in time."""


def system_backend() -> Backend | None:
    """The first backend of this machine that keeps secrets, or None. Slow: it imports keyring."""
    import keyring

    chosen = keyring.get_keyring()
    for backend in (chosen, *getattr(chosen, "backends", ())):
        if is_real(backend):
            return cast(Backend, backend)
    return None


def is_real(backend: object) -> bool:
    """Whether the backend keeps secrets where other users and backups cannot read them."""
    module = type(backend).__module__
    return not any(module == name or module.startswith(f"{name}.") for name in UNREAL)


def within(limit: float, call: Callable[[], R]) -> R:
    """What `call` returns, run in a thread of its own and given `limit` seconds.

    Raises `Unanswered` when it fails or is late; a late thread is left behind as a daemon.
    """
    answers: list[R] = []

    def ask() -> None:
        try:
            answers.append(call())
        except Exception:  # backends raise whatever their bus does; all of it means no answer
            return

    thread = threading.Thread(target=ask, name="keyring", daemon=True)
    thread.start()
    thread.join(limit)
    if not answers:
        raise Unanswered
    return answers[0]
