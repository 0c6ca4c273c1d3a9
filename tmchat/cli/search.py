"""`tmchat search`: finds what was said; the index is the hub's, what a query means is `core`'s."""

import json
import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from tmchat.cli.failure import Plight

if TYPE_CHECKING:
    from tmchat.core.questions import FoundTold
    from tmchat.core.records import Conversation, Entry

PAGE = 50


def arguments(parser: ArgumentParser) -> None:
    """Declare the query and how many hits are wanted."""
    from tmchat.cli.hubcall import add_hub_flags

    add_hub_flags(parser)
    parser.add_argument(
        "query",
        nargs="+",
        metavar="WORD",
        help='Words, "phrases", -words, from: number: group: agent: is: before: after:.',
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
        query = parsed(f"{' '.join(args.query)} ", zone)
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
    return 0 if found else 1


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
