"""The README and the help name every command, flag, setting and action, and no other."""

from argparse import ArgumentParser
from pathlib import Path

import pytest

from tests.house.documents import (
    command_findings,
    flag_findings,
    key_findings,
    key_rows,
    role_rows,
    shell_lines,
    subcommand_findings,
    tmchat_commands,
    tracking_numbers,
)
from tests.house.sources import ROOT
from tests.sandbox.rig import rig
from tmchat.cli.main import BY_NAME, COMMANDS, DEFAULT, main, parser_for
from tmchat.cli.settings import settings_class
from tmchat.console.actions.keynames import key_words
from tmchat.console.actions.table import ACTIONS, keys_of
from tmchat.core.phone import from_telmetrics
from tmchat.core.records import Role
from tmchat.core.roles import TABLE, Permission
from tmchat.settings.sandbox import SandboxSettings
from tmchat.settings.schema import settings_of
from tmchat.settings.source import SECTIONS


@pytest.fixture(scope="module")
def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def parse(words: list[str]) -> None:
    """Parse a command line as `tmchat` would, without running it."""
    is_named = bool(words) and not words[0].startswith("-")
    name, rest = (words[0], words[1:]) if is_named else (DEFAULT, words)
    assert name in BY_NAME, f"there is no command {name!r}"
    parser_for(name).parse_args(rest)


def test_the_readme_names_every_subcommand(readme: str) -> None:
    assert subcommand_findings(readme, [command.name for command in COMMANDS]) == []


def test_every_command_in_the_readme_parses(readme: str) -> None:
    assert list(tmchat_commands(readme)), "the README prints no tmchat command at all"
    assert command_findings(readme, parse, ("--help", "--version")) == []


async def test_every_tracking_number_of_the_readme_is_one_of_the_demos(readme: str) -> None:
    async with rig(seed=SandboxSettings().seed) as running:
        listed = await running.call("GET", "/sandbox/numbers")
    known = {from_telmetrics(one["phone_number"]) for one in listed}
    found = tracking_numbers(readme)
    assert found, "the README names no tracking number at all"
    assert found <= known


def test_every_flag_has_a_word_of_help() -> None:
    findings = [text for command in COMMANDS for text in flag_findings(parser_for(command.name))]
    assert not findings, "\n".join(findings)


def test_tmchat_settings_prints_every_setting_with_its_sentence(
    readme: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "tmchat settings" in readme
    assert main(["settings"]) == 0
    printed = " ".join(capsys.readouterr().out.replace("\n#", "\n").split())
    for section in SECTIONS:
        for one in settings_of(settings_class(section)):
            assert one.doc, f"{section}.{one.name} has no sentence"
            assert " ".join(one.doc.split()) in printed
            assert f"{one.name} = " in printed


def test_the_readmes_keys_are_those_of_the_action_table(readme: str) -> None:
    rows = key_rows(readme)
    assert len(rows) > 20
    actions = [(action.title, map(key_words, action.keys)) for action in ACTIONS]
    assert key_findings(rows, actions) == []


def test_the_readme_says_what_each_role_may(readme: str) -> None:
    rows = role_rows(readme)
    assert list(rows) == [role.value for role in Role]
    above: frozenset[Permission] = frozenset()
    for role in Role:
        assert TABLE[role] >= above
        assert rows[role.value] == {one.value for one in TABLE[role] - above}
        above = TABLE[role]


def test_tmchat_keys_prints_every_action_with_its_keys(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys"]) == 0
    printed = capsys.readouterr().out
    for action in ACTIONS:
        assert action.help
        assert any(
            line.strip().startswith(keys_of(action)) and action.title in line
            for line in printed.splitlines()
        ), action.id


def test_pictures_and_pages_that_the_readme_points_to_exist(readme: str) -> None:
    targets = [part.partition(")")[0] for part in readme.split("](")[1:]]
    local = [one.partition("#")[0] for one in targets if "://" not in one and one[:1] != "#"]
    assert [one for one in local if not Path(ROOT, one).exists()] == []


def test_a_missing_or_wrong_command_is_found() -> None:
    text = "Run `tmchat hub`.\n\n```sh\nX=1 .venv/bin/tmchat sned --to 1 && tmchat hub > log\n```\n"
    assert subcommand_findings(text, ["hub", "tail"]) == [
        "README: the command `tmchat tail` is not named"
    ]
    assert list(tmchat_commands(text)) == [["sned", "--to", "1"], ["hub"]]
    (found,) = command_findings("```sh\ntmchat sned\n```\n", parse)
    assert "no command 'sned'" in found


def test_tracking_numbers_are_told_from_texters() -> None:
    text = "```sh\ntmchat sandbox text --from +13125550142 --to +12895550163\n```\n+14165550100\n"
    assert tracking_numbers(text) == {"+12895550163"}


def test_prompts_comments_and_continuations_are_understood() -> None:
    text = "```console\n$ tmchat tail \\\n  --json\n# a remark\n```\n```toml\ntmchat = 1\n```\n"
    assert [line.split() for line in shell_lines(text)] == [["tmchat", "tail", "--json"]]


def test_a_flag_without_help_is_found_even_in_an_inner_parser() -> None:
    parser = ArgumentParser(prog="x")
    inner = parser.add_subparsers().add_parser("y")
    inner.add_argument("--quiet")
    assert flag_findings(parser) == ["x y: --quiet has no help"]


def test_an_action_with_another_key_is_found() -> None:
    rows = key_rows("\n## Keys\n\n| key | does |\n|---|---|\n| `c`, `F6` | Claim |\n\n## More\n")
    assert rows == [("Claim", {"c", "F6"})]
    assert key_findings(rows, [("Claim", ["c", "F6", "x"])]) == []
    assert key_findings(rows, [("Claim", ["c"]), ("Release", ["F6"])]) == [
        "README: 'Claim' has ['c'], not ['F6', 'c']"
    ]
