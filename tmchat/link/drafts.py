"""Replies being written, on disk, one file a conversation; what is sent is the hub's to keep.

A draft is written whenever it changes, so that neither a crash nor a cut line loses it. Its
`client_ref` is on disk before the first frame leaves: asked again after a crash, the hub knows it.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from tmchat.core.plainform import Unreadable, plain, record
from tmchat.link.draftfolder import DraftFolder
from tmchat.link.wholefile import put_whole


@dataclass(frozen=True, slots=True)
class Draft:
    """An unsent reply or note. `sent` marks one that left and has not been answered yet, `seen`
    and `anyway` are those it left with, `due` (ms UTC) is when it is to go out, 0 at once; `waits`
    marks one that may still be taken back."""

    conversation: int
    text: str
    client_ref: str
    note: bool = False
    sent: bool = False
    seen: int = 0
    anyway: bool = False
    waits: bool = False
    due: int = 0


class Drafts:
    """The drafts of one agent at one desk, kept in `folder` (made with mode 0700).

    Several agents or desks on one machine keep apart by `owner`. A folder that cannot be written
    keeps drafts in memory and says so once through `warn`.
    """

    def __init__(
        self,
        folder: Path,
        owner: str,
        warn: Callable[[str], None],
        *,
        path: Path | None = None,
    ) -> None:
        """`path` is the folder itself, where it is not the one that `owner` has in `folder`."""
        self._folder = path or _own_folder(folder, owner)
        self._place: DraftFolder | None = None
        self._warn = warn
        self._warned = False
        self._drafts: dict[tuple[int, bool], Draft] = {}
        self._read()

    @classmethod
    def opened(cls, folder: Path, owner: str, warn: Callable[[str], None]) -> "Drafts":
        """The drafts of one console, apart from those of the agent's other consoles on this
        machine, with what consoles that have ended left behind."""
        place = DraftFolder(_own_folder(folder, owner))
        drafts = cls(folder, owner, warn, path=place.path)
        drafts._place = place
        for path in place.left_behind():
            drafts._adopt(cls(folder, owner, warn, path=path))
        return drafts

    def close(self) -> None:
        """Leaves what is on disk to the agent's next console."""
        if self._place is not None:
            self._place.release()

    def get(self, conversation: int, *, note: bool = False) -> Draft | None:
        """The draft being written in a conversation, not one that already left."""
        return self._drafts.get((conversation, note))

    def all(self) -> list[Draft]:
        """Every draft that is being written."""
        return list(self._drafts.values())

    def keep(self, draft: Draft) -> None:
        """Writes a draft; one with no text is thrown away."""
        key = (draft.conversation, draft.note)
        if not draft.text:
            self.drop(draft)
            return
        self._drafts[key] = draft
        self._write(self._path(draft), json.dumps(plain(draft)))

    def drop(self, draft: Draft) -> None:
        """Forgets a draft being written."""
        self._drafts.pop((draft.conversation, draft.note), None)
        self._remove(self._path(draft))

    def leave(self, draft: Draft) -> None:
        """The draft is on its way: it leaves the composer and stays on disk until answered."""
        self._write(self._left_path(draft), json.dumps(plain(replace(draft, sent=True))))
        self.drop(draft)

    def wait(self, draft: Draft) -> None:
        """The draft leaves the composer for the time in which it may be taken back."""
        self._write(self._waiting_path(draft), json.dumps(plain(replace(draft, waits=True))))
        self.drop(draft)

    def depart(self, draft: Draft) -> None:
        """A draft that waited is on its way; what was written since stays."""
        gone = replace(draft, sent=True, waits=False)
        self._write(self._left_path(draft), json.dumps(plain(gone)))
        self._remove(self._waiting_path(draft))

    def take_back(self, draft: Draft) -> None:
        """A draft that waited is in its composer again, in front of what was written since."""
        newer = self.get(draft.conversation, note=draft.note)
        text = draft.text if newer is None else f"{draft.text}\n{newer.text}"
        self.keep(Draft(draft.conversation, text, draft.client_ref, draft.note))
        self._remove(self._waiting_path(draft))

    def answered(self, draft: Draft) -> None:
        """The hub has decided about a draft that left."""
        self._remove(self._left_path(draft))

    def left(self) -> list[Draft]:
        """The drafts that left in an earlier run and were never answered."""
        return [one for one in self._files() if one.sent]

    def _path(self, draft: Draft) -> Path:
        kind = "note" if draft.note else "reply"
        return self._folder / f"{draft.conversation}.{kind}.json"

    def _waiting_path(self, draft: Draft) -> Path:
        return self._left_path(draft).with_suffix("").with_suffix(".waits.json")

    def _left_path(self, draft: Draft) -> Path:
        name = sha256(draft.client_ref.encode("utf-8", "replace")).hexdigest()[:24]
        return self._folder / f"{name}.left.json"

    def _read(self) -> None:
        left = {draft.client_ref: draft for draft in self.left()}
        for draft in self._files():
            gone = left.get(draft.client_ref)
            if draft.sent or draft.waits:
                continue
            if gone is not None and gone.text == draft.text:
                # The end came between leaving and being dropped: it left.
                self._remove(self._path(draft))
                continue
            if gone is not None:
                # The end came while a refused text was put back before a newer one.
                self._remove(self._left_path(gone))
            self._drafts[draft.conversation, draft.note] = draft
        for draft in self._files():
            if draft.waits:
                self._end_waiting(draft, left=draft.client_ref in left)

    def _end_waiting(self, draft: Draft, *, left: bool) -> None:
        """The console ended while a draft waited: unless it had left, it is taken back."""
        held = self.get(draft.conversation, note=draft.note)
        if left or (held is not None and held.client_ref == draft.client_ref):
            # The end came between two writes: the other file has it.
            self._remove(self._waiting_path(draft))
        else:
            self.take_back(draft)

    def _adopt(self, other: "Drafts") -> None:
        """Takes over what a console that has ended left: each is here before it is gone there."""
        for draft in other.left():
            self._write(self._left_path(draft), json.dumps(plain(draft)))
            other.answered(draft)
        for draft in other.all():
            held = self.get(draft.conversation, note=draft.note)
            if held is None:
                self.keep(draft)
            elif not (held.client_ref == draft.client_ref or _ends_with(held.text, draft.text)):
                # Otherwise the end came between two writes: it is here already.
                self.keep(replace(held, text=f"{held.text}\n{draft.text}"))
            other.drop(draft)

    def _files(self) -> list[Draft]:
        found = []
        try:
            paths = sorted(self._folder.glob("*.json"))
        except OSError:
            return []
        for path in paths:
            try:
                found.append(record(Draft, json.loads(path.read_text("ascii"))))
            except (OSError, ValueError, Unreadable):
                continue
        return found

    def _write(self, path: Path, text: str) -> None:
        try:
            put_whole(path, text)
        except OSError as fault:
            self._warn_once(fault)

    def _remove(self, path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError as fault:
            self._warn_once(fault)

    def _warn_once(self, fault: OSError) -> None:
        if not self._warned:
            self._warned = True
            why = fault.strerror or type(fault).__name__
            self._warn(f"Drafts cannot be written to disk ({why}); they live in memory.")


def _own_folder(folder: Path, owner: str) -> Path:
    return folder / sha256(owner.encode("utf-8", "replace")).hexdigest()[:16]


def _ends_with(text: str, lines: str) -> bool:
    """Whether the last lines of `text` are `lines`."""
    return f"\n{text}".endswith(f"\n{lines}")
