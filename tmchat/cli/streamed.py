"""A long answer of the hub to a pipe, a file or a terminal; what it answers is commands'."""

import csv
import io
import os
import stat
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tmchat.cli.failure import Plight

if TYPE_CHECKING:
    import httpx

    from tmchat.cli.session import Session

QUIET_SECONDS = 60.0
"""How long the hub may search before the next piece comes."""


def add_form_flags(parser: ArgumentParser, default: str | None = None) -> None:
    """`--json` or `--csv`; `default` is what is meant where neither is given."""
    form = parser.add_mutually_exclusive_group()
    usual = " (default)" if default == "json" else ""
    form.add_argument(
        "--json",
        dest="form",
        action="store_const",
        const="json",
        default=default,
        help=f"A JSON object a line, texts exactly as they were sent{usual}.",
    )
    form.add_argument(
        "--csv", dest="form", action="store_const", const="csv", help="CSV in UTF-8, with a header."
    )


def add_output_flag(parser: ArgumentParser) -> None:
    """`-o FILE`."""
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="Write here, readable by you alone."
    )


@contextmanager
def hub_stream(
    signed_in: "Session", path: str, query: Mapping[str, str]
) -> "Iterator[httpx.Response]":
    """The hub's answer while it is still coming; whatever ends it early raises `Plight`."""
    import httpx

    from tmchat.cli.hubcall import no_hub
    from tmchat.link.trust import trust

    hub = signed_in.hub
    try:
        with httpx.stream(
            "GET",
            f"{hub}{path}",
            params=query,
            headers={"Authorization": f"Bearer {signed_in.token.value}"},
            timeout=httpx.Timeout(QUIET_SECONDS, connect=10.0),
            verify=trust(hub),
            trust_env=False,
        ) as answer:
            if not answer.is_success:
                answer.read()
                raise Plight(_refusal(answer, signed_in))
            yield answer
    except httpx.ConnectError as error:
        raise no_hub(hub, error) from None
    except httpx.HTTPError as error:
        raise Plight(
            f"The export broke off before its end ({type(error).__name__}); it is not whole."
        ) from None


def write_out(answer: "httpx.Response", output: Path | None) -> None:
    """The exact bytes into the file `output` or a pipe; onto a terminal nothing that can act."""
    if output is not None:
        _into(output, answer.iter_bytes())
    elif sys.stdout.isatty():
        _onto_terminal(answer.iter_lines())
    else:
        for piece in answer.iter_bytes():
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()


def write_pieces(pieces: Iterable[bytes], output: Path | None) -> None:
    """UTF-8 text into the file `output` or a pipe; onto a terminal nothing that can act."""
    if output is not None:
        _into(output, iter(pieces))
    elif sys.stdout.isatty():
        _onto_terminal(line for piece in pieces for line in piece.decode().splitlines())
    else:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()


def csv_line(cells: Iterable[object]) -> bytes:
    """One line of CSV with its line end; half a character becomes U+FFFD."""
    file = io.StringIO(newline="")
    csv.writer(file).writerow(cells)
    return (
        file.getvalue().encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()
    )


def _refusal(answer: "httpx.Response", signed_in: "Session") -> str:
    from tmchat.cli.hubcall import unknown_token
    from tmchat.core.text import clean_line

    hub = signed_in.hub
    if answer.status_code == 401:
        return unknown_token(hub, signed_in.token)
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
    """Into the file that `path` leads to, or into what else stands there, a device or a pipe.

    Written beside and renamed: a file of that name is whole, or is not there.
    """
    try:
        if _is_no_file(path):
            with path.open("wb") as taker:
                taker.writelines(pieces)
            return
        real = Path(os.path.realpath(path))
        descriptor, beside = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.writelines(pieces)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, real)
        except BaseException:
            os.unlink(beside)
            raise
    except OSError as error:
        raise Plight(f"{path} cannot be written: {error.strerror}.") from None


def _is_no_file(path: Path) -> bool:
    """Whether something stands there that must stay what it is, such as `/dev/null`."""
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        return False
