"""Tests of who may do what, cell by cell; what a granted command does is tested with `decide`."""

from typing import get_args

import pytest

from tests.core.journal import Journal
from tmchat.core import commands as cmd
from tmchat.core.decide import asked, decide
from tmchat.core.questions import ChangesMade, Question
from tmchat.core.records import Agent, Role
from tmchat.core.roles import NEEDED, TABLE, Permission, may

CELLS = """
                agent  supervisor  administrator
READ            yes    yes         yes
REPLY           yes    yes         yes
NOTE            yes    yes         yes
CLAIM           yes    yes         yes
TAKE_OVER       yes    yes         yes
CLOSE           yes    yes         yes
SNOOZE          yes    yes         yes
OPT_OUT         yes    yes         yes
SETTLE          yes    yes         yes
OVERRULE        no     yes         yes
EXPORT          no     yes         yes
NUMBERS         no     no          yes
INBOUND         no     no          yes
ANSWERING       no     yes         yes
CANNED          no     yes         yes
SEE_SETUP       yes    yes         yes
CALLS           yes    yes         yes
SETUP           no     no          yes
ORDER           no     no          yes
AUDIT           no     yes         yes
"""
HEAD, *LINES = (line.split() for line in CELLS.strip().splitlines())

NUMBER_COMMANDS = [
    cmd.AttachNumber("+12245550121"),
    cmd.DetachNumber("+12245550121"),
    cmd.RefreshNumbers(),
]


@pytest.mark.parametrize(
    ("role", "permission", "granted"),
    [
        (Role(role), Permission[line[0]], word == "yes")
        for line in LINES
        for role, word in zip(HEAD, line[1:], strict=True)
    ],
)
def test_cell(role: Role, permission: Permission, granted: bool) -> None:
    assert may(role, permission) is granted


def test_the_cells_are_all_there_is() -> None:
    assert {Permission[line[0]] for line in LINES} == set(Permission)
    assert {Role(role) for role in HEAD} == set(Role) == set(TABLE)


def test_every_command_and_question_needs_a_permission() -> None:
    assert set(NEEDED) == {*get_args(cmd.Command), *get_args(Question)}


@pytest.mark.parametrize("role", Role)
def test_questions_are_answered_to_who_may_know(role: Role) -> None:
    refusal = asked(ChangesMade(), Agent("x", role))
    assert (refusal is None) is may(role, Permission.AUDIT)


@pytest.mark.parametrize("command", NUMBER_COMMANDS)
@pytest.mark.parametrize("role", Role)
def test_numbers_are_the_administrators(role: Role, command: cmd.Command) -> None:
    decision = decide(Journal().inbox, command, Agent("x", role))
    if role is Role.ADMINISTRATOR:
        assert decision == ()
    else:
        assert isinstance(decision, cmd.Refused)
        assert decision.code == "forbidden"
        assert role in decision.sentence
