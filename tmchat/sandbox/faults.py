"""Faults on demand: which kinds there are and when one strikes; doing it is the struck part's."""

import asyncio
from dataclasses import asdict, dataclass, replace
from random import Random
from typing import Any

from tmchat.sandbox.errors import Checks
from tmchat.sandbox.fields import Fields

BEFORE = ("429", "500-before", "hang-before")
AFTER = ("500-after", "hang-after", "reset-after")
_ANSWER_KINDS = (*BEFORE, *AFTER, "slow")
_TEXT_KINDS = ("duplicate", "reorder", "lag")
# Only a text can arrive twice, late or out of order; a request to the API has just its answer, and
# a listing can lag behind what was sent.
KINDS = {
    "push": (*_ANSWER_KINDS, *_TEXT_KINDS),
    "reply": (*_ANSWER_KINDS, *_TEXT_KINDS),
    "api": _ANSWER_KINDS,
    "lookup": (*_ANSWER_KINDS, "lag"),
}
_HANG_SECONDS = 60.0
_OTHER_SECONDS = 2.0
_LONGEST = 3600.0


@dataclass(frozen=True, slots=True)
class Fault:
    """One standing order; `times` counts down, None is for ever."""

    on: str
    kind: str
    share: float = 1.0
    seconds: float = _OTHER_SECONDS
    times: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The fault as the control surface shows it."""
        return asdict(self)


class Faults:
    """The standing faults; drawing one uses it up."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._standing: list[Fault] = []
        self._cleared = asyncio.Event()

    def add(self, values: dict[str, Any]) -> Fault:
        """Order a fault from a control request; `ApiError` 400 when it makes no sense."""
        checks = Checks()
        fields = Fields(values, checks)
        on = fields.choice("on", tuple(KINDS), required=True)
        kind = fields.choice("kind", KINDS.get(on or "", KINDS["push"]), required=True)
        share = _number(fields, values, "share", 1.0, high=1.0)
        usual = _HANG_SECONDS if kind in ("hang-before", "hang-after") else _OTHER_SECONDS
        seconds = _number(fields, values, "seconds", usual, high=_LONGEST)
        times = fields.integer("times")
        checks.finish()
        fault = Fault(str(on), str(kind), share, seconds, times)
        self._standing.append(fault)
        return fault

    def standing(self) -> list[Fault]:
        """All faults in force."""
        return list(self._standing)

    def clear(self) -> None:
        """End all faults; what hangs or lags because of one goes on at once."""
        self._standing.clear()
        self._cleared.set()
        self._cleared = asyncio.Event()

    def draw(self, on: str) -> Fault | None:
        """The fault that strikes the next act on `on`, if any."""
        for position, fault in enumerate(self._standing):
            if fault.on == on and self._random.random() < fault.share:
                if fault.times is not None:
                    self._standing[position] = replace(fault, times=fault.times - 1)
                    if fault.times == 1:
                        del self._standing[position]
                return fault
        return None

    async def pause(self, fault: Fault) -> None:
        """Wait the fault's seconds, or until faults are cleared."""
        try:
            async with asyncio.timeout(fault.seconds):
                await self._cleared.wait()
        except TimeoutError:
            return


def _number(
    fields: Fields, values: dict[str, Any], name: str, default: float, *, high: float
) -> float:
    value = values.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= high:
        fields.fail(name, f"Must be a number from 0 to {high:g}.")
        return default
    return float(value)
