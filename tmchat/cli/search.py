"""`tmchat search`: finds what was said; the index is the hub's, what a query means is `core`'s."""

import itertools
import json
import re
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from tmchat.cli.failure import Plight
from tmchat.cli.parser import CommandParser

if TYPE_CHECKING:
    from tmchat.core.questions import FoundTold
    from tmchat.core.records import Conversation, Entry

PAGE = 50
VALUED = ("--config", "--hub", "--limit")
"""The flags that take the next word as their value."""
QUOTES = '"\u201c\u201d'
BEGUN = re.compile(r"-?(?:(?:from|number|group|agent|is|before|after):)?", re.IGNORECASE)
"""What of a word stands before its quotes."""


def arguments(parser: ArgumentParser) -> None:
    """Declare the query and how many hits are wanted."""
    from tmchat.cli.hubcall import add_hub_flags

    if isinstance(parser, CommandParser):
        parser.arrange_by(arranged)
    parser.epilog = (
        "Exit codes: 0 something was found, 1 nothing was, 2 it could not be looked for."
    )
    add_hub_flags(parser)
    parser.add_argument(
        "query",
        nargs="+",
        metavar="WORD",
        help="Words; 'several words' for a phrase; -word for what must not be there; "
        "from: number: group: agent: is: before: after: with a value.",
    )
    parser.add_argument("--limit", type=int, default=PAGE, metavar="N", help="Hits at most.")
    parser.add_argument("--json", action="store_true", help="JSON, a line a hit, texts exact.")


def run(args: Namespace) -> int:
    """Print the hits, newest first; 1 when there are none."""
    from datetime import datetime

    from tmchat.cli.hubcall import hub_call
    from tmchat.core.finding import NoQuery, parsed
    from tmchat.core.plainform import plain, record
    from tmchat.core.questions import Find, FoundTold

    zone = datetime.now().astimezone().tzinfo
    assert zone is not None
    try:
        # A blank behind the last word: what a command line says is finished.
        query = parsed(f"{' '.join(map(_quoted, args.query))} ", zone)
    except NoQuery as fault:
        raise Plight(str(fault)) from None
    if query.empty:
        raise Plight("Say what to look for.")
    if args.limit < 1:
        raise Plight("--limit takes a number from 1 on.")
    found, before = 0, 0
    with hub_call(args) as call:
        known = _conversations(call.get("/agents/conversations"))
        while found < args.limit:
            asked = Find(query, before, min(PAGE, args.limit - found))
            answer = call.post("/agents/questions", plain(asked))
            if answer.get("is") == "Refused":
                from tmchat.core.text import clean_line

                raise Plight(clean_line(str(answer.get("sentence", "The hub refused."))))
            told: FoundTold = record(FoundTold, answer)
            _print(told, known, as_json=args.json)
            found += len(told.hits)
            before = told.read
            if not before:
                break
    if told.unindexed:
        print(f"tmchat: {told.unindexed} entries are not indexed yet.", file=sys.stderr)
    if not found:
        print("tmchat: Nothing was found.", file=sys.stderr)
    return 0 if found else 1


def arranged(words: Iterable[str]) -> list[str]:
    """The flags first, then what is looked for: there a word may begin with one dash."""
    flags: list[str] = []
    sought: list[str] = []
    left = iter(words)
    for word in left:
        if word == "--":
            sought += left
        elif word.startswith("--"):
            flags.append(word)
            if any(flag.startswith(word) for flag in VALUED):
                flags += itertools.islice(left, 1)
        elif word == "-h":
            flags.append(word)
        else:
            sought.append(word)
    return [*flags, "--", *sought] if sought else flags


def _quoted(word: str) -> str:
    """A word of the command line as a query has it: the shell took the quotes of a phrase."""
    if any(sign in word for sign in QUOTES) or not any(map(str.isspace, word)):
        return word
    begun = BEGUN.match(word)
    assert begun is not None
    return f'{begun[0]}"{word[begun.end() :].strip()}"'


def _conversations(answer: Any) -> dict[int, "Conversation"]:
    from tmchat.core.plainform import record
    from tmchat.core.records import Conversation

    return {one.id: one for one in (record(Conversation, form) for form in answer["conversations"])}


def _print(told: "FoundTold", known: dict[int, "Conversation"], *, as_json: bool) -> None:
    from tmchat.core.plainform import plain

    for hit in told.hits:
        conv = known.get(hit.conversation)
        if as_json:
            form = {"conversation": plain(conv) if conv else None, "entry": plain(hit.entry)}
            print(json.dumps(form, separators=(",", ":")))
        else:
            print(_line(hit.conversation, conv, hit.entry))


def _line(about: int, conv: "Conversation | None", entry: "Entry") -> str:
    """One hit for people: when (local), which conversation, who, what."""
    from datetime import datetime

    from tmchat.core import phone
    from tmchat.core.text import clean_line

    when = datetime.fromtimestamp(entry.at / 1000).strftime("%Y-%m-%d %H:%M")
    texter = (conv.name or phone.pretty(conv.texter)) if conv else "?"
    who = f"{entry.by} to {texter}" if entry.by else texter
    kind = "" if entry.kind.value in ("text", "reply") else f" ({entry.kind.value})"
    return clean_line(f"{when}  #{about}  {who}{kind}: {entry.text}")
