"""One consumer playing one script: what is said, never when; timing is `cast`'s part."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tmchat.sandbox.texters.chance import pick
from tmchat.sandbox.texters.manners import topic_of
from tmchat.sandbox.texters.script import Person, Script
from tmchat.sandbox.texters.words import plain

# A conversation in which every reply finds a rule would never end by itself.
_MOST_ANSWERS = 9
_BLANK = re.compile(r"\{(name|first|last|city|address|free)\}")


@dataclass(frozen=True, slots=True)
class Utterance:
    """One text as it is sent, with the addresses of its media."""

    text: str
    media: tuple[str, ...] = ()


class Texter:
    """A person, a script and how far the conversation has come.

    What is answered depends on the seed, the index and the texts heard, on nothing else.
    """

    __slots__ = ("_answers", "_follow_ups", "_key", "_nags", "_spent", "over", "person", "script")

    def __init__(self, script: Script, person: Person, seed: int, index: int) -> None:
        self.script = script
        self.person = person
        self.over = False
        """Whether the last word is spoken; nothing is answered after it."""
        self._key = (seed, index)
        self._answers = 0
        self._follow_ups = 0
        self._nags = 0
        self._spent: Counter[int] = Counter()

    def opening(self) -> list[Utterance]:
        """The first texts, sent in a row."""
        return self._utter(self.script.opening, self.script.opening_media)

    def answer(self, heard: str, *, mid_sentence: bool = False) -> list[Utterance]:
        """What the texter says to a reply, sent in a row; empty for keeping quiet.

        With `mid_sentence` an earlier answer is still being typed: then a reply is taken up
        only if the script or good manners have words for just that.
        """
        if self.over:
            return []
        self._answers += 1
        if self._answers > _MOST_ANSWERS:
            return self._close()
        by_rule = self._by_rule(plain(heard))
        if by_rule is not None:
            return by_rule
        topic = topic_of(heard)
        if topic is not None and not topic.say:
            return self._close()
        if topic is not None:
            saying = pick(topic.say[self.script.language], *self._key, topic.key, self._answers)
            return self._utter([saying] if saying else [])
        if mid_sentence:
            return []
        return self._follow_up()

    def nag(self) -> list[Utterance]:
        """The next impatient text; empty when patience is at its end."""
        if self._nags == len(self.script.impatient):
            return []
        self._nags += 1
        return self._utter([self.script.impatient[self._nags - 1]])

    def _by_rule(self, heard: str) -> list[Utterance] | None:
        for number, rule in enumerate(self.script.rules):
            if self._spent[number] < len(rule.says) and rule.pattern.search(heard):
                self._spent[number] += 1
                return self._utter(rule.says[self._spent[number] - 1], rule.media)
        return None

    def _follow_up(self) -> list[Utterance]:
        if self._follow_ups == len(self.script.follow_ups):
            return self._close()
        self._follow_ups += 1
        return self._utter([self.script.follow_ups[self._follow_ups - 1]])

    def _close(self) -> list[Utterance]:
        self.over = True
        return self._utter(self.script.ending)

    def _utter(self, texts: Sequence[str], media: tuple[str, ...] = ()) -> list[Utterance]:
        utterances = [Utterance(self._filled(text)) for text in texts]
        if media:
            utterances[-1] = Utterance(utterances[-1].text, media)
        return utterances

    def _filled(self, text: str) -> str:
        first, _, last = self.person.name.partition(" ")
        blanks = {
            "name": self.person.name,
            "first": first,
            "last": last,
            "city": self.person.city,
            "address": self.script.address,
            "free": self.script.free,
        }
        return _BLANK.sub(lambda blank: blanks[blank[1]], text)
