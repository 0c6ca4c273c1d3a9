"""Wrong flags, settings, tokens and places, for every command: one sentence and exit code 2."""

import re
import socket
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.e2e.programs import run, surroundings
from tests.e2e.servers import team_hub
from tests.e2e.terminal import TMCHAT, Terminal
from tmchat.cli.main import COMMANDS

NOWHERE = "http://127.0.0.1:1"
PHONES = "--from +13125550142 --to +13125550143"

# A command line with the folder F and the taken port P, and words of the sentence it gets.
WRONG = {
    "frob": "is no command",
    "--frob": "unrecognized arguments",
    "hub": "TMCHAT_HUB_TELMETRICS_TOKEN",
    "hub --port many": "--port wants a whole number, not 'many'",
    "hub --port 70000": "--port wants at most 65535",
    "hub --region XX": "wants a country in two letters",
    "console --hub nonsense": "'nonsense' is no address of a hub",
    "hub --config F/none.toml": "F/none.toml cannot be read",
    "hub --config F": "F cannot be read: Is a directory",
    "hub --config F/broken.toml": "F/broken.toml, line 1, column 5, is not TOML",
    "hub --config F/unknown.toml": "hub.prot is no setting; did you mean port?",
    "hub --config F/section.toml": "[hubb] is no section; did you mean hub?",
    "hub --config F/latin.toml": "line 2, is not UTF-8",
    "hub inbound": "Nobody is logged in",
    "hub inbound show first": "invalid int value: 'first'",
    "sandbox --port many": "--port wants a whole number",
    "sandbox --port 99999": "--port wants",
    "sandbox --port P": "Address already in use",
    "sandbox --db /proc/x/sandbox.db": "/proc/x/sandbox.db",
    "sandbox --rate often": "--rate wants a number",
    "sandbox text Hello": "arguments are required: --from",
    "sandbox text --from +13125550142 Hello": "Name the tracking number with --to",
    f"sandbox text {PHONES}": "There is nothing to do",
    f"sandbox text {PHONES} --sandbox {NOWHERE} Hello": "No sandbox answers at",
    f"sandbox text {PHONES} --sandbox here Hello": "'here' is no address of a sandbox",
    f"sandbox numbers --sandbox {NOWHERE}": "No sandbox answers at",
    "numbers": "arguments are required: STEP",
    "numbers list": "Nobody is logged in",
    "numbers attach": "arguments are required",
    "agents": "arguments are required: STEP",
    "agents add": "arguments are required: NAME",
    "agents add ana --role king": "invalid choice: 'king'",
    "agents --db F/none.db disable nobody": "There is no database F/none.db; name",
    "agents --db F/none.db token nobody": "There is no database F/none.db; name",
    "agents --db F/desk.db add \x1b": "printable characters",
    "agents --db F/text.db list": "damaged or not a database",
    "agents --db F/other.db list": "a database of another program",
    "agents --db F/text.db/desk.db add ben": "cannot be opened",
    "agents --db /proc/x/desk.db add ben": "cannot be opened",
    "login": "arguments are required: URL",
    "login here": "'here' is no address of a hub",
    f"login {NOWHERE}": "No token was given",
    "login http://desk.example.com": "plain HTTP to another machine",
    "logout --frob": "unrecognized arguments",
    "send Hello": "name either --conversation ID",
    "send --conversation 1 Hello": "Nobody is logged in",
    "send --conversation one Hello": "invalid int value: 'one'",
    f"send --hub {NOWHERE} --to +1312 Hello": "name either --conversation ID",
    "tail": "Nobody is logged in",
    "tail --frob": "unrecognized arguments",
    "export": "Nobody is logged in",
    "export --since noon": "--since wants a day or a time",
    "export --json --csv": "not allowed with argument --json",
    "opt-outs": "Nobody is logged in",
    "opt-outs -o ledger.csv": "-o wants --json or --csv",
    "search": "arguments are required: WORD",
    "search hello": "Nobody is logged in",
    "replies": "arguments are required: STEP",
    "replies import F/nowhere.toml": "cannot be read",
    "auto-reply": "arguments are required: STEP",
    "auto-reply show": "arguments are required: NUMBER",
    "groups": "arguments are required: STEP",
    "pools": "arguments are required: STEP",
    "pools export": "Nobody is logged in",
    "audit": "Nobody is logged in",
    "audit --limit many": "invalid int value: 'many'",
    "calls": "Nobody is logged in",
    "calls --since noon": "--since wants a day or a time",
    "doctor --frob": "unrecognized arguments",
    "settings --frob": "unrecognized arguments",
    "keys --frob": "unrecognized arguments",
    "console --theme pink": "--theme wants one of dark, light, contrast, ansi, mono, not 'pink'",
    "console --transport pigeon": "--transport wants one of",
    "console --config F/colours.toml": "console.theme wants one of",
    "demo --rate often": "--rate wants a number",
    "demo --texters many": "--texters wants a whole number",
    "demo --keep F/text.db": "F/text.db cannot be made",
    "demo --theme pink": "--theme wants one of",
}

# The same for somebody who has a token, here a wrong one, and for a hub with an account.
WRONG_WITH_TOKENS = {
    f"numbers --hub {NOWHERE} list": "No hub answers at",
    f"hub inbound --hub {NOWHERE}": "No hub answers at",
    f"send --hub {NOWHERE} --conversation 1 Hello": "No hub answers at",
    f"export --hub {NOWHERE}": "No hub answers at",
    "export --hub here": "is no address of a hub",
    "hub --port P --db F/desk.db": "cannot use 127.0.0.1 port P: Address already in use",
    "hub --port 0 --public-port P --db F/desk.db": "The public listener cannot use",
    "hub --host 0.0.0.0 --db F/desk.db": "would speak plain HTTP on 0.0.0.0",
    "hub --port 0 --public-port 0 --db F/text.db": "damaged or not a database",
    "hub --port 0 --public-port 0 --db F": "F cannot be opened: Is a directory",
    "hub --port 0 --public-port 0 --db /proc/x/desk.db": "cannot be opened",
    "hub --port 0 --public-port 0 --db F/desk.db --tls-cert F/text.db --tls-key F/text.db": (
        "they are no certificate and its key"
    ),
    "hub --port 0 --public-port 0 --db F/desk.db --telmetrics-url ftp://x": (
        "the Telmetrics address must start with https://"
    ),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with files that no command can use."""
    made = tmp_path_factory.mktemp("wrong")
    (made / "broken.toml").write_text("[hub\nport = 1")
    (made / "unknown.toml").write_text("[hub]\nprot = 1")
    (made / "section.toml").write_text("[hubb]\nport = 1")
    (made / "latin.toml").write_bytes(b"[hub]\nhost = '\xe9'")
    (made / "colours.toml").write_text("[console]\ntheme = 'pink'")
    (made / "clash.toml").write_text("[console.keys]\nclaim = ['r']")
    (made / "text.db").write_text("no database at all\n" * 200)
    other = sqlite3.connect(made / "other.db")
    other.execute("CREATE TABLE cats (name)")
    other.close()
    return made


@pytest.fixture(scope="module")
def taken_port() -> Iterator[str]:
    """A port that another program listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield str(listener.getsockname()[1])


def assert_refused(
    line: str, words: str, folder: Path, port: str, environment: Mapping[str, str]
) -> None:
    """The command line ends with code 2 and one sentence on standard error alone."""
    places = {"F": str(folder), "P": port}
    known = re.compile(r"\b[FP]\b")
    arguments = [known.sub(lambda found: places[found[0]], word) for word in line.split(" ")]
    refused = run(*arguments, environment=environment)
    assert refused.returncode == 2
    assert refused.stdout == ""
    complaint = refused.stderr.removesuffix("\n")
    assert complaint.startswith("tmchat: ")
    assert "\n" not in complaint
    assert "Traceback" not in complaint
    assert known.sub(lambda found: places[found[0]], words) in complaint


@pytest.mark.parametrize("line", WRONG)
def test_what_is_wrong_is_said_in_one_sentence(line: str, folder: Path, taken_port: str) -> None:
    assert_refused(line, WRONG[line], folder, taken_port, surroundings(folder))


@pytest.mark.parametrize("line", WRONG_WITH_TOKENS)
def test_the_same_for_whoever_has_a_token(line: str, folder: Path, taken_port: str) -> None:
    around = surroundings(folder, TMCHAT_TOKEN="wrong", TMCHAT_HUB_TELMETRICS_TOKEN="token")
    assert_refused(line, WRONG_WITH_TOKENS[line], folder, taken_port, around)


def test_every_command_is_in_the_tables() -> None:
    tried = {line.split(" ")[0] for line in (*WRONG, *WRONG_WITH_TOKENS)}
    assert tried >= {command.name for command in COMMANDS}


def test_keys_that_clash_are_named_and_the_screen_opens_all_the_same(folder: Path) -> None:
    command = [*TMCHAT, "console", "--config", str(folder / "clash.toml")]
    with Terminal(command, surroundings(folder)) as terminal:
        terminal.shows("[console.keys] claim: r in", "claim keeps c.")
        terminal.press("ctrl+q")
        assert terminal.ended() == 0


def test_a_second_hub_on_one_database_is_refused(tmp_path: Path) -> None:
    with team_hub(tmp_path / "hub", NOWHERE) as hub:
        second = run("hub", "--port", "0", "--public-port", "0", environment=hub.environment)
        assert second.returncode == 2
        assert "Another hub already runs" in second.stderr
        assert second.stderr.count("\n") == 1


def test_a_locked_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    around = surroundings(tmp_path, TMCHAT_HUB_DB=str(path))
    assert run("agents", "add", "ben", environment=around).returncode == 0
    lock = sqlite3.connect(path, isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    try:
        added = run("agents", "add", "ana", environment=around)
    finally:
        lock.close()
    assert added.returncode == 2
    assert added.stderr == "tmchat: The desk's database is locked by another program.\n"


def test_a_token_that_the_hub_does_not_know(tmp_path: Path) -> None:
    with team_hub(tmp_path / "hub", NOWHERE) as hub:
        around = hub.as_agent("wrong-token")
        for line in ("numbers list", "export", "hub inbound", "send --conversation 1 Hello"):
            refused = run(*line.split(" "), environment=around)
            assert refused.returncode == 2
            assert "knows no such token" in refused.stderr
        given = run("login", hub.address, environment=around, given="wrong-token\n")
        assert given.returncode == 2
        assert "knows no such token" in given.stderr
        with hub.console("wrong-token") as terminal:
            terminal.shows("does not know this token; run: tmchat login")
            terminal.press("ctrl+q")
            assert terminal.ended() == 0
