"""`tmchat numbers check`: prints what cannot be meant so; what that is, is `findings`'s."""

from argparse import Namespace
from collections import Counter

from tmchat.cli.asking import ask, setups
from tmchat.cli.hubcall import HubCall, hub_call
from tmchat.cli.setups.steps import SOMETHING_TO_DO, group_id
from tmchat.core import phone
from tmchat.core.questions import AddressTried, TryAddress
from tmchat.core.setup.findings import Finding, findings
from tmchat.core.setup.plans import Kind, Setup
from tmchat.core.setup.trees import at
from tmchat.core.text import clean_line


def run_check(args: Namespace) -> int:
    """Prints a line for each finding; the exit code."""
    with hub_call(args) as call:
        group = group_id(call, args.group)
        found = [*setups(call, Kind.NUMBER, group), *setups(call, Kind.POOL, group)]
        numbers = {one["number"]: one for one in call.get("/agents/numbers")["numbers"]}
        answering = {
            number for number, one in numbers.items() if (one.get("answering") or {}).get("enabled")
        }
        odd = list(
            findings(found, talking=_talking(call), tracked=numbers.keys(), answering=answering)
        )
        if args.attempt:
            odd += _dead(call, found)
    for one in odd:
        label = phone.pretty(one.setup.label)
        print(clean_line(f"{label}: {one.path}: {one.sentence}"))
    if not odd:
        print(f"Nothing found in {len(found)} numbers and pools.")
    return SOMETHING_TO_DO if odd else 0


def _talking(call: HubCall) -> Counter[str]:
    """How many conversations are open, by tracking number."""
    listed = call.get("/agents/conversations")["conversations"]
    return Counter(one["number"] for one in listed if not one.get("closed"))


def _dead(call: HubCall, found: list[Setup]) -> list[Finding]:
    """What is routed to an address that does not take a push; each address is tried once,
    the desk's own by the hub's asking for itself there."""
    by_url: dict[str, list[Setup]] = {}
    for one in found:
        url = at(one.tree, "sms.url")
        if at(one.tree, "sms.kind") == "webhook" and url:
            by_url.setdefault(url, []).append(one)
    dead = []
    checks = call.get("/agents/checks")
    own = by_url.pop(f"{checks['public_url']}/hook/", [])
    if own and not checks["webhook"]["ok"]:
        dead += [Finding(one, "sms.url", checks["webhook"]["sentence"]) for one in own]
    for url, ones in by_url.items():
        tried = ask(call, TryAddress(url), AddressTried)
        if not 200 <= tried.status < 300:
            dead += [Finding(one, "sms.url", tried.sentence) for one in ones]
    return dead
