"""Who a token belongs to, and that it stops counting at once; what they may do is `core.roles`'s.

A token is 256 random bits; only its SHA-256 is stored. That needs no salt and no slow hash: there
is nothing to guess in 256 random bits.
"""

import asyncio
import hashlib
import logging
import secrets
from dataclasses import dataclass

from tmchat.core.records import Agent
from tmchat.hub.fanout import Fanout
from tmchat.hub.store.interface import Store, StoreFailed

WATCH_SECONDS = 0.5
LONGEST_TOKEN = 200  # characters; anything longer is not hashed
_REVOKED = "This token counts no longer; ask an administrator for another."

log = logging.getLogger(__name__)


def new_token() -> str:
    """A token of 256 random bits, to be shown once."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a token: SHA-256 in hexadecimal."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who showed a good token."""

    agent: Agent
    token_hash: str


class SignIn:
    """Looks tokens up, remembers them while the database is unchanged, ends revoked lines."""

    def __init__(self, store: Store, fanout: Fanout) -> None:
        self._store = store
        self._fanout = fanout
        self._known: dict[str, Agent] = {}
        self._version = 0
        self._watching: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begins to watch for revocations, also those by another process."""
        self._version = await self._store.revision()
        self._watching = asyncio.create_task(self._watch())

    def stop(self) -> None:
        """Ends the watching."""
        if self._watching is not None:
            self._watching.cancel()

    async def who(self, authorization: str) -> SignedIn | None:
        """Whose token stands in an `Authorization: Bearer` header, None for nobody's."""
        scheme, _, token = authorization.partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not token or len(token) > LONGEST_TOKEN:
            return None
        hashed = token_hash(token)
        while hashed not in self._known:
            version = self._version
            agent = await self._store.agent_by_token(hashed)
            if agent is None:
                return None
            if version == self._version:
                self._known[hashed] = agent
        return SignedIn(self._known[hashed], hashed)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            try:
                version = await self._store.revision()
                if version != self._version:
                    self._version = version
                    self._known.clear()
                    await self._recheck()
            except StoreFailed as failure:
                self._version = -1
                log.warning("tokens cannot be checked: %s", failure)

    async def _recheck(self) -> None:
        """Ends every line whose token is no longer its agent's, or whose agent is no longer who
        opened it: with another role their console comes back at once, as what it then is."""
        for hashed in {line.token_hash for line in self._fanout}:
            agent = await self._store.agent_by_token(hashed)
            for line in self._fanout:
                if line.token_hash == hashed and line.agent != agent:
                    if agent is None:
                        line.end("revoked", _REVOKED)
                    else:
                        line.end("role", f"Your role is now {agent.role.value}.")
