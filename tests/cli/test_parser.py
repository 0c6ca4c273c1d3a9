"""Flags that a command and its steps take alike."""

from argparse import ArgumentParser

import pytest

from tmchat.cli.main import parser_for
from tmchat.cli.parser import CommandParser, share

STEPS = (
    "numbers list",
    "numbers attach 9055550101",
    "numbers export",
    "pools export",
    "groups owners",
    "auto-reply show 9055550101",
    "replies list",
    "hub inbound",
    "hub inbound list",
    "hub inbound show 7",
)


@pytest.mark.parametrize("words", STEPS)
@pytest.mark.parametrize("flag", ["hub", "config"])
def test_a_flag_may_stand_behind_any_word_of_the_step(words: str, flag: str) -> None:
    command, *rest = words.split()
    least = 1 if words.startswith("hub") and flag == "hub" else 0
    for place in range(least, len(rest) + 1):
        line = [*rest[:place], f"--{flag}", "value", *rest[place:]]
        assert str(getattr(parser_for(command).parse_args(line), flag)) == "value", line


@pytest.mark.parametrize("flag", ["db", "config"])
def test_so_it_is_for_agents(flag: str) -> None:
    for line in (["list", f"--{flag}", "file"], [f"--{flag}", "file", "list"]):
        assert str(getattr(parser_for("agents").parse_args(line), flag)) == "file"


def test_the_last_one_wins_and_none_is_none() -> None:
    parser = parser_for("numbers")
    assert parser.parse_args(["--hub", "first", "list", "--hub", "last"]).hub == "last"
    assert parser.parse_args(["list"]).hub is None


def test_a_plain_parser_takes_a_shared_flag_as_any_other() -> None:
    parser = ArgumentParser()
    share(parser, "--hub", help="The hub.")
    assert parser.parse_args(["--hub", "x"]).hub == "x"


def test_steps_of_steps_take_what_each_above_shares() -> None:
    parser = CommandParser()
    parser.share("--first", help="First.")
    middle = parser.add_subparsers(dest="part").add_parser("middle")
    middle.share("--second", help="Second.")
    middle.add_subparsers(dest="step").add_parser("last")
    read = parser.parse_args(["middle", "last", "--first", "1", "--second", "2"])
    assert (read.first, read.second, read.part, read.step) == ("1", "2", "middle", "last")
