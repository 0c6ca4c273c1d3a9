"""A disk under SQLite that notes every write and what was synced, so that a power cut can be played
at any instant; what lies on it is the caller's.

At a cut, of all that was written after a file's last sync any part may be there, in any order:
whole sectors, torn ones, a file's new length, a name in the folder. Bytes that were not written
keep what they had, which is what SQLite asks of a disk by default ("powersafe overwrite").
"""

# ruff: noqa: N802 - the names are SQLite's

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import apsw

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Op:
    """One thing done to the disk: `create`, `write`, `truncate`, `sync` or `delete`."""

    kind: str
    name: str
    at: int = 0
    content: bytes = b""


class PowerDisk(apsw.VFS):
    """A file system of SQLite's in memory; `ops` is all that happened to it, in order.

    `fault` is asked before each of them and may raise.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name, "")
        self.vfs = name
        self.ops: list[Op] = []
        self.fault: Callable[[Op], None] = lambda op: None
        self._files: dict[str, bytearray] = {}

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> Any:
        """SQLite's: opens a file, and makes it where it is missing."""
        path = name.filename() if isinstance(name, apsw.URIFilename) else name or "temporary"
        flags[1] = flags[0]
        if path not in self._files:
            self.do(Op("create", path))
            self._files[path] = bytearray()
        return PowerFile(self, path, self._files[path])

    def xDelete(self, filename: str, syncdir: bool) -> None:
        """SQLite's: takes a name out of the folder, at once for good with `syncdir`."""
        self.do(Op("delete", filename, int(syncdir)))
        self._files.pop(filename, None)

    def xAccess(self, pathname: str, flags: int) -> bool:
        """SQLite's: whether there is such a file."""
        return pathname in self._files

    def do(self, op: Op) -> None:
        """Notes `op`, unless it fails."""
        self.fault(op)
        self.ops.append(op)


class PowerFile:
    """One open file."""

    def __init__(self, disk: PowerDisk, name: str, content: bytearray) -> None:
        self._disk = disk
        self._name = name
        self._content = content

    def xRead(self, amount: int, offset: int) -> bytes:
        """SQLite's."""
        return bytes(self._content[offset : offset + amount])

    def xWrite(self, written: bytes, offset: int) -> None:
        """SQLite's."""
        self._disk.do(Op("write", self._name, offset, bytes(written)))
        _write(self._content, offset, written)

    def xTruncate(self, size: int) -> None:
        """SQLite's."""
        self._disk.do(Op("truncate", self._name, size))
        del self._content[size:]

    def xSync(self, flags: int) -> None:
        """SQLite's."""
        self._disk.do(Op("sync", self._name))

    def xFileSize(self) -> int:
        """SQLite's."""
        return len(self._content)

    def xLock(self, level: int) -> None:
        """SQLite's; one connection has the disk to itself."""

    def xUnlock(self, level: int) -> None:
        """SQLite's."""

    def xCheckReservedLock(self) -> bool:
        """SQLite's."""
        return False

    def xFileControl(self, op: int, pointer: int) -> bool:
        """SQLite's; nothing is known."""
        return False

    def xSectorSize(self) -> int:
        """SQLite's, as on a Unix disk."""
        return 4096

    def xDeviceCharacteristics(self) -> int:
        """SQLite's, as on a Unix disk."""
        return apsw.SQLITE_IOCAP_POWERSAFE_OVERWRITE

    def xClose(self) -> None:
        """SQLite's."""


@dataclass(slots=True)
class _Inode:
    synced: bytearray = field(default_factory=bytearray)
    pending: list[Op] = field(default_factory=list)


def cuts(ops: Sequence[Op], at: Sequence[int], random: Random) -> Iterator[dict[str, bytes]]:
    """What is on the disk after a power cut behind the first n `ops`, for each n of `at` in order.

    A file that no longer has a name is left out.
    """
    current: dict[str, _Inode] = {}
    named: dict[str, _Inode] = {}
    done = 0
    for count in at:
        for op in ops[done:count]:
            _follow(op, current, named)
        done = count
        names = {
            name: random.choice([named.get(name), current.get(name)]) for name in {*named, *current}
        }
        yield {name: _left(inode, random) for name, inode in names.items() if inode is not None}


def _follow(op: Op, current: dict[str, _Inode], named: dict[str, _Inode]) -> None:
    if op.kind == "create":
        current[op.name] = _Inode()
    elif op.kind == "delete":
        current.pop(op.name, None)
        if op.at:
            named.clear()
            named.update(current)
    elif op.kind == "sync":
        inode = current[op.name]
        for pending in inode.pending:
            _apply(inode.synced, pending)
        inode.pending.clear()
        if op.name not in named or named[op.name] is not inode:
            # SQLite syncs the folder with the first sync of a log that it made.
            named.clear()
            named.update(current)
    else:
        current[op.name].pending.append(op)


def _left(inode: _Inode, random: Random) -> bytes:
    """A file after a cut: what was synced and some of what was not."""
    content = bytearray(inode.synced)
    share = random.choice((0.0, 0.1, 0.5, 0.9, 1.0))
    torn = random.choice((0.0, 0.3))
    last = random.choice((len(inode.pending), random.randint(0, len(inode.pending))))
    for op in inode.pending[:last]:
        for piece in _sectors(op):
            if random.random() < share:
                if piece.content and random.random() < torn:
                    kept = random.randrange(len(piece.content))
                    piece = Op("write", piece.name, piece.at, piece.content[:kept])
                _apply(content, piece)
    return bytes(content)


def _sectors(op: Op) -> Iterator[Op]:
    """A write sector by sector; anything else as it is."""
    if op.kind != "write":
        yield op
        return
    start = op.at
    while start < op.at + len(op.content):
        end = min((start // SECTOR + 1) * SECTOR, op.at + len(op.content))
        yield Op("write", op.name, start, op.content[start - op.at : end - op.at])
        start = end


def _apply(content: bytearray, op: Op) -> None:
    if op.kind == "truncate":
        del content[op.at :]
    else:
        _write(content, op.at, op.content)


def _write(content: bytearray, offset: int, written: bytes) -> None:
    if offset > len(content):
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(written)] = written


def lay_out(left: dict[str, bytes], folder: Path) -> None:
    """Puts what a cut left into `folder`, for SQLite's own file system."""
    for name, content in left.items():
        (folder / os.path.basename(name)).write_bytes(content)
