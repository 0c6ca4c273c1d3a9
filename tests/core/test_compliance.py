"""Tests of which texts opt out or in; that replies are then refused is tested with `decide`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmchat.core.compliance import HELP, OPT_IN, OPT_OUT, Wish, wish_of


@pytest.mark.parametrize("keyword", sorted(OPT_OUT))
def test_opting_out(keyword: str) -> None:
    assert wish_of(keyword) == (Wish.OUT, keyword)


@pytest.mark.parametrize("keyword", sorted(OPT_IN))
def test_opting_in(keyword: str) -> None:
    assert wish_of(keyword) == (Wish.IN, keyword)


@pytest.mark.parametrize("text", ["HELP", "help!", " Info "])
def test_asking_for_help(text: str) -> None:
    wish = wish_of(text)
    assert wish is not None and wish[0] is Wish.HELP


@pytest.mark.parametrize(
    "text",
    [
        *("stop", "Stop.", "STOP!!!", " stop\n", "“Stop”", "'stop'", "*STOP*", "(stop)", "stop…"),
        *("stop;", "_stop_", "STOP 🙏", "stop\u200b", "\ufeffstop", "stop\u00a0.", "Stop❤\ufe0f"),
    ],
)
def test_what_stands_around_the_keyword_does_not_matter(text: str) -> None:
    assert wish_of(text) == (Wish.OUT, "STOP")


@pytest.mark.parametrize(
    ("text", "keyword"),
    [
        *((text, "STOP") for text in ("STOP STOP STOP", "stop, stop!", "ＳＴＯＰ", "stóp", "s̶t̶o̶p̶")),
        *((f"stop{'!' * 40}", "STOP"), (f"{' ' * 900}stop", "STOP"), (f"Stop {'🛑' * 35}", "STOP")),
        *(("Stop all", "STOP ALL"), ("ARRÊT", "ARRET"), ("arret.", "ARRET")),
    ],
)
def test_a_keyword_may_be_repeated_drawn_out_or_in_other_letters(text: str, keyword: str) -> None:
    assert wish_of(text) == (Wish.OUT, keyword)


@pytest.mark.parametrize("text", ["yes yes", "stop start", f"stop{' .' * 2000}", "stop the stop"])
def test_more_than_that_is_no_keyword(text: str) -> None:
    assert wish_of(text) is None


@pytest.mark.parametrize("text", ["opt out", "Opt  Out", "opt-out", "OPT\nOUT!"])
def test_a_keyword_of_two_words(text: str) -> None:
    assert wish_of(text) == (Wish.OUT, "OPT OUT")


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "please stop", "Stop by at 5?", "don't stop", "stopp", "stop1", "s t o p", "停"),
        *("yes please", "I cancel", "\ud83d", "🛑", "." * 100),
    ],
)
def test_a_sentence_is_not_a_keyword(text: str) -> None:
    assert wish_of(text) is None


def test_no_keyword_wishes_both() -> None:
    assert not OPT_OUT & OPT_IN
    assert not HELP & (OPT_OUT | OPT_IN)


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_any_text_is_read(text: str) -> None:
    wish = wish_of(text)
    keywords = {Wish.OUT: OPT_OUT, Wish.IN: OPT_IN, Wish.HELP: HELP}
    assert wish is None or wish[1] in keywords[wish[0]]
