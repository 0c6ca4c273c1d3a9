"""Hostile texts, names, labels and error words through every screen and every printing command:
what leaves for the terminal is Textual's own, and nothing of theirs acts."""

import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import asking
from tests.e2e.hostile import HOSTILE, word_of
from tests.e2e.programs import run
from tests.e2e.provider import NUMBERS, HostileProvider, hostile_provider, pushed_text
from tests.e2e.sequences import Kind, pieces
from tests.e2e.servers import SEGMENT, TeamHub, team_hub
from tests.e2e.terminal import TMCHAT, Terminal

NAMES = tuple(HOSTILE)
# A push holds at most 256 kB, and the name stands in one ten times.
LONGEST_NAME = 10_000
HOLDER = "[@click=app.quit]x[/]"

MODES = "7|25|1000|1003|1004|1006|1015|1049|2004"
OWN = re.compile(
    r"\x1b\[[0-9;]*m"  # colours
    r"|\x1b\[(?:[0-9]+(?:;[0-9]+)?)?H|\x1b\[[0-9]*[ABCDGd]"  # where the next run of text stands
    r"|\x1b\[[0-9]*[KLMXb]|\x1b\[2J|\x1b\[(?:[0-9]+;[0-9]+)?[rs]"  # erased, moved, repeated
    r"|\x1b\[\?69(?:[hl]|\$p)"  # left and right margins
    rf"|\x1b\[\?(?:{MODES})[hl]"
    r"|\x1b\[\?(?:2026|2048)\$p|\x1b\[\?2026[hl]|\x1b\[\?2048[hl]"
    r"|\x1b\[>[0-9]+u|\x1b\[<u"
    r"|\x1b\]22;[a-z-]+\x07"  # the pointer's shape
    r"|\x1b\]2;(?:\([0-9]+\) )?tmchat\x07|\x1b\[2[23];2t"  # the title, kept and given back
    r"|[\b\r\n]"
)
"""Whatever Textual 8.2.8 and the driver write by themselves."""

CLIPBOARD = re.compile(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")


@dataclass(frozen=True)
class HostileDesk:
    """A hub at a hostile provider, with a conversation for each of `NAMES` in their order."""

    hub: TeamHub
    provider: HostileProvider
    token: str


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostileDesk]:
    """For tests that only read: one for them all."""
    with hostile_desk(tmp_path_factory.mktemp("hostile")) as made:
        yield made


@pytest.fixture
def own_desk(tmp_path: Path) -> Iterator[HostileDesk]:
    """For a test that changes something."""
    with hostile_desk(tmp_path) as made:
        yield made


@contextmanager
def hostile_desk(folder: Path) -> Iterator[HostileDesk]:
    """A desk in `folder`, ended afterwards."""
    names = [HOSTILE[name][-LONGEST_NAME:] for name in NAMES]
    with (
        hostile_provider(names) as provider,
        team_hub(folder / "hub", provider.address) as hub,
    ):
        for place, name in enumerate(NAMES):
            body = pushed_text(
                texter(place),
                NUMBERS[place],
                body_of(name),
                names[place],
                reply_url=f"{provider.address}/reply",
            )
            taken = asking.post(f"{hub.public}/hook/{SEGMENT}", content=body)
            assert taken.json() == {"message": "Taken.", "texts": 1}
        yield HostileDesk(hub, provider, hub.agent("ada", "administrator"))


def texter(place: int) -> str:
    """The phone of the texter at `place`."""
    return f"90555501{place:02}"


def ending(name: str) -> str:
    """Words at the end of a text, which its row in the list has no room for."""
    return f"end of {word_of(name)}"


def body_of(name: str) -> str:
    """The text of one conversation."""
    return f"{HOSTILE[name]}\n{'.' * 60}\n{ending(name)}"


def assert_harmless(terminal: Terminal) -> None:
    """Every sequence written is the program's own, no hostile word stands in one, all goes on."""
    assert terminal.process.poll() is None
    foreign = [one for one in terminal.sequences() if not OWN.fullmatch(one)]
    assert foreign == []
    theirs = {
        piece.written
        for text in HOSTILE.values()
        for piece in pieces(text)[0]
        if piece.kind is not Kind.TEXT and len(piece.written) > 1
    }
    assert terminal.sequences() & theirs == set()
    assert re.fullmatch(r"(?:\([0-9]+\) )?tmchat", terminal.screen.title)


def assert_plain(written: str) -> None:
    """Lines of a command: no control but the newline, no half of a character, nothing hidden."""
    assert re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", written) == []


def all_conversations(terminal: Terminal) -> None:
    """Goes to the top of the view of all."""
    terminal.shows(f"{len(NAMES)} waiting")
    terminal.press("3", "home")
    terminal.shows("▌")


def open_by_word(terminal: Terminal, name: str) -> None:
    """Filters the list by the word of one hostile text and opens what is left."""
    terminal.press("/", *["backspace"] * 6)
    terminal.type(word_of(name))
    terminal.shows(f"/{word_of(name)}")
    terminal.press("enter", "enter")
    terminal.shows(ending(name))


@pytest.mark.parametrize(("columns", "lines"), [(160, 50), (80, 24), (60, 20)])
def test_every_conversation_opened_one_by_one(desk: HostileDesk, columns: int, lines: int) -> None:
    with desk.hub.console(desk.token, "--no-bell", columns=columns, lines=lines) as terminal:
        all_conversations(terminal)
        for name in NAMES:
            terminal.press("enter")
            terminal.shows(ending(name))
            terminal.press("home", "end", "h", "j")
        assert_harmless(terminal)


def test_markup_stands_there_as_it_was_written(desk: HostileDesk) -> None:
    with desk.hub.console(desk.token, "--no-bell") as terminal:
        all_conversations(terminal)
        for name in ("closing-tag", "named-closing-tag", "action", "bold", "template"):
            open_by_word(terminal, name)
            terminal.shows(HOSTILE[name])
        assert_harmless(terminal)


def test_the_list_by_number_the_side_panel_help_and_palette(desk: HostileDesk) -> None:
    with desk.hub.console(desk.token, "--no-bell", columns=160, lines=24) as terminal:
        all_conversations(terminal)
        terminal.press("b")
        for name in NAMES:
            terminal.press("enter")
            terminal.shows(ending(name))
            terminal.press(*"]" * 8, "h", "v")
            terminal.shows("only ")
            terminal.press("v")
            terminal.hides("only ")
            terminal.press("j")
        terminal.press("?")
        terminal.shows("In the list")
        # An escape with a key at its heels is another key.
        terminal.press("escape")
        terminal.hides("In the list")
        terminal.press("ctrl+p")
        terminal.shows("Search for commands")
        terminal.type("[/]")
        # Texters of that name are offered, and gone to.
        terminal.shows("[/]qz", ", waiting")
        terminal.press("enter")
        terminal.hides("🔎")
        assert_harmless(terminal)


def test_administration_and_the_pages_of_the_panel(desk: HostileDesk) -> None:
    with desk.hub.console(desk.token, "--no-bell", columns=160, lines=50) as terminal:
        all_conversations(terminal)
        terminal.press("enter", *"pppp")
        terminal.shows("[Calls]")
        terminal.press("#")
        terminal.shows("Tracking numbers:")
        terminal.press("end", "home")
        titles = (
            "Number groups",
            "Number pools",
            "Calls of",
            "Pushed to",
            "The account",
            "Change log",
        )
        for digit, title in enumerate(titles, start=2):
            terminal.press(str(digit))
            terminal.shows(title)
            terminal.press("end", "home")
        terminal.press("1", "home")
        for _ in NAMES:
            terminal.press("enter")
            terminal.shows("Settings of number")
            terminal.press("end", "escape")
            terminal.shows("Tracking numbers:")
            terminal.press("j")
        assert_harmless(terminal)


def test_what_the_provider_says_of_a_refused_reply(own_desk: HostileDesk) -> None:
    desk = own_desk
    with desk.hub.console(desk.token, "--no-bell", columns=160, lines=50) as terminal:
        all_conversations(terminal)
        for name in NAMES[::4]:
            desk.provider.refusal = f"refused {word_of(name)} {HOSTILE[name][-LONGEST_NAME:]}"
            open_by_word(terminal, name)
            terminal.type("r")
            terminal.shows("reply")
            terminal.type("No [/]\r")
            terminal.shows(f"(400): refused {word_of(name)}")
            terminal.press("tab")
        assert_harmless(terminal)


def test_the_question_who_takes_over(own_desk: HostileDesk) -> None:
    hub = own_desk.hub
    holder = hub.agent(HOLDER)
    with hub.console(holder, "--no-bell") as other:
        all_conversations(other)
        other.press("enter")
        other.shows(ending(NAMES[0]))
        other.press("c")
        other.shows("you claimed the conversation")
    with hub.console(own_desk.token, "--no-bell") as terminal:
        all_conversations(terminal)
        terminal.press("enter")
        terminal.shows(ending(NAMES[0]), f"@{HOLDER}")
        terminal.press("t")
        terminal.shows(f"{HOLDER} holds this conversation. Take it over?")
        terminal.press("y")
        terminal.shows("held by you")
        assert_harmless(terminal)


def test_a_copy_hands_over_the_text_and_no_sequence_of_its_own(desk: HostileDesk) -> None:
    with desk.hub.console(desk.token, "--no-bell") as terminal:
        all_conversations(terminal)
        terminal.press("enter")
        terminal.shows(ending(NAMES[0]))
        terminal.press("y")
        terminal.shows("Copied")
        copies = [one for one in map(CLIPBOARD.fullmatch, terminal.sequences()) if one]
        assert len(copies) == 1
        copied = b64decode(copies[0][1]).decode("utf-8")
        assert copied.endswith(ending(NAMES[0]))
        assert "\x1b" not in copied


def test_a_hostile_paste_is_a_draft_and_nothing_more(own_desk: HostileDesk) -> None:
    with own_desk.hub.console(own_desk.token, "--no-bell", columns=160, lines=50) as terminal:
        all_conversations(terminal)
        terminal.press("enter")
        terminal.shows(ending(NAMES[0]))
        terminal.press("r")
        for name in NAMES:
            pasted = HOSTILE[name].encode("utf-8", "replace").decode()[-200:]
            terminal.type(f"\x1b[200~{pasted}\x1b[201~")
        terminal.shows(word_of(NAMES[-1]))
        assert_harmless(terminal)


def test_the_plain_console(desk: HostileDesk) -> None:
    opened = "".join(f"open #{place}\nolder\n" for place in conversations(desk))
    told = run(
        "console",
        "--plain",
        environment=desk.hub.as_agent(desk.token),
        given=f"list all\n{opened}status\nquit\n",
    )
    assert told.returncode == 0, told.stderr
    for name in NAMES:
        assert ending(name) in told.stdout
    assert_plain(told.stdout + told.stderr)


@pytest.mark.parametrize(
    "command",
    ["export", "export --csv", "numbers list", "hub inbound list --all", "hub inbound show 1"],
)
def test_what_commands_print_onto_a_terminal(desk: HostileDesk, command: str) -> None:
    around = desk.hub.as_agent(desk.token)
    with Terminal([*TMCHAT, *command.split()], around, columns=200, lines=50) as terminal:
        assert terminal.ended() == 0
        assert terminal.sequences() <= {"\r", "\n"}
        assert len(terminal.pieces) > 1


def conversations(desk: HostileDesk) -> list[int]:
    """The ids of the conversations in the order of `NAMES`."""
    asked = asking.get(
        f"{desk.hub.address}/agents/conversations",
        headers={"Authorization": f"Bearer {desk.token}"},
    )
    return sorted(int(one["id"]) for one in asked.json()["conversations"])
