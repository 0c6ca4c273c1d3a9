"""What was asked about the numbers beside conversations, kept for as long as it holds; bounded.

Asking is the screen's. An event about a number lets go of what was kept of it.
"""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Final, TypeVar

from tmchat.console.areas import PanelPage
from tmchat.core import events as ev
from tmchat.core.calls import Call
from tmchat.core.commands import Refused
from tmchat.core.questions import CallsBetween, CallsTold, Question, SetupOf, SetupTold, Told
from tmchat.core.records import TrackingNumber
from tmchat.core.setup.plans import Kind, Setup, Target

MOST: Final = 64
"""Numbers of which something is kept; the one looked at longest ago goes first."""
CALL_WINDOW: Final = 30 * 24 * 3_600_000
"""How far back the panel asks for calls, in ms."""
_OF_SETUP: Final = (PanelPage.SMS, PanelPage.AUTO_REPLY, PanelPage.NUMBER)
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Insight:
    """Setups by target and calls by tracking number, with why the hub did not tell."""

    def __init__(self) -> None:
        self._setups: OrderedDict[Target, Setup] = OrderedDict()
        self._calls: OrderedDict[str, tuple[Call, ...]] = OrderedDict()
        self._refused: OrderedDict[Hashable, str] = OrderedDict()
        self._under_way: set[Hashable] = set()

    def setup(self, target: Target) -> Setup | None:
        """How it is set up, if it is known."""
        return self._setups.get(target)

    def calls(self, number: str) -> tuple[Call, ...] | None:
        """The newest calls of a number, if they are known."""
        return self._calls.get(number)

    def why_not(self, key: Target | str) -> str:
        """Why the hub did not tell; empty when it was not asked or has told."""
        return self._refused.get(key, "")

    def wish(self, page: PanelPage, number: TrackingNumber, now: int) -> Question | None:
        """What to ask for a page of the panel, once; None when all is known or under way."""
        key: Target | str
        question: Question
        if page in _OF_SETUP and (number.id or number.pool):
            key = target_of(number)
            question = SetupOf(key)
            known = key in self._setups
        elif page is PanelPage.CALLS:
            key = number.number
            question = CallsBetween(now - CALL_WINDOW, now + 1, key)
            known = key in self._calls
        else:
            return None
        if known or key in self._under_way or key in self._refused:
            return None
        self._under_way.add(key)
        return question

    def told(self, question: Question, told: Told) -> None:
        """Takes the answer in."""
        match question, told:
            case SetupOf(target), SetupTold(setup):
                self._under_way.discard(target)
                _keep(self._setups, target, setup)
            case CallsBetween(number=number), CallsTold(calls):
                self._under_way.discard(number)
                _keep(self._calls, number, calls)
            case ((SetupOf(target=key) | CallsBetween(number=key)), Refused()):
                self._under_way.discard(key)
                _keep(self._refused, key, told.sentence)

    def forget(self, target: Target) -> None:
        """What is known of it no longer holds."""
        self._setups.pop(target, None)
        self._refused.pop(target, None)

    def heard(self, what: ev.Happening) -> bool:
        """Takes in an event; whether something known was let go of."""
        match what:
            case ev.SetupChanged(plan=plan):
                target = plan.target
            case ev.NumberListed(number) | ev.NumberAttached(number) | ev.NumberDetached(number):
                target = target_of(number)
            case _:
                return False
        known = target in self._setups
        self.forget(target)
        return known

    def line_back(self) -> None:
        """What was refused while the line was down may be told now."""
        self._refused.clear()
        self._under_way.clear()


def target_of(number: TrackingNumber) -> Target:
    """What the settings of a number belong to: itself, or its pool."""
    return Target(Kind.POOL, number.pool) if number.pool else Target(Kind.NUMBER, number.id)


def _keep(kept: OrderedDict[K, V], key: K, value: V) -> None:
    kept[key] = value
    while len(kept) > MOST:
        kept.popitem(last=False)
