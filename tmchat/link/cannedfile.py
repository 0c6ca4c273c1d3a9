"""An agent's own canned replies on disk, as TOML that people edit; the rules are `core.canned`'s.

How often each was taken is kept beside it, since a file that people edit is theirs.
"""

import json
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from tmchat.core.canned import MOST, VARIABLES, problems
from tmchat.core.records import CannedReply
from tmchat.link.wholefile import put_whole

_VARIABLES: Final = ", ".join(f"{{{name}}}" for name in VARIABLES)
_HEAD: Final = f"""\
# Canned replies, a [[reply]] each with a title of its own. In a text stand, where they are known:
# {_VARIABLES}
"""


def canned_text(replies: Iterable[CannedReply]) -> str:
    """The file of a set; `read_canned` reads the very same replies out of it."""
    parts = [_HEAD]
    for one in replies:
        parts.append(f"\n[[reply]]\ntitle = {_quoted(one.title)}\ntext = {_quoted(one.text)}\n")
    return "".join(parts)


def read_canned(text: str) -> tuple[CannedReply, ...]:
    """The replies that a file holds. Raises `ValueError` with a sentence on what is wrong."""
    try:
        held = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise ValueError(f"The file is no TOML: {fault}.") from None
    if unknown := sorted(held.keys() - {"reply"}):
        raise ValueError(f"A file of canned replies has no {unknown[0]!r}, only [[reply]].")
    listed = held.get("reply", [])
    if not isinstance(listed, list):
        raise ValueError("Write each canned reply under [[reply]].")
    found: dict[str, CannedReply] = {}
    for place, one in enumerate(listed, start=1):
        reply = _reply(one, place)
        if reply.title in found:
            raise ValueError(f"Two canned replies have the title {reply.title!r}.")
        found[reply.title] = reply
    if len(found) > MOST:
        raise ValueError(f"A set holds {MOST} canned replies; the file has {len(found)}.")
    return tuple(found.values())


class OwnReplies:
    """The canned replies in the file `path`, which need not exist, and `uses` by title.

    What cannot be read is said through `warn` and never written over; then nothing is kept.
    """

    def __init__(self, path: Path, warn: Callable[[str], None]) -> None:
        self._path = path
        self._counts = path.with_suffix(".uses.json")
        self._warn = warn
        self._broken = ""
        self._seen: tuple[int, int] | None = None
        self.replies: dict[str, CannedReply] = {}
        self.version = 0
        """Goes up whenever the replies change."""
        self.uses: dict[str, int] = _read_uses(self._counts)
        self.look()

    def look(self) -> None:
        """Reads the file again if somebody changed it."""
        seen = _stamp(self._path)
        if seen == self._seen:
            return
        self._seen, self._broken = seen, ""
        try:
            replies = read_canned(self._path.read_text("utf-8")) if seen else ()
        except (OSError, ValueError) as fault:
            why = fault.strerror if isinstance(fault, OSError) else str(fault)
            self._broken = f"Your canned replies in {self._path} cannot be read: {why}"
            self._warn(self._broken)
            return
        self.replies = {one.title: one for one in replies}
        self.version += 1

    def keep(self, reply: CannedReply) -> str:
        """Keeps a reply, in place of one with its title; why not, empty when it is kept."""
        self.look()
        wrong = problems(reply)
        if wrong:
            return wrong[0].sentence
        return self._write({**self.replies, reply.title: reply})

    def replace(self, replies: Iterable[CannedReply]) -> str:
        """Keeps these and no others; why not, empty when they are kept."""
        self.look()
        return self._write({one.title: one for one in replies})

    def remove(self, title: str) -> str:
        """Takes a reply away; why not, empty when it is gone."""
        self.look()
        return self._write({name: one for name, one in self.replies.items() if name != title})

    def used(self, title: str) -> None:
        """Counts that the reply of this title was taken."""
        self.uses[title] = self.uses.get(title, 0) + 1
        # A count that cannot be written is lost with the console; nothing hangs on it.
        _put(self._counts, json.dumps(self.uses))

    def _write(self, replies: dict[str, CannedReply]) -> str:
        if self._broken:
            return self._broken
        if len(replies) > MOST:
            return f"You have {MOST} canned replies; remove some first."
        if why := _put(self._path, canned_text(replies.values())):
            return f"{self._path} cannot be written: {why}."
        self.replies, self._seen = replies, _stamp(self._path)
        self.version += 1
        return ""


def _reply(held: Any, place: int) -> CannedReply:
    if not isinstance(held, dict):
        raise ValueError("Write each canned reply under [[reply]].")
    title, text = held.get("title"), held.get("text")
    if not isinstance(title, str) or not isinstance(text, str):
        raise ValueError(f"Reply {place} wants a title and a text in quotes.")
    if unknown := sorted(held.keys() - {"title", "text"}):
        raise ValueError(f"Reply {place} has a {unknown[0]!r}; it holds title and text.")
    reply = CannedReply(title, text)
    if wrong := problems(reply):
        raise ValueError(f"Reply {place}, {title!r}: {wrong[0].sentence}")
    return reply


def _quoted(text: str) -> str:
    """A text as TOML, one of several lines as people write it; half a character is replaced."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    letters = "".join(_letter(letter) for letter in whole)
    if "\n" not in text:
        return '"' + letters.replace("\n", "\\n") + '"'
    return f'"""\n{letters}"""'


def _letter(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    if letter.isprintable() or letter == "\n":
        return letter
    code = ord(letter)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _read_uses(path: Path) -> dict[str, int]:
    try:
        held = json.loads(path.read_text("ascii"))
    except (OSError, ValueError):
        return {}
    known = held.items() if isinstance(held, dict) else ()
    return {title: count for title, count in known if type(count) is int}


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _put(path: Path, text: str) -> str:
    """Writes the file; why it could not, empty when it could."""
    try:
        put_whole(path, text)
    except OSError as fault:
        return fault.strerror or type(fault).__name__
    return ""
