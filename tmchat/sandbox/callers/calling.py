"""Who calls which number when, and how the call goes; no I/O and no clock of its own.

Everything about a call is a function of the seed, its index and the number's settings, so that the
same seed gives the same day on the same account.
"""

import math
import re
from dataclasses import dataclass

from tmchat.sandbox.call_forms import Caller, Talk, Turn
from tmchat.sandbox.callers.dialogues import ANY_TRADE, Dialogue, Source, dialogues, sources
from tmchat.sandbox.callers.places import centre
from tmchat.sandbox.exchange import ANSWERED, BUSY, NO_ANSWER, Dialling
from tmchat.sandbox.numbers import Line
from tmchat.sandbox.texters.chance import between, draw, pick
from tmchat.sandbox.texters.people import stranger

# Callers are other people than the texters of the same seed.
_FIRST_PERSON = 500_000
# After a time in which the machine slept, only so many seconds are caught up.
_ARREARS = 120.0
# So many people call again and again.
_REGULARS = 40
_STREETS = ("Harbour Road", "Quarry Street", "Elm Avenue", "Mill Lane", "Station Street", "2nd St")
_VOICEMAIL = "voicemail"
# Of a hundred calls that are put through: how many are taken how.
_PICK_UPS = ((ANSWERED, 74), (_VOICEMAIL, 7), (NO_ANSWER, 14), (BUSY, 5))
_WEEK = 7
# How many of a day's calls come in each hour of it, Eastern time.
_BY_HOUR = (0, 0, 0, 0, 0, 0, 1, 2, 6, 9, 10, 10, 8, 8, 9, 9, 8, 7, 5, 3, 2, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Planned:
    """One call as it will go; `source` is what brought the caller to a page, if anything."""

    phone: str
    dialling: Dialling
    caller: Caller
    talk: Talk
    source: Source | None
    landing_page: str


class Callers:
    """When the next call comes: `rate` calls a minute on average, none with a rate of 0.

    Calls are counted from `first`, so that a sandbox that goes on does not repeat itself.
    """

    def __init__(self, *, seed: int, rate: float, first: int = 0) -> None:
        self._seed = seed
        self._rate = rate
        self._index = first
        self._next = 0.0

    def start(self, now: float) -> None:
        """Begin the day; the first call comes soon, however low the rate."""
        self._next = now + between(2.0, 6.0, self._seed, "first call")

    def next_due(self) -> float | None:
        """When the next call comes, epoch seconds; None for never."""
        return self._next if self._rate > 0 else None

    def due(self, now: float) -> list[tuple[int, float]]:
        """Index and time of each call that has come by `now`."""
        come: list[tuple[int, float]] = []
        self._next = max(self._next, now - _ARREARS)
        while self._rate > 0 and self._next <= now:
            come.append((self._index, self._next))
            waited = -math.log(1 - draw(self._seed, "gap", self._index)) * 60 / self._rate
            self._next += waited
            self._index += 1
        return come


def chosen(seed: int, index: int | str, count: int) -> int:
    """Which of `count` numbers the call goes to, from 0."""
    return int(draw(seed, "number", index) * count)


def planned(seed: int, index: int, line: Line) -> Planned:
    """How call `index` goes on this number."""
    key = (seed, "call", index)
    is_regular = draw(*key, "again") < 0.25
    person = int(draw(*key, "who") * _REGULARS) if is_regular else _REGULARS + index
    caller, phone = _caller(seed, person)
    business = line.name.partition(" - ")[0]
    pick_up, dialogue = _reception(line.trade, *key)
    talk_seconds = dialogue.seconds(business, caller.name) if pick_up != NO_ANSWER else 0
    source = pick(sources(), *key, "source") if draw(*key, "sourced") < 0.65 else None
    page = f"https://www.{re.sub('[^a-z0-9]', '', business.lower()) or 'shop'}.example/"
    return Planned(
        phone=phone,
        dialling=Dialling(
            pick_up=ANSWERED if pick_up == _VOICEMAIL else pick_up,
            ring_seconds=round(_ring(pick_up, *key)),
            talk_seconds=talk_seconds,
            keys=_keys(line, *key),
            confirms_recording=draw(*key, "confirms") < 0.9,
        ),
        caller=caller,
        talk=_talk(dialogue, business, caller.name, *key),
        source=source,
        landing_page=f"{page}?{source.query}" if source is not None and source.query else page,
    )


def past_moments(seed: int, count: int, midnight: int) -> list[int]:
    """When `count` calls of the week before an Eastern midnight began, milliseconds, in order."""
    hours = [hour for hour, share in enumerate(_BY_HOUR) for _ in range(share)]
    moments = []
    for index in range(count):
        days = 1 + int(draw(seed, "day", index) * _WEEK)
        hour = pick(hours, seed, "hour", index) + draw(seed, "minute", index)
        moments.append(midnight - days * 86_400_000 + int(hour * 3_600_000))
    return sorted(moments)


def _caller(seed: int, person: int) -> tuple[Caller, str]:
    key = (seed, "caller", person)
    who = stranger("en", seed, _FIRST_PERSON + person)
    latitude, longitude = centre(who.state)
    phone = f"{who.area_code}5550{100 + int(draw(*key, 'line') * 100)}"
    caller = Caller(
        name=who.name,
        address=f"{1 + int(draw(*key, 'house') * 980)} {pick(_STREETS, *key, 'street')}",
        city=who.city,
        state=who.state,
        zip_code=who.zip_code,
        latitude=round(latitude + between(-0.4, 0.4, *key, "north"), 4),
        longitude=round(longitude + between(-0.4, 0.4, *key, "east"), 4),
        caller_type=pick(("Residential", "Wireless", "Business"), *key, "type"),
        is_registered_dnc=draw(*key, "dnc") < 0.12,
    )
    return caller, phone


def _reception(trade: str | None, *key: int | str) -> tuple[str, Dialogue]:
    rest = draw(*key, "pick up") * sum(share for _, share in _PICK_UPS)
    pick_up = _PICK_UPS[-1][0]
    for name, share in _PICK_UPS:
        if rest < share:
            pick_up = name
            break
        rest -= share
    about = ANY_TRADE if draw(*key, "about") < 0.15 else trade
    found = dialogues(about, voicemail=pick_up == _VOICEMAIL)
    return pick_up, pick(found, *key, "dialogue")


def _ring(pick_up: str, *key: int | str) -> float:
    low, high = {ANSWERED: (2, 9), _VOICEMAIL: (18, 24), NO_ANSWER: (20, 38)}.get(pick_up, (0, 0))
    return between(low, high, *key, "ring")


def _keys(line: Line, *key: int | str) -> tuple[str, ...]:
    """What the caller presses: most do as they are told, some get it wrong once, some never."""
    pressed: list[str] = []
    verify = line.features.get("call_verify", {})
    if verify.get("enabled") and draw(*key, "verifies") < 0.92:
        pressed.append(str(verify["key_press"]))
    if line.call_routes is not None and line.call_routes["route_type"] == "KeyPress":
        choices = [choice["key"] for choice in line.call_routes["route"]["keys"]]
        luck = draw(*key, "menu")
        if luck > 0.95:
            return tuple(pressed)
        wrong = [one for one in "0123456789" if one not in choices]
        if luck > 0.87 and wrong:
            pressed.append(wrong[0])
        pressed.append(pick(choices, *key, "key"))
    return tuple(pressed)


def _talk(dialogue: Dialogue, business: str, name: str, *key: int | str) -> Talk:
    score = round(dialogue.score + between(-9, 9, *key, "score"))
    return Talk(
        turns=tuple(Turn(*turn) for turn in dialogue.spoken(business, name)),
        score=min(100, max(0, score)),
        is_lead=dialogue.is_lead,
        is_voicemail=dialogue.is_voicemail,
        is_customer=dialogue.is_customer,
        asks_for_work=dialogue.asks_for_work,
    )
