"""What cannot be meant so in how an account is set up, although each setup keeps every rule."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from tmchat.core import phone
from tmchat.core.routes import AUTO_REPLY_LIMIT
from tmchat.core.setup.plans import Kind, Setup
from tmchat.core.setup.trees import Tree, at


@dataclass(frozen=True, slots=True)
class Finding:
    """Something odd about one setup: at which setting, and a sentence."""

    setup: Setup
    path: str
    sentence: str


def findings(
    setups: Sequence[Setup],
    *,
    talking: Mapping[str, int],
    tracked: Collection[str],
    answering: Collection[str] = (),
) -> tuple[Finding, ...]:
    """All that is odd, setup by setup in their order.

    `talking` are the open conversations on this desk by tracking number, `tracked` every tracking
    number of the account, `answering` those that the desk itself answers by machine (E.164).
    """
    beside = _Beside(talking, tracked, answering)
    found: list[Finding] = []
    for setup in setups:
        for check in _CHECKS:
            found += (Finding(setup, *one) for one in check(setup, beside))
    return (*found, *_fights(setups))


@dataclass(frozen=True, slots=True)
class _Beside:
    """What the desk knows beside the setups."""

    talking: Mapping[str, int]
    tracked: Collection[str]
    answering: Collection[str]


Odd = Iterator[tuple[str, str]]


def _route(setup: Setup, beside: _Beside) -> Odd:
    if setup.target.kind is Kind.GROUP:
        return
    if at(setup.tree, "sms.kind") in (None, "none"):
        yield "sms.kind", "Texts go nowhere."
    if setup.tree.get("calls") is None:
        yield "calls.kind", "Calls go nowhere."


def _auto_reply(setup: Setup, beside: _Beside) -> Odd:
    text, enabled = str(at(setup.tree, "sms.text") or ""), at(setup.tree, "sms.enabled")
    if len(text) > AUTO_REPLY_LIMIT:
        yield (
            "sms.text",
            f"The auto-reply has {len(text)} characters, more than {AUTO_REPLY_LIMIT}.",
        )
    open_ones = beside.talking.get(setup.label, 0)
    if enabled and setup.label in beside.answering:
        yield "sms.enabled", "Telmetrics answers by itself, and this desk would answer too."
    elif enabled and open_ones:
        many = "conversation is" if open_ones == 1 else "conversations are"
        yield (
            "sms.enabled",
            f"Telmetrics answers by itself, while {open_ones} {many} open on this desk.",
        )


def _keys(setup: Setup, beside: _Beside) -> Odd:
    if at(setup.tree, "calls.kind") == "key_press" and not at(setup.tree, "calls.keys"):
        yield "calls.keys", "The menu has no keys."
    for key, choice in (at(setup.tree, "calls.keys") or {}).items():
        to = (choice or {}).get("termination")
        if not to:
            yield f"calls.keys.{key}", f"Key {key} goes nowhere."
        elif to == setup.label:
            yield f"calls.keys.{key}", f"Key {key} calls this very number again."
        elif to in beside.tracked:
            name = phone.pretty(to)
            yield f"calls.keys.{key}", f"Key {key} goes to {name}, a tracking number."
    if at(setup.tree, "calls.termination") == setup.label:
        yield "calls.termination", "Calls go to this very number again."


def _members(setup: Setup, beside: _Beside) -> Odd:
    if setup.target.kind is Kind.POOL and not setup.tree.get("quantity"):
        yield "quantity", "The pool has no numbers."


Check = Callable[[Setup, _Beside], Odd]
_CHECKS: tuple[Check, ...] = (_route, _auto_reply, _keys, _members)


def _fights(setups: Iterable[Setup]) -> Iterator[Finding]:
    """Replacement rules of which a page could follow only one (CONTRACT 9).

    Rules that name the numbers to replace meet wherever they do; rules for all numbers of a page
    meet in their number group.
    """
    ruled = [one for one in setups if one.tree.get("replace")]
    by_number: dict[str, list[Setup]] = {}
    by_group: dict[Any, list[Setup]] = {}
    for one in ruled:
        for number in dict.fromkeys(at(one.tree, "replace.numbers") or ()):
            by_number.setdefault(number.upper(), []).append(one)
        if at(one.tree, "replace.all"):
            by_group.setdefault(one.tree.get("group"), []).append(one)
    told: set[tuple[str, str]] = set()
    for number, rivals in by_number.items():
        yield from _pairs(rivals, f"replaces {number} for the same visitors", told)
    for group, whole in by_group.items():
        others = [one for one in ruled if one.tree.get("group") == group and one not in whole]
        yield from _pairs(whole, "replaces every number for the same visitors", told)
        for one in whole:
            for other in others:
                yield from _pairs([other, one], "replaces numbers for the same visitors", told)


def _pairs(rivals: Sequence[Setup], does: str, told: set[tuple[str, str]]) -> Iterator[Finding]:
    for one, other in combinations(rivals, 2):
        names = f"{one.target}", f"{other.target}"
        if names not in told and _meet(one.tree, other.tree):
            told.add(names)
            yield Finding(other, "replace", f"{phone.pretty(one.label)} {does}: only one can win.")


def _meet(one: Tree, other: Tree) -> bool:
    """Whether some visitor falls under the tracking sources of both."""
    ours, theirs = (at(tree, "replace.sources") or [{}] for tree in (one, other))
    return any(_overlap(a, b) for a in ours for b in theirs)


def _overlap(one: Tree, other: Tree) -> bool:
    domains = [str(source.get("referrer") or "any").casefold() for source in (one, other)]
    if "any" not in domains and domains[0] != domains[1]:
        return False
    ours, theirs = (set(source.get("triggers") or ()) for source in (one, other))
    if bool(ours) != bool(theirs):
        # The one with a trigger is the narrower, and a page tells them apart by it.
        return False
    return not ours or bool(ours & theirs)
