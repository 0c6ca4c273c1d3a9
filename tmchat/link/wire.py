"""What carries messages to the hub and back, one connection long; coming back is `line`'s."""

from typing import Protocol

NO_ADDRESS = "The hub's address or the token is not written as one; run: tmchat login"


class WireBroken(Exception):
    """The connection is gone or never came; the sentence says how.

    `refused` means that trying again with the same token and address is of no use.
    `unfit` means that this kind of connection does not get through but another kind may.
    """

    def __init__(self, sentence: str, *, refused: bool = False, unfit: bool = False) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.refused = refused
        self.unfit = unfit


class Wire(Protocol):
    """One connection. Every method but `abort` raises `WireBroken`."""

    kind: str

    async def send(self, message: str) -> None:
        """Hands one message over."""

    async def receive(self) -> str | bytes:
        """The next message, whenever it comes."""

    async def abort(self) -> None:
        """Ends the connection at once, without waiting for the other side."""
