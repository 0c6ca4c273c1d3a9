"""The records a written conversation is made of; reading them from files is `library`'s part."""

from dataclasses import dataclass, field
from re import Pattern

MOODS = frozenset({"polite", "hurried", "angry", "confused", "joking", "anxious"})


@dataclass(frozen=True, slots=True)
class Line:
    """One tracking number a trade wants: its name and the area code to ask for."""

    name: str
    area_code: str


@dataclass(frozen=True, slots=True)
class Trade:
    """A business of the sandbox: its number group, the group's owner and its tracking numbers."""

    key: str
    group: str
    owner: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Where a texter came from: replacement rule, page landed on, referring page, session tag.

    What a visit did not have is the empty string.
    """

    rule: str
    landing_page: str
    referrer: str
    tag: str


@dataclass(frozen=True, slots=True)
class Person:
    """Who texts: name and place as a caller-name lookup gives them, and the phone's area code."""

    name: str
    city: str
    state: str
    zip_code: str
    area_code: str


@dataclass(frozen=True, slots=True)
class Rule:
    """When one of the words is heard, say the next of `says`; spent when all have been said.

    One saying is one or more texts sent in a row; `media` goes with the last of them.
    """

    when: tuple[str, ...]
    says: tuple[tuple[str, ...], ...]
    media: tuple[str, ...]
    pattern: Pattern[str] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Script:
    """One written conversation from the consumer's side; `scripts/README.md` explains each field.

    `opening` and `ending` are texts sent in a row, `follow_ups` and `impatient` are said one
    at a time, in order.
    """

    id: str
    trade: str
    person: Person
    language: str
    mood: str
    address: str
    free: str
    attribution: Attribution | None
    opening: tuple[str, ...]
    opening_media: tuple[str, ...]
    rules: tuple[Rule, ...]
    follow_ups: tuple[str, ...]
    impatient: tuple[str, ...]
    ending: tuple[str, ...]
