"""`tmchat export`: whole conversations as JSON lines or CSV; what happens now is `tail`'s."""

import os
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tmchat.cli.failure import Plight

if TYPE_CHECKING:
    import httpx

    from tmchat.cli.session import Session

QUIET_SECONDS = 60.0
"""How long the hub may search before the next piece comes."""


def arguments(parser: ArgumentParser) -> None:
    """Declare the form, which conversations, and where to."""
    from tmchat.cli.hubcall import add_hub_flags

    form = parser.add_mutually_exclusive_group()
    form.add_argument(
        "--json",
        dest="form",
        action="store_const",
        const="json",
        default="json",
        help="A JSON object a line, texts exactly as they were sent (default).",
    )
    form.add_argument(
        "--csv", dest="form", action="store_const", const="csv", help="CSV in UTF-8, with a header."
    )
    parser.add_argument("--number", metavar="TRACKING", help="Only this tracking number.")
    parser.add_argument("--conversation", type=int, metavar="ID", help="Only this conversation.")
    parser.add_argument(
        "--since", metavar="TIME", help="Only entries since this day or time UTC, 2026-03-01T17:00."
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="Write here, readable by you alone."
    )
    add_hub_flags(parser)


def run(args: Namespace) -> int:
    """Write out what is asked for; the exit code."""
    from tmchat.cli.session import session

    query = {"format": args.form}
    if args.number is not None:
        query["number"] = args.number
    if args.conversation is not None:
        query["conversation"] = str(args.conversation)
    if args.since is not None:
        query["since"] = str(utc_moment(args.since))
    with _answer(session(args), query) as answer:
        if args.output is not None:
            _into(args.output, answer.iter_bytes())
        elif sys.stdout.isatty():
            _onto_terminal(answer.iter_lines())
        else:
            for piece in answer.iter_bytes():
                sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
    return 0


def utc_moment(written: str) -> int:
    """A day or time as a person writes it, in ms UTC; raises `Plight` for anything else."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise Plight(
            f"--since wants a day or a time such as 2026-03-01T17:00, not {written!a}."
        ) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0, int(moment.timestamp() * 1000))


@contextmanager
def _answer(signed_in: "Session", query: dict[str, str]) -> "Iterator[httpx.Response]":
    """The hub's answer while it is still coming; whatever ends it early raises `Plight`."""
    import httpx

    hub = signed_in.hub
    try:
        with httpx.stream(
            "GET",
            f"{hub}/agents/export",
            params=query,
            headers={"Authorization": f"Bearer {signed_in.token.value}"},
            timeout=httpx.Timeout(QUIET_SECONDS, connect=10.0),
            trust_env=False,
        ) as answer:
            if not answer.is_success:
                answer.read()
                raise Plight(_refusal(answer, hub))
            yield answer
    except httpx.ConnectError:
        raise Plight(f"No hub answers at {hub}; is `tmchat hub` running?") from None
    except httpx.HTTPError as error:
        raise Plight(
            f"The export broke off before its end ({type(error).__name__}); it is not whole."
        ) from None


def _refusal(answer: "httpx.Response", hub: str) -> str:
    from tmchat.core.text import clean_line

    if answer.status_code == 401:
        return f"The hub at {hub} knows no such token; run tmchat login again."
    try:
        return f"The hub says: {clean_line(str(answer.json()['message']))}"
    except (ValueError, KeyError, TypeError):
        return f"What answers at {hub} is not a hub of tmchat."


def _onto_terminal(lines: Iterator[str]) -> None:
    """On a terminal nothing of a text may act; a pipe and a file get the exact bytes."""
    from tmchat.core.text import clean

    for line in lines:
        print(clean(line))


def _into(path: Path, pieces: Iterator[bytes]) -> None:
    """Write beside and rename: a file of that name is whole, or is not there."""
    try:
        descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                for piece in pieces:
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, path)
        except BaseException:
            os.unlink(beside)
            raise
    except OSError as error:
        raise Plight(f"{path} cannot be written: {error.strerror}.") from None
