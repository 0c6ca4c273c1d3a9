"""`tmchat send`: one reply or note from a command line, under the same guards as the screen."""

import json
import sys
import uuid
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from tmchat.cli.failure import Plight, UsageError
from tmchat.core.commands import AddNote, SendReply
from tmchat.core.plainform import plain, record
from tmchat.core.records import Conversation

if TYPE_CHECKING:
    from tmchat.cli.hubcall import HubCall


def arguments(parser: ArgumentParser) -> None:
    """Declare whom to write to, the text and the guards."""
    from tmchat.cli.hubcall import add_hub_flags

    parser.add_argument("text", nargs="?", help="The text; without it, standard input to its end.")
    parser.add_argument(
        "--conversation", type=int, metavar="ID", help="The conversation, as tmchat tail names it."
    )
    parser.add_argument(
        "--to", metavar="TEXTER", help="The texter's phone, together with --number."
    )
    parser.add_argument("--number", metavar="TRACKING", help="The tracking number they texted.")
    parser.add_argument("--note", action="store_true", help="Write a note for the team instead.")
    parser.add_argument(
        "--seen",
        type=int,
        metavar="N",
        help="The newest event you know of (default: the conversation's newest).",
    )
    parser.add_argument(
        "--anyway", action="store_true", help="Send although the conversation has moved on."
    )
    parser.add_argument(
        "--ref",
        metavar="REF",
        help="A word of your own for this text; repeated with the same word, it is sent once.",
    )
    parser.add_argument("--json", action="store_true", help="Print the outcome as JSON.")
    add_hub_flags(parser)


def run(args: Namespace) -> int:
    """Give the command and wait for the hub's decision; 0 granted, 2 refused."""
    from tmchat.cli.hubcall import HubCall
    from tmchat.cli.session import session

    _check(args)
    signed_in = session(args)
    text = _text(args.text)
    ref = args.ref or uuid.uuid4().hex
    with HubCall(signed_in.hub, signed_in.token) as call:
        found = _conversation(call, args)
        command: AddNote | SendReply
        if args.note:
            command = AddNote(found.id, text, ref)
        else:
            seen = found.last_entry if args.seen is None else args.seen
            command = SendReply(found.id, text, ref, seen, args.anyway)
        try:
            outcome = call.post("/agents/commands", plain(command))
        except Plight as plight:
            # The answer may be lost and the text sent all the same.
            raise Plight(f"{plight} To ask again without sending twice, add --ref {ref}") from None
    return _told(outcome, found.id, ref, as_json=args.json)


def _check(args: Namespace) -> None:
    """Raises `UsageError` unless the conversation is named in exactly one way."""
    named = args.conversation is not None
    pair = (args.to is not None, args.number is not None)
    if named == all(pair) or (named and any(pair)):
        raise UsageError(
            "name either --conversation ID, or --to TEXTER and --number TRACKING; "
            "see tmchat send --help"
        )


def _text(given: str | None) -> str:
    try:
        if given is not None:
            # Bytes of an argument that are no UTF-8 come as lone surrogates.
            given.encode()
            return given
        if sys.stdin.isatty():
            print("Write the text; Ctrl+D on a line of its own ends it.", file=sys.stderr)
        return sys.stdin.buffer.read().decode().rstrip("\n")
    except UnicodeError:
        raise Plight("The text is not UTF-8; nothing was sent.") from None


def _conversation(call: "HubCall", args: Namespace) -> Conversation:
    """The conversation that the arguments name; raises `Plight` where there is none."""
    query = {"texter": args.to, "number": args.number}
    if args.to is None:
        query = {"id": str(args.conversation)}
    for form in call.get("/agents/conversations", query)["conversations"]:
        return record(Conversation, form)
    if args.to is not None:
        raise Plight("This texter never wrote to this tracking number, so there is no reply.")
    raise Plight(f"There is no conversation {args.conversation} on this desk.")


def _told(outcome: Any, conversation: int, ref: str, *, as_json: bool) -> int:
    from tmchat.core.text import clean_line

    if as_json:
        form = {"outcome": outcome, "conversation": conversation, "client_ref": ref}
        print(json.dumps(form))
    if outcome.get("is") != "Granted":
        sentence = clean_line(str(outcome.get("sentence", "")))
        more = " --anyway sends it all the same." if outcome.get("code") == "held" else ""
        raise Plight(f"Refused: {sentence}{more}")
    if not as_json:
        print(f"Taken by the hub as event {outcome.get('n', 0)} of conversation {conversation}.")
    return 0
