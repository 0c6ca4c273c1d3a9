"""Finding words in what an agent said, in every kind of writing."""

import pytest

from tmchat.sandbox.texters.words import is_opt_out, is_question, pattern, plain


@pytest.mark.parametrize(
    ("word", "heard", "found"),
    [
        ("no", "No, sorry", True),
        ("no", "I know", False),
        ("price", "prices vary", False),
        ("$", "that is $49", True),
        ("let me check", "Let  me\ncheck that", True),
        ("don't have", "we don’t have it", True),
        ("año", "dos años", False),
        ("años", "dos AÑOS de garantía", True),
        ("多少钱", "请问多少钱？", True),
        ("سعر", "ما السعر؟", True),
        ("कीमत", "इसकी कीमत क्या है", True),
    ],
)
def test_a_word_is_found_where_a_reader_would_find_it(word: str, heard: str, found: bool) -> None:
    assert (pattern([word]).search(plain(heard)) is not None) == found


@pytest.mark.parametrize("text", ["STOP", "stop", " Stop. ", "STOP!", "Unsubscribe"])
def test_a_text_that_is_only_an_opt_out_word_opts_out(text: str) -> None:
    assert is_opt_out(text)


@pytest.mark.parametrize("text", ["Stop by at 5", "don't stop", "STOP texting me", ""])
def test_an_opt_out_word_inside_a_sentence_does_not(text: str) -> None:
    assert not is_opt_out(text)


def test_questions_are_known_by_the_mark_of_their_writing() -> None:
    assert all(is_question(text) for text in ("When?", "什么时候？", "متى؟", "¿Cuándo?"))
    assert not is_question("Tomorrow at 9.")
