"""A carrier with a listing, and what tests of unknown replies ask of a desk; it asserts nothing."""

from tests.hub.engine.rig import (
    Carrier,
    Clock,
    Desk,
    payload,
    until,
)
from tmchat.core import commands as cmd
from tmchat.hub.settling import Lookup
from tmchat.telmetrics.standins import (
    Accepted,
    ListedMessage,
    ReplyOutcome,
    Unknown,
)

CUT = Unknown("The answer was cut.")
LAG, FLIGHT = 10.0, 20.0
PLACE = "conversation-1"


class ListingCarrier(Carrier):
    """Lists what it took `lag` seconds later; `arrives` says of each attempt whether it was taken,
    whatever the answer (default: it was)."""

    def __init__(
        self, clock: Clock, *script: ReplyOutcome | Exception, arrives: str = "", lag: float = 0.0
    ) -> None:
        super().__init__(*script)
        self.looks: list[tuple[str, int]] = []
        self.broken: list[Exception] = []
        self._clock = clock
        self._arrives = list(arrives)
        self._lag = lag
        self._listed: list[ListedMessage] = []

    async def __call__(self, url: str, field: str, text: str, client_ref: str) -> ReplyOutcome:
        outcome = await super().__call__(url, field, text, client_ref)
        if not self._arrives or self._arrives.pop(0) == "y":
            name = f"m{len(self.sent)}"
            self._listed.append(ListedMessage(name, text, "Outbound", self._clock.now, "Sent"))
            if isinstance(outcome, Accepted):
                return Accepted(name)
        return outcome

    async def look(self, conversation: str, since: int) -> list[ListedMessage]:
        """The listing as it is now."""
        self.looks.append((conversation, self._clock.now))
        if self.broken:
            raise self.broken.pop(0)
        until = self._clock.now - self._lag * 1000
        return [one for one in self._listed if one.at is not None and since <= one.at <= until]

    @property
    def lookup(self) -> Lookup:
        """The listing as an outbox uses it."""
        return Lookup(self.look, LAG, FLIGHT)


async def texted(desk: Desk, words: str = "hello", key: str = "m1") -> int:
    """A text of a texter whose conversation the carrier names; the conversation."""
    await desk.intake.take(payload(words, key=key, ConversationId=PLACE), {})
    (about,) = desk.switchboard.inbox.conversations
    return about


def resend(desk: Desk, about: int, entry: int, ref: str = "again") -> cmd.ResendReply:
    return cmd.ResendReply(about, entry, ref, desk.switchboard.inbox.head)


async def unknown_reply(desk: Desk, about: int) -> int:
    """Waits for the newest reply to become unknown."""
    await until(lambda: bool(desk.switchboard.past.inbox().conversations[about].unknown))
    return desk.switchboard.inbox.conversations[about].unknown[-1]
