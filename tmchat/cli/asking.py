"""Questions and commands to the hub by their records; the session under them is `hubcall`'s."""

from collections.abc import Iterator
from typing import Any, TypeVar

from tmchat.cli.failure import Plight
from tmchat.cli.hubcall import HubCall
from tmchat.core.commands import Command, Granted, Outcome, Refused
from tmchat.core.plainform import Unreadable, one_of, plain
from tmchat.core.questions import Question, SetupsOf, SetupsTold, Told
from tmchat.core.setup.plans import Kind, Setup
from tmchat.core.text import clean_line

T = TypeVar("T")


def ask(call: HubCall, question: Question, answer: type[T]) -> T:
    """The answer to a question, which is an `answer`. Raises `Plight` with the hub's sentence."""
    told = _read(Told, call.post("/agents/questions", plain(question)))
    if isinstance(told, Refused):
        raise Plight(clean_line(told.sentence))
    if not isinstance(told, answer):
        raise Plight("The hub answered another question.")
    return told


def give(call: HubCall, command: Command) -> Outcome:
    """What became of a command. Raises `Plight` where the hub cannot be asked."""
    outcome: Outcome = _read(Outcome, call.post("/agents/commands", plain(command)))
    return outcome


def carry_out(call: HubCall, command: Command) -> Granted:
    """Gives a command that must be granted; raises `Plight` with the hub's sentence."""
    outcome = give(call, command)
    if isinstance(outcome, Refused):
        raise Plight(clean_line(outcome.sentence))
    return outcome


def setups(call: HubCall, kind: Kind, group: int = 0) -> Iterator[Setup]:
    """Every setup of a kind, a page at a time. Raises `Plight`."""
    page, pages = 1, 1
    while page <= pages:
        told = ask(call, SetupsOf(kind, group, page), SetupsTold)
        yield from told.setups
        page, pages = page + 1, told.pages


def _read(union: Any, form: Any) -> Any:
    try:
        return one_of(union, form)
    except Unreadable as fault:
        raise Plight(f"The hub sent something that this tmchat cannot read: {fault}.") from None
