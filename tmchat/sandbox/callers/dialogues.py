"""Reads what is said in calls from the packaged TOML file; holds no dialogue itself."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

ANY_TRADE = "any"
_SPEAKERS = {"A": "agent", "C": "caller"}
# Words a second, and the breath between two turns.
_WORDS_A_SECOND = 2.5
_BREATH = 0.8


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One written call; `score` is what an assessor would give it, 0 to 100.

    `turns` are speaker and text, in which `{business}` and `{name}` stand for names.
    """

    trade: str
    score: int
    turns: tuple[tuple[str, str], ...]
    is_lead: bool = False
    is_customer: bool = False
    asks_for_work: bool = False
    is_voicemail: bool = False

    def spoken(self, business: str, name: str) -> list[tuple[str, float, str]]:
        """Speaker, second and text of each turn, at the speed at which people talk."""
        turns, seconds = [], 0.5
        for speaker, written in self.turns:
            text = written.replace("{business}", business).replace("{name}", name)
            turns.append((speaker, round(seconds, 1), text))
            seconds += len(text.split()) / _WORDS_A_SECOND + _BREATH
        return turns

    def seconds(self, business: str, name: str) -> int:
        """How long the call takes from the first word to the last."""
        _, begun, last = self.spoken(business, name)[-1]
        return round(begun + len(last.split()) / _WORDS_A_SECOND) + 2


@dataclass(frozen=True, slots=True)
class Source:
    """What brings people to a trade's page; `query` is the query of its landing page."""

    rule: str
    referrer: str
    query: str


def dialogues(trade: str | None, *, voicemail: bool = False) -> tuple[Dialogue, ...]:
    """The calls a trade gets, those of any trade where it has none of its own."""
    own = tuple(
        one for one in _written()[0] if one.trade == trade and one.is_voicemail == voicemail
    )
    return own or tuple(
        one for one in _written()[0] if one.trade == ANY_TRADE and one.is_voicemail == voicemail
    )


def sources() -> tuple[Source, ...]:
    """What brings people to a page."""
    return _written()[1]


def keywords(trade: str | None) -> tuple[str, ...]:
    """The words a business of this trade listens for in its calls."""
    table = _written()[2]
    return table.get(trade or ANY_TRADE, table[ANY_TRADE])


@cache
def _written() -> tuple[tuple[Dialogue, ...], tuple[Source, ...], dict[str, tuple[str, ...]]]:
    table = tomllib.loads((files(__package__) / "dialogues.toml").read_text(encoding="utf-8"))
    listens_for = {trade: tuple(words) for trade, words in table["keywords"].items()}
    found = tuple(_dialogue(trade, one) for trade, calls in table["call"].items() for one in calls)
    return found, tuple(Source(**source) for source in table["source"]), listens_for


def _dialogue(trade: str, table: dict[str, Any]) -> Dialogue:
    turns = tuple(
        (_SPEAKERS[line[0]], line[2:].strip()) for line in table["said"].strip().splitlines()
    )
    flags = {name: bool(table.get(name)) for name in ("is_lead", "is_customer", "asks_for_work")}
    return Dialogue(
        trade, table["score"], turns, is_voicemail=bool(table.get("voicemail")), **flags
    )
