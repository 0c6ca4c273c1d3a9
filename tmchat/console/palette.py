"""Conversations in the command palette; which ones, `jumps` says, and actions come from `seat`."""

from functools import partial
from typing import Protocol, cast

from textual.command import Hit, Hits, Provider
from textual.content import Content

from tmchat.console.jumps import Jumps


class Desked(Protocol):
    """Where the palette is opened: it finds conversations and goes to them."""

    jumps: Jumps

    def jump(self, conversation: int) -> None:
        """Goes to a conversation."""


class Seated(Protocol):
    """An application with a desk behind its screen."""

    @property
    def seat(self) -> Desked:
        """The desk and what it is reached by."""


class Conversations(Provider):
    """Goes to any conversation by what is known of it."""

    async def search(self, query: str) -> Hits:
        """The conversations that the letters written so far mean."""
        seat = cast(Seated, self.app).seat
        for jump in seat.jumps.find(query):
            shown = Content.assemble((jump.title, "bold"), "\n", (jump.line, "dim"))
            go = partial(seat.jump, jump.conversation)
            yield Hit(jump.score, shown, go, text=jump.title)
