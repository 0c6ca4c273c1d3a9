"""`tmchat sandbox`: runs a local Telmetrics; `text` and `call` play a consumer on it."""

import asyncio
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from typing import TYPE_CHECKING

from tmchat.cli.failure import Plight
from tmchat.cli.flags import add_flags, chosen
from tmchat.settings.sandbox import SandboxSettings

if TYPE_CHECKING:
    from tmchat.cli.consumer import SandboxCall

LARGEST_PORT = 65535


def arguments(parser: ArgumentParser) -> None:
    """Declare a flag for every setting, and what can be done with a running sandbox."""
    add_flags(parser, SandboxSettings)
    # Unlike the real account's token this one guards nothing, so it may stand in a command line.
    parser.add_argument("--token", metavar="T", help="Value wanted in x-organization-token.")
    parts = parser.add_subparsers(dest="part", metavar="text|call|numbers")
    text = parts.add_parser(
        "text", help="Be a consumer: text a tracking number, watch the answers."
    )
    text.add_argument("text", nargs="?", help="What to send; without it only --watch.")
    text.add_argument("--from", dest="sender", required=True, metavar="PHONE", help="Your phone.")
    text.add_argument("--to", metavar="TRACKING", help="The tracking number to text.")
    text.add_argument(
        "--media", action="append", default=[], metavar="URL", help="A picture; may be repeated."
    )
    text.add_argument("--watch", action="store_true", help="Keep showing what this phone receives.")
    text.add_argument("--count", type=int, metavar="N", help="End the watch after N texts.")
    call = parts.add_parser("call", help="Be a caller: phone a tracking number, see how it went.")
    _call_arguments(call)
    numbers = parts.add_parser(
        "numbers", help="List the tracking numbers that can be texted and called."
    )
    for part in (text, call, numbers):
        part.add_argument(
            "--sandbox", metavar="URL", help="Address of the sandbox (default: from the settings)."
        )


def _call_arguments(call: ArgumentParser) -> None:
    call.add_argument("--from", dest="sender", required=True, metavar="PHONE", help="Your phone.")
    call.add_argument("--to", required=True, metavar="TRACKING", help="The number to call.")
    call.add_argument(
        "--keys", default="", metavar="KEYS", help="What you press, such as 2, at menus and so on."
    )
    call.add_argument(
        "--pick-up",
        choices=("answered", "no answer", "busy"),
        default="answered",
        help="How the business takes the call (default: answered).",
    )
    call.add_argument("--ring", type=int, metavar="S", help="Seconds it rings (default: 4).")
    call.add_argument("--talk", type=int, metavar="S", help="Seconds you talk (default: 60).")
    call.add_argument(
        "--live", action="store_true", help="Take that time; else it is over at once."
    )
    call.add_argument(
        "said", nargs="?", metavar="TEXT", help="What you say, for transcript and keywords."
    )


def run(args: Namespace) -> int:
    """Serve until told to stop, or speak to a running sandbox; the exit code."""
    settings = chosen(args, SandboxSettings, section="sandbox")
    if args.token:
        settings = replace(settings, token=args.token)
    match args.part:
        case "text":
            return _text(args, settings)
        case "call":
            return _phone(args, settings)
        case "numbers":
            return _numbers(args, settings)
    return _serve(settings)


def _serve(settings: SandboxSettings) -> int:
    from tmchat.sandbox.server import serve

    if not 0 <= settings.port <= LARGEST_PORT:
        raise Plight(f"--port wants 0 to {LARGEST_PORT}, not {settings.port}.")

    def ready(address: str) -> None:
        print(f"The sandbox listens at {address}; a hub uses it with")
        print(f"  TMCHAT_HUB_TELMETRICS_URL={address}/v3/api")
        print("  TMCHAT_HUB_TELMETRICS_TOKEN set to the sandbox's token.")
        print("Be a consumer with tmchat sandbox text or call; stop with Ctrl+C.", flush=True)

    try:
        asyncio.run(serve(settings, ready=ready))
    except OSError as error:
        if error.strerror is None:
            raise Plight(f"The sandbox cannot start: {error}.") from None
        raise Plight(
            f"The sandbox cannot listen on {settings.host} port {settings.port}: "
            f"{error.strerror}; name another with --host and --port."
        ) from None
    return 0


def _call(args: Namespace, settings: SandboxSettings) -> "SandboxCall":
    from tmchat.cli.consumer import SandboxCall
    from tmchat.sandbox.server import address

    url = args.sandbox or address(settings.host, settings.port)
    return SandboxCall(url, settings.token)


def _text(args: Namespace, settings: SandboxSettings) -> int:
    """Send the text, if there is one, and watch if asked to."""
    from tmchat.cli.consumer import watch

    is_sending = args.text is not None or bool(args.media)
    if is_sending and args.to is None:
        raise Plight("Name the tracking number with --to; tmchat sandbox numbers lists them.")
    if not (is_sending or args.watch):
        raise Plight("There is nothing to do: give a text, --media or --watch.")
    if args.count is not None and args.count < 1:
        raise Plight("--count wants 1 or more.")
    with _call(args, settings) as call:
        after = None
        if is_sending:
            body = {"from": args.sender, "to": args.to, "text": args.text or ""}
            after = call.post("/sandbox/texts", {**body, "media": args.media})["MessageId"]
            print("Sent.", flush=True)
        if args.watch:
            watch(call, args.sender, after, args.count)
    return 0


def _phone(args: Namespace, settings: SandboxSettings) -> int:
    """Call a number; one line says how it went."""
    from tmchat.core.text import clean_line

    said = [{"speaker": "caller", "text": args.said}] if args.said else []
    body = {
        "from": args.sender,
        "to": args.to,
        "keys": args.keys or None,
        "pick_up": args.pick_up,
        "ring_seconds": args.ring,
        "talk_seconds": args.talk,
        "live": args.live,
        "said": said,
    }
    with _call(args, settings) as call:
        went = call.post("/sandbox/calls", body)
    status, to = clean_line(went["answer_status"]), went["termination_number"]
    where = f" at {clean_line(to)}" if to is not None else ""
    print(f"Call {went['id']}: {status}{where}, {went['call_duration']} s.")
    return 0


def _numbers(args: Namespace, settings: SandboxSettings) -> int:
    """One line a number: the number, its group, its name."""
    from tmchat.core import phone
    from tmchat.core.text import clean_line

    with _call(args, settings) as call:
        found = call.get("/sandbox/numbers")
    for one in found:
        number = phone.from_telmetrics(one["phone_number"])
        print(f"{number:<16}  {clean_line(one['group'])}  {clean_line(one['name'])}")
    return 0
