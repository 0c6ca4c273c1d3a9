"""What `tmchat doctor` asks a running hub: clock, storage, Telmetrics, and the way in for texts."""

import asyncio
import http.client
import json
import urllib.request
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tmchat import __version__
from tmchat.core.roles import Permission
from tmchat.hub.listeners.access import permitted
from tmchat.hub.listeners.answers import answer
from tmchat.hub.listeners.desk import Desk

WEBHOOK_SECONDS = 5.0
LARGEST_HEALTH = 4096  # bytes


def check_routes(desk: Desk) -> list[Route]:
    """`GET /agents/checks`; each check is `{"ok", "sentence"}`."""

    async def checks(request: Request) -> Response:
        switchboard = desk.switchboard
        return answer(
            {
                "now": desk.clock(),
                "version": __version__,
                "consoles": len(desk.fanout),
                "storage": _check(switchboard.trouble, "Texts and replies are kept."),
                "telmetrics": _check(desk.administration.trouble, "The account answers."),
                "carrier": _check(desk.fanout.carrier().trouble, "Replies leave for the carrier."),
                "public_url": desk.hook.base,
                "private_webhooks": desk.settings.private_webhooks,
                "webhook": _check(await _webhook_trouble(desk), "The webhook address answers."),
            }
        )

    return [Route("/agents/checks", permitted(Permission.READ, checks), methods=["GET"])]


def _check(trouble: str, well: str) -> dict[str, Any]:
    return {"ok": not trouble, "sentence": trouble or well}


async def _webhook_trouble(desk: Desk) -> str:
    """Asks the hub's own public address whether it is this hub; a sentence when it is not."""
    run = desk.switchboard.past.run
    try:
        told = await asyncio.to_thread(_run_at, f"{desk.hook.base}/health")
    except OSError as error:
        reason = getattr(error, "reason", None) or error
        return f"The hub cannot reach its own public address: {reason}."
    return "" if told == run else "Something else than this hub answers at its public address."


def _run_at(url: str) -> str:
    """The `run` of the hub that answers at `url`, empty for anything else. Blocks."""
    try:
        with urllib.request.urlopen(url, timeout=WEBHOOK_SECONDS) as response:
            return str(json.loads(response.read(LARGEST_HEALTH))["run"])
    except (ValueError, KeyError, TypeError, http.client.HTTPException):
        return ""
