"""What terminals are taken to be able to; that it is used rightly is the replays' matter."""

import pytest

from tmchat.console.terminal.abilities import Abilities, Answers, abilities, may_be_asked


@pytest.mark.parametrize(
    ("name", "able"),
    [
        ("xterm-256color", Abilities(True, True, True, True)),
        ("linux", Abilities(True, True, True, True)),
        ("foot", Abilities(True, True, True, True, repeats=True)),
        ("xterm-kitty", Abilities(True, True, True, True, repeats=True)),
        ("tmux-256color", Abilities(True, True, True, True, repeats=True)),
        ("screen", Abilities(True, True)),
        ("ansi", Abilities()),
        ("of-no-known-kind", Abilities()),
        ("", Abilities()),
    ],
)
def test_the_name_of_the_terminal_tells(name: str, able: Abilities) -> None:
    assert abilities({"TERM": name}) == able


def test_inside_tmux_it_is_tmux_that_draws() -> None:
    assert abilities({"TERM": "screen", "TMUX": "/tmp/s,1,0"}).repeats
    assert not may_be_asked({"TERM": "screen", "TMUX": "/tmp/s,1,0"})


def test_only_a_terminal_that_hides_the_question_is_asked() -> None:
    assert may_be_asked({"TERM": "xterm-256color"})
    assert not may_be_asked({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"})
    assert not may_be_asked({"TERM": "linux"})


@pytest.mark.parametrize(
    ("answer", "there"),
    [("0", False), ("1", True), ("2", True), ("3", False), ("4", False)],
)
def test_margins_are_there_when_the_mode_can_be_set(answer: str, there: bool) -> None:
    assert Answers().margins(f"ab\x1b[?2026;2$y\x1b[?69;{answer}$yc") is there


def test_an_answer_may_come_in_pieces_and_counts_once() -> None:
    answers = Answers()
    heard = [answers.margins(piece) for piece in ("x\x1b[?6", "9;", "2$", "y", "more", "$y")]
    assert heard == [False, False, False, True, False, False]
