"""Checks of the hub for `tmchat doctor`: reach, token, clock, webhook; the machine's are apart."""

from collections.abc import Callable, Iterator
from typing import Any

from tmchat import __version__
from tmchat.cli.failure import Plight
from tmchat.cli.finding import Finding, fail, ok, warn
from tmchat.cli.hubcall import HubCall
from tmchat.core.roles import Permission
from tmchat.core.text import clean_line
from tmchat.settings.secrets import Token

LARGEST_CLOCK_DIFFERENCE = 2000  # ms; ages and waiting times are wrong by as much


MOST_UNREAD = 1000  # payloads that the hub lists at most


def hub_findings(
    hub: str, token: Token, clock: Callable[[], int], greet: Callable[[], str]
) -> Iterator[Finding]:
    """What the hub at `hub` says of itself, as far as it answers.

    `clock` is in ms UTC; `greet` says why a console's line is not let in, empty where it is.
    """
    with HubCall(hub, token) as call:
        try:
            me = call.get("/agents/me")
            yield ok("hub", f"{hub} answers.")
            who = clean_line(f"{me['name']}, {me['role']}")
            yield ok("token", f"Good for {who}; it comes from {token.where}.")
            before = clock()
            checks = call.get("/agents/checks")
            yield clock_finding(checks["now"], before, clock())
            unread = _unread(call) if Permission.INBOUND in me["may"] else None
        except Plight as plight:
            yield fail("hub", str(plight))
            return
        except (KeyError, TypeError):
            yield fail("hub", f"What answers at {hub} is not a hub of tmchat.")
            return
    trouble = greet()
    yield fail("line", clean_line(trouble)) if trouble else ok("line", "A console is let in.")
    yield from _told(checks)
    if unread is not None:
        yield unread


def clock_finding(hub_now: int, before: int, after: int) -> Finding:
    """The hub's clock against ours, which was `before` and `after` at the ends of the question."""
    early, late = before - hub_now, hub_now - after
    difference = max(early, late, 0)
    if difference <= LARGEST_CLOCK_DIFFERENCE:
        return ok("clock", "It agrees with the hub's within two seconds.")
    direction = "ahead of" if early > late else "behind"
    return warn(
        "clock",
        f"This machine is {difference / 1000:.1f} s {direction} the hub; set both by NTP.",
    )


def _told(checks: dict[str, Any]) -> Iterator[Finding]:
    version = clean_line(str(checks.get("version", "")))
    if version != __version__:
        yield warn("version", f"The hub is tmchat {version}, this is {__version__}.")
    for what in ("storage", "telmetrics", "carrier", "webhook"):
        match checks.get(what):
            case {"ok": bool(good), "sentence": str(sentence)}:
                yield (ok if good else fail)(what, clean_line(sentence))
            case _:
                yield warn(what, "The hub does not say.")


def _unread(call: HubCall) -> Finding:
    """How many payloads the carrier pushed in which no text was found."""
    query = {"unread": "1", "limit": str(MOST_UNREAD)}
    count = len(call.get("/agents/inbound", query)["inbound"])
    if not count:
        return ok("inbound", "Every payload that was pushed could be read.")
    many = f"{count} or more" if count == MOST_UNREAD else str(count)
    return warn("inbound", f"{many} could not be read; `tmchat hub inbound list` shows them.")
