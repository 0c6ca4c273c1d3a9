"""What anybody says to a usual question, by language; a script's own rules come before these."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from re import Pattern

from tmchat.sandbox.texters.words import is_question, pattern, plain


@dataclass(frozen=True, slots=True)
class Topic:
    """A usual subject, the words that raise it, and the sayings about it in each language.

    A saying that is the empty string means keeping quiet; a topic without sayings brings the
    conversation to its end. A topic with `in_question` set is
    raised by questions alone (True) or by statements alone (False); one with `at_most_words`
    only by texts that short.
    """

    key: str
    pattern: Pattern[str]
    say: dict[str, tuple[str, ...]]
    in_question: bool | None
    at_most_words: int | None

    def raised_by(self, heard: str, asked: bool) -> bool:
        """Whether the text, already made plain, is about this topic."""
        if self.in_question is not None and self.in_question != asked:
            return False
        if self.at_most_words is not None and len(heard.split()) > self.at_most_words:
            return False
        return self.pattern.search(heard) is not None


@cache
def topics() -> tuple[Topic, ...]:
    """The topics in the order in which they are tried."""
    table = tomllib.loads((files(__package__) / "manners.toml").read_text(encoding="utf-8"))
    return tuple(
        Topic(
            key=each["key"],
            pattern=pattern(each["when"]),
            say={language: tuple(texts) for language, texts in each.get("say", {}).items()},
            in_question=each.get("in_question"),
            at_most_words=each.get("at_most_words"),
        )
        for each in table["topic"]
    )


def topic_of(heard: str) -> Topic | None:
    """The first topic that the agent's text raises, or None."""
    asked = is_question(heard)
    text = plain(heard)
    return next((topic for topic in topics() if topic.raised_by(text, asked)), None)
