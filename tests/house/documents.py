"""Finds what the README leaves out or gets wrong; how well it reads is for people to judge."""

import re
import shlex
from argparse import SUPPRESS, Action, ArgumentParser, _SubParsersAction
from collections.abc import Callable, Collection, Iterable, Iterator

SHELL_BLOCK = re.compile(r"^```(?:sh|bash|console)\n(.*?)^```", re.M | re.S)
CODE = re.compile(r"`([^`\n]+)`")


def shell_lines(markdown: str) -> Iterator[str]:
    """Every command line of the shell blocks, prompts and continuations taken away."""
    for block in SHELL_BLOCK.findall(markdown):
        for line in block.replace("\\\n", " ").splitlines():
            if line.strip() and not line.lstrip().startswith("#"):
                yield line.strip().removeprefix("$ ")


def tmchat_commands(markdown: str) -> Iterator[list[str]]:
    """The arguments of every `tmchat` that stands in a shell block."""
    for line in shell_lines(markdown):
        for words in _simple_commands(line):
            while words and re.match(r"[A-Z_]+=", words[0]):
                del words[0]
            if words and words[0].rpartition("/")[2] == "tmchat":
                yield words[1:]


def command_findings(
    markdown: str, parse: Callable[[list[str]], None], printable: Collection[str] = ()
) -> list[str]:
    """Each printed `tmchat` command that `parse` refuses by raising.

    Words in `printable` (`--help`, `--version`) print and leave, and are not parsed.
    """
    findings = []
    for words in tmchat_commands(markdown):
        if set(words) & set(printable):
            continue
        try:
            parse(words)
        except Exception as error:
            findings.append(f"README: `tmchat {shlex.join(words)}` does not parse: {error}")
    return findings


def subcommand_findings(markdown: str, names: Iterable[str]) -> list[str]:
    """Each subcommand that is nowhere written as `tmchat name`."""
    return [
        f"README: the command `tmchat {name}` is not named"
        for name in names
        if not re.search(rf"\btmchat {re.escape(name)}\b", markdown)
    ]


def flag_findings(parser: ArgumentParser) -> list[str]:
    """Each flag or argument of `parser`, and of the parsers inside, without a word of help."""
    findings = []
    for action in parser._actions:
        if isinstance(action, _SubParsersAction):
            for inner in {id(one): one for one in action.choices.values()}.values():
                findings += flag_findings(inner)
        elif not action.help or action.help == SUPPRESS:
            findings.append(f"{parser.prog}: {_name(action)} has no help")
    return findings


def tracking_numbers(markdown: str) -> set[str]:
    """Every tracking number (E.164) of the shell blocks; what follows `--from` is a texter's."""
    lines = " ".join(shell_lines(markdown))
    return set(re.findall(r"(?<!--from )(\+1\d{10})\b", lines))


def key_rows(markdown: str) -> list[tuple[str, set[str]]]:
    """The rows of the README's table of keys: what is done, and the keys in backquotes."""
    section = markdown.partition("\n## Keys\n")[2].partition("\n## ")[0]
    rows = [line.split("|")[1:-1] for line in section.splitlines() if line.startswith("| `")]
    return [(cells[1].strip(), set(CODE.findall(cells[0]))) for cells in rows]


def role_rows(markdown: str) -> dict[str, set[str]]:
    """The README's table of roles: what each may beyond those above it."""
    table = markdown.partition("\n| role | may |\n")[2].partition("\n\n")[0]
    rows = [line.split("|")[1:-1] for line in table.splitlines() if line.startswith("| `")]
    return {role.strip(" `"): {one.strip() for one in may.split(";")} for role, may in rows}


def key_findings(
    rows: Iterable[tuple[str, set[str]]], actions: Iterable[tuple[str, Iterable[str]]]
) -> list[str]:
    """Each row whose keys are not those of actions with its title."""
    known: dict[str, set[str]] = {}
    for title, keys in actions:
        known.setdefault(title.partition(", from")[0], set()).update(keys)
    return [
        f"README: {title!r} has {sorted(known.get(title, set()))}, not {sorted(keys)}"
        for title, keys in rows
        if not keys <= known.get(title, set())
    ]


def _simple_commands(line: str) -> Iterator[list[str]]:
    """The commands of a line, split at `&&`, `|`, `;` and cut at redirections."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars="();<>|&")
    lexer.whitespace_split = True
    lexer.commenters = "#"
    words: list[str] = []
    is_target = False
    for word in lexer:
        if word in ("<", ">", ">>"):
            is_target = True
        elif set(word) <= set("();|&"):
            yield words
            words = []
        elif not is_target:
            words.append(word)
        else:
            is_target = False
    yield words


def _name(action: Action) -> str:
    return "/".join(action.option_strings) or str(action.dest)
