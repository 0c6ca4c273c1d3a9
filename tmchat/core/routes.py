"""What becomes of a text to a tracking number, in the desk's own words; no provider's field names.

A number or a pool has exactly one SMS route (CONTRACT 7).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Final
from urllib.parse import urlsplit

from tmchat.core import phone
from tmchat.core.text import Clean, clean_line

AUTO_REPLY_LIMIT: Final = 155
"""Characters of an auto-reply, over which the route is refused rather than cut (CONTRACT 7)."""

_GUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_QUOTED: Final = 40


@dataclass(frozen=True, slots=True)
class NoRoute:
    """Texts are recorded and go nowhere."""


@dataclass(frozen=True, slots=True)
class WebhookRoute:
    """Texts are pushed to an address, such as the hub's public one."""

    url: str


@dataclass(frozen=True, slots=True)
class ChatClientRoute:
    """Texts are handed to a chat client set up at the provider; `client` is its id, a GUID."""

    client: str


@dataclass(frozen=True, slots=True)
class AutoReplyRoute:
    """Texts are answered by a fixed text, at most once in 24 hours per texter."""

    enabled: bool
    text: str


@dataclass(frozen=True, slots=True)
class ForwardRoute:
    """Texts are announced to a mobile phone, with an auto-reply of the route's own.

    `mobile` is E.164, or empty for the number that calls are forwarded to.
    """

    auto_reply_enabled: bool
    auto_reply: str
    mobile: str


@dataclass(frozen=True, slots=True)
class UnknownRoute:
    """A kind of route this desk does not know, kept as it came so that it can be given back."""

    kind: str
    plain: Mapping[str, object] = field(hash=False)


SmsRoute = NoRoute | WebhookRoute | ChatClientRoute | AutoReplyRoute | ForwardRoute | UnknownRoute

_KINDS: Final[dict[type[SmsRoute], str]] = {
    NoRoute: "none",
    WebhookRoute: "webhook",
    ChatClientRoute: "chat_client",
    AutoReplyRoute: "auto_reply",
    ForwardRoute: "forward",
    UnknownRoute: "unknown",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a route would be refused: the route's `field`, or `route` as a whole, and a sentence."""

    field: str
    sentence: str


def check(route: SmsRoute, *, pool: bool, advanced_calls: bool) -> tuple[Problem, ...]:
    """All that is wrong with `route` for a number, or for a number pool (CONTRACT 7).

    `advanced_calls` says that the calls have advanced routing, so that no single phone stands
    behind the number. An unknown route passes: it came from the provider.
    """
    match route:
        case WebhookRoute(url):
            return _check_url(url)
        case ChatClientRoute(client):
            return _check_client(client)
        case AutoReplyRoute(enabled, text):
            return _check_auto_reply("text", enabled, text)
        case ForwardRoute(enabled, text, mobile):
            return (
                *_check_pool(pool),
                *_check_auto_reply("auto_reply", enabled, text),
                *_check_mobile(mobile, advanced_calls),
            )
    return ()


def describe(route: SmsRoute) -> Clean:
    """One short line, fit to be drawn. Of an address it shows the host: the rest may be secret."""
    match route:
        case NoRoute():
            line = "no SMS route"
        case WebhookRoute(url):
            line = f"webhook to {_host(url) or 'an address that is no web address'}"
        case ChatClientRoute(client):
            line = f"chat client {client[:8]}"
        case AutoReplyRoute(enabled, text):
            line = f"auto-reply {_quoted(text)}" if enabled else "auto-reply, switched off"
        case ForwardRoute(enabled, _, mobile):
            to = phone.pretty(mobile) if mobile else "the phone that takes the calls"
            line = f"forward to {to}{', with auto-reply' if enabled else ''}"
        case UnknownRoute(kind):
            line = f"unknown route {_quoted(kind)}"
    return clean_line(line)


def to_plain(route: SmsRoute) -> dict[str, object]:
    """The route as plain values for storage: `kind` and the fields of that kind."""
    if isinstance(route, UnknownRoute):
        return {"kind": "unknown", "called": route.kind, "plain": dict(route.plain)}
    return {"kind": _KINDS[type(route)], **asdict(route)}


def from_plain(plain: Mapping[str, object]) -> SmsRoute:
    """The route that `to_plain` wrote; raises `ValueError` for anything else."""
    match plain:
        case {"kind": "none"}:
            return NoRoute()
        case {"kind": "webhook", "url": str(url)}:
            return WebhookRoute(url)
        case {"kind": "chat_client", "client": str(client)}:
            return ChatClientRoute(client)
        case {"kind": "auto_reply", "enabled": bool(enabled), "text": str(text)}:
            return AutoReplyRoute(enabled, text)
        case {
            "kind": "forward",
            "auto_reply_enabled": bool(enabled),
            "auto_reply": str(text),
            "mobile": str(mobile),
        }:
            return ForwardRoute(enabled, text, mobile)
        case {"kind": "unknown", "called": str(kind), "plain": Mapping() as fields}:
            return UnknownRoute(kind, dict(fields))
    raise ValueError("A stored SMS route is not one that this desk wrote.")


def _check_url(url: str) -> tuple[Problem, ...]:
    if not url:
        return (Problem("url", "A webhook route needs the address to push texts to."),)
    if _host(url):
        return ()
    return (Problem("url", "Write the address as https://host/path (http is possible too)."),)


def _host(url: str) -> str:
    """The host and port of a web address, or an empty string when it is none."""
    if any(character <= " " or character == "\x7f" for character in url):
        return ""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        return ""
    return f"{parts.hostname}{port}"


def _check_client(client: str) -> tuple[Problem, ...]:
    if not client:
        return (Problem("client", "A chat client route needs the id of a chat client."),)
    if _GUID.fullmatch(client):
        return ()
    return (Problem("client", "The id of a chat client looks like 8-4-4-4-12 hex digits."),)


def _check_pool(pool: bool) -> tuple[Problem, ...]:
    if not pool:
        return ()
    return (Problem("route", "A number pool cannot forward texts: choose another SMS route."),)


def _check_auto_reply(name: str, enabled: bool, text: str) -> tuple[Problem, ...]:
    if enabled and not text.strip():
        return (Problem(name, "An auto-reply that is switched on needs a text."),)
    if len(text) <= AUTO_REPLY_LIMIT:
        return ()
    sentence = f"An auto-reply has at most {AUTO_REPLY_LIMIT} characters; this one has {len(text)}."
    return (Problem(name, sentence),)


def _check_mobile(mobile: str, advanced_calls: bool) -> tuple[Problem, ...]:
    if not mobile:
        if not advanced_calls:
            return ()
        return (Problem("mobile", "With advanced call routing, name the mobile to forward to."),)
    # Only a North American number has the ten digits that this field takes.
    if phone.area(mobile):
        return ()
    return (Problem("mobile", "Forward to a ten-digit number in North America."),)


def _quoted(text: str) -> str:
    line = clean_line(text)
    return f"“{line}”" if len(line) <= _QUOTED else f"“{line[: _QUOTED - 1]}…”"
