"""Terminals that are poor, slow, resized or written over by others: no wrong picture, no lost
draft."""

import re
import signal
from pathlib import Path

import pytest

from tests.e2e.programs import Consumers, run
from tests.e2e.servers import TeamHub, team
from tests.e2e.terminal import TMCHAT, Terminal

QUESTION = "Is the shop open on Sunday?"
DRAFT = "Yes, from ten"


def opened(terminal: Terminal, consumers: Consumers) -> None:
    """A text comes, the agent opens it and begins to answer."""
    terminal.shows("online")
    consumers.text(QUESTION)
    terminal.shows("1 waiting")
    terminal.press("enter")
    terminal.shows("unclaimed")
    terminal.press("r")
    terminal.shows("Enter send")
    terminal.type(DRAFT)
    terminal.shows(DRAFT, f"{len(DRAFT)}/160 ", "1 segment")


def picture(terminal: Terminal) -> str:
    """What stands on the terminal, whatever a minute makes of the ages."""
    return re.sub(r"(now| 1m)\b", "age", terminal.picture)


def rubbish(terminal: Terminal) -> None:
    """Something else writes all over the terminal."""
    terminal.screen.reset()
    terminal.screen.draw("rubbish " * 100)


@pytest.mark.parametrize(
    "around",
    [
        {"TERM": "linux"},
        {"TERM": "screen"},
        {"TERM": "foot", "NO_COLOR": "1"},
        {"TERM": "xterm-16color", "LANG": "C", "LC_ALL": "C"},
    ],
    ids=lambda around: " ".join(around.values()),
)
def test_every_terminal_shows_the_desk_and_after_fg_shows_it_again(
    tmp_path: Path, around: dict[str, str]
) -> None:
    with team(tmp_path) as (hub, consumers, token):
        environment = hub.as_agent(token, **around)
        with Terminal([*TMCHAT, "console", "--no-bell"], environment) as terminal:
            opened(terminal, consumers)
            before = picture(terminal)
            terminal.process.send_signal(signal.SIGTSTP)
            # A SIGCONT that comes before it stands still would be lost.
            terminal.until(terminal.stopped, "the stop")
            assert terminal.cooked()
            rubbish(terminal)
            terminal.process.send_signal(signal.SIGCONT)
            terminal.until(lambda: picture(terminal) == before, "the picture of before")
            terminal.type(" to four")
            terminal.shows(f"{DRAFT} to four")


def test_full_output_shows_the_same_in_more_bytes(tmp_path: Path) -> None:
    shown = (QUESTION, f"{DRAFT}!", f"{len(DRAFT) + 1}/160 · GSM-7 · 1 segment", "Enter send")
    with team(tmp_path) as (hub, consumers, token):
        with hub.console(token, "--no-bell") as terminal:
            opened(terminal, consumers)
            terminal.type("!")
            terminal.shows(*shown)
            terminal.press("ctrl+q")
            assert terminal.ended() == 0
            few = sum(len(piece.written) for piece in terminal.pieces)
        with hub.console(token, "--no-bell", "--full-output") as other:
            other.shows("online", "1 waiting")
            other.press("enter")
            other.press("r")
            other.shows(*shown)
            assert sum(len(piece.written) for piece in other.pieces) > 3 * few


def test_what_others_wrote_over_the_screen_goes_at_a_key(tmp_path: Path) -> None:
    with team(tmp_path) as (hub, consumers, token), hub.console(token, "--no-bell") as terminal:
        opened(terminal, consumers)
        before = picture(terminal)
        rubbish(terminal)
        terminal.type("\x0c")
        terminal.until(lambda: picture(terminal) == before, "the picture of before")


def test_a_storm_of_sizes_ends_in_the_picture_of_before(tmp_path: Path) -> None:
    with team(tmp_path) as (hub, consumers, token), hub.console(token, "--no-bell") as terminal:
        opened(terminal, consumers)
        before = picture(terminal)
        for size in [(20, 5), (200, 60), (20, 5), (80, 24), (33, 7)] * 3:
            terminal.resize(*size)
            terminal.until(lambda: True)
        terminal.shows("…")
        terminal.resize(120, 40)
        terminal.until(lambda: picture(terminal) == before, "the picture of before")


def test_a_frozen_line_that_comes_back_shows_what_came_meanwhile(tmp_path: Path) -> None:
    with team(tmp_path) as (hub, consumers, token), hub.console(token, "--no-bell") as terminal:
        opened(terminal, consumers)
        # Nothing is read from the terminal from here on, until the last text is there.
        for number in range(60):
            consumers.text(f"text {number} {'of many words that fill the line ' * 4}")
        terminal.type("!")
        assert arrived(hub, token) >= 61
        taken = len(terminal.pieces)
        terminal.shows("text 59", f"{DRAFT}!")
        written = sum(len(piece.written) for piece in terminal.pieces[taken:])
        assert written < 60_000, "old pictures were kept for it"


def arrived(hub: TeamHub, token: str) -> int:
    """How many texts the hub has."""
    exported = run("export", environment=hub.as_agent(token))
    return exported.stdout.count('"text"')
