"""What one texter says to what is heard."""

from dataclasses import replace

import pytest

from tmchat.sandbox.texters.library import scripts
from tmchat.sandbox.texters.script import Person, Rule, Script
from tmchat.sandbox.texters.texter import Texter, Utterance
from tmchat.sandbox.texters.words import pattern


def rule(when: list[str], *says: tuple[str, ...], media: tuple[str, ...] = ()) -> Rule:
    """A rule as it would be read from a file."""
    return Rule(tuple(when), says, media, pattern(when))


def script(**changes: object) -> Script:
    """A short script about a lamp, in English unless changed."""
    lamp = replace(
        scripts()[0],
        person=Person("Dana Whitfield", "Peoria", "IL", "61604", "309"),
        language="en",
        address="4 Elm St",
        free="Monday at nine",
        opening=("Do you mend lamps?", "It's an old one"),
        opening_media=("https://photos.example.net/lamp.jpg",),
        rules=(rule(["brass", "$"], ("Brass, yes",), ("I said brass", "polished"), media=("m",)),),
        follow_ups=("It flickers", "Signed {first}"),
        impatient=("Hello?", "Still there?"),
        ending=("Thanks", "Bye"),
    )
    return replace(lamp, **changes)  # type: ignore[arg-type]


def texter(**changes: object) -> Texter:
    """A texter named Dana Whitfield with the lamp script."""
    written = script(**changes)
    return Texter(written, written.person, seed=5, index=0)


def texts(utterances: list[Utterance]) -> list[str]:
    """The texts alone."""
    return [utterance.text for utterance in utterances]


def test_opening_media_goes_with_the_last_text() -> None:
    first, second = texter().opening()
    assert (first.media, second.media) == ((), ("https://photos.example.net/lamp.jpg",))


def test_a_rule_says_its_sayings_in_turn_and_is_then_spent() -> None:
    lamp = texter()
    assert lamp.answer("Is it BRASS?") == [Utterance("Brass, yes", ("m",))]
    assert lamp.answer("brass, right?") == [
        Utterance("I said brass"),
        Utterance("polished", ("m",)),
    ]
    assert texts(lamp.answer("brass.")) == ["It flickers"]


def test_follow_ups_come_in_order_and_the_ending_after_them() -> None:
    lamp = texter()
    assert texts(lamp.answer("Interesting.")) == ["It flickers"]
    assert texts(lamp.answer("Go on.")) == ["Signed Dana"]
    over_too_early = lamp.over
    assert not over_too_early
    assert texts(lamp.answer("I see.")) == ["Thanks", "Bye"]
    assert lamp.over
    assert lamp.answer("Anything else?") == []


@pytest.mark.parametrize(
    ("heard", "part"),
    [
        ("May I have your name?", "Dana"),
        ("What's the address?", "4 Elm St"),
        ("When works for you?", "Monday at nine"),
        ("Great. May I have your name and address?", "Dana Whitfield, 4 Elm St"),
    ],
)
def test_usual_questions_get_the_script_s_own_facts(heard: str, part: str) -> None:
    (answer,) = texts(texter(rules=()).answer(heard))
    assert part in answer


@pytest.mark.parametrize(
    ("language", "heard", "answers"),
    [
        ("en", "Is it for indoors?", {"Yes", "Yes please", "Yeah I think so", "Yep"}),
        ("es", "Is it for indoors?", {"Sí", "Sí, por favor", "Creo que sí"}),
        ("zh", "是室内用的吗？", {"是的", "对", "可以的"}),
        ("de", "Hallo!", {"Hallo, danke für die schnelle Antwort", "Guten Tag!"}),
        (
            "fr",
            "Sorry for the delay",
            {"Ce n'est pas grave", "Pas de souci, merci d'avoir répondu"},
        ),
    ],
)
def test_manners_are_in_the_texter_s_language(language: str, heard: str, answers: set[str]) -> None:
    (answer,) = texts(texter(language=language, rules=()).answer(heard))
    assert answer in answers


def test_a_goodbye_brings_the_ending() -> None:
    lamp = texter()
    assert texts(lamp.answer("You're all set, see you Monday!")) == ["Thanks", "Bye"]
    assert lamp.over


def test_a_goodbye_that_asks_something_does_not() -> None:
    lamp = texter()
    lamp.answer("See you at nine, okay?")
    assert not lamp.over


def test_asking_to_wait_uses_up_no_follow_up() -> None:
    lamp = texter()
    for _ in range(4):
        assert texts(lamp.answer("One moment please, let me check")) != ["It flickers"]
    assert texts(lamp.answer("Tell me more.")) == ["It flickers"]


def test_while_typing_only_what_has_its_own_words_is_taken_up() -> None:
    lamp = texter()
    assert lamp.answer("Interesting.", mid_sentence=True) == []
    assert texts(lamp.answer("Brass?", mid_sentence=True)) == ["Brass, yes"]
    assert texts(lamp.answer("Interesting.")) == ["It flickers"]


def test_a_conversation_that_always_finds_an_answer_still_ends() -> None:
    lamp = texter(rules=())
    for _ in range(10):
        lamp.answer("Is it an indoor lamp?")
    assert lamp.over


def test_impatience_comes_in_order_and_runs_out() -> None:
    lamp = texter()
    assert [texts(lamp.nag()) for _ in range(3)] == [["Hello?"], ["Still there?"], []]


def test_the_same_seed_and_index_answer_alike() -> None:
    heard = ["Hi", "Is it old?", "When?", "Your name?", "It's $40"]
    said = [[texts(each.answer(text)) for text in heard] for each in (texter(), texter())]
    assert said[0] == said[1]
