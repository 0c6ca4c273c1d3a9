"""The hub's public webhook address and its secret segments; what is pushed there is `intake`'s.

The address itself is the key (CONTRACT 15.1), so it is never logged and never sent to a console.
"""

import hmac
import re
import secrets
from collections.abc import Sequence

from tmchat.hub.store.interface import Store

SEGMENT_BYTES = 24  # 192 random bits
# 22 characters of base64 can hold 128 bits.
_STRONG = re.compile(r"[A-Za-z0-9_-]{22,}")
_KEPT = "hook_segment"


class WeakSegment(Exception):
    """A configured segment could be guessed; the text is one sentence."""


async def hook_segments(configured: Sequence[str], store: Store) -> tuple[str, ...]:
    """The segments that are valid, the one for new routes first: those configured, else one that
    is made once and kept in the database. Raises `WeakSegment`."""
    if configured:
        for segment in configured:
            if _STRONG.fullmatch(segment) is None:
                raise WeakSegment(
                    "Each of hook_segments needs at least 22 letters, digits, hyphens or "
                    "underscores; leave the setting empty to have one made."
                )
        return tuple(configured)
    kept = await store.setting(_KEPT)
    if not kept:
        kept = secrets.token_hex(SEGMENT_BYTES)
        await store.keep_setting(_KEPT, kept)
    return (kept,)


class Hook:
    """Where Telmetrics pushes texts: `base` is the public address, without a last slash."""

    def __init__(self, base: str, segments: Sequence[str]) -> None:
        self.base = base
        self._segments = tuple(segments)

    @property
    def address(self) -> str:
        """What a number's SMS route is to hold; secret."""
        return self._with(self._segments[0])

    @property
    def shown(self) -> str:
        """The address without its secret segment, fit to be shown."""
        return self._with("")

    def admits(self, segment: str) -> bool:
        """Whether a request may come in by `segment`; takes the same time for any wrong one."""
        offered = segment.encode("utf-8", "surrogatepass")
        found = [hmac.compare_digest(offered, valid.encode()) for valid in self._segments]
        return any(found)

    def reaches(self, url: str) -> bool:
        """Whether texts pushed to `url` arrive here."""
        return any(url == self._with(segment) for segment in self._segments)

    def ours(self, url: str) -> bool:
        """Whether this desk wrote `url`, be it under an earlier address or segment."""
        if url.startswith(self.shown):
            return True
        return any(url.endswith(f"/hook/{segment}") for segment in self._segments)

    def masked(self, url: str) -> str:
        """`url` without the secret segment where it is one of this desk's, otherwise unchanged."""
        if url.startswith(self.shown):
            return self.shown
        for segment in self._segments:
            if url.endswith(f"/hook/{segment}"):
                return url.removesuffix(segment)
        return url

    def _with(self, segment: str) -> str:
        return f"{self.base}/hook/{segment}"
