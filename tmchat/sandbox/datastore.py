"""The recorded announcements of the account (CONTRACT 10), listed and uploaded; nothing plays them.

A page says of the upload only that it is a POST with `stype` and an MP3. Both usual forms are taken
(inferred): a multipart form with one file, and the bare bytes with `file_name` in the query.
"""

import email.parser
import email.policy
import re
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

from tmchat.sandbox.dates import plain_time
from tmchat.sandbox.errors import Checks, invalid, not_found
from tmchat.sandbox.fields import Fields
from tmchat.sandbox.store import Row, Store

FILE_TYPES = (
    "CallRecordNotificationFiles",
    "StopCallFiles",
    "WhisperFiles",
    "CallVerifyFiles",
    "RouteMessageFiles",
)
LARGEST_FILE = 5_000_000
_FILE_NAME = re.compile(r"[^/\\\x00-\x1f\x7f]{1,200}\.mp3", re.IGNORECASE)


class Datastore:
    """The stored files; `content` of the seeded ones is unknown, as nobody uploaded them here."""

    def __init__(self, store: Store, now: Callable[[], int], new_guid: Callable[[], str]) -> None:
        self._store = store
        self._now = now
        self._new_guid = new_guid

    def files(self, wanted: str | None) -> list[dict[str, Any]]:
        """The stored files of one type; a bare array (CONTRACT 10)."""
        sql = "SELECT * FROM files WHERE type = ? ORDER BY created, rowid"
        return [_file(row) for row in self._store.rows(sql, _read_type(wanted))]

    def add(self, file_type: str, file_name: str, content: bytes | None = None) -> dict[str, Any]:
        """Keep a file, whatever it is called and holds."""
        file_id = self._new_guid()
        self._store.insert(
            "files",
            id=file_id,
            type=file_type,
            file_name=file_name,
            created=self._now(),
            content=content,
        )
        row = self._store.row("SELECT * FROM files WHERE id = ?", file_id)
        assert row is not None
        return _file(row)

    def upload(
        self, stype: str | None, file_name: str | None, content_type: str, body: bytes
    ) -> dict[str, Any]:
        """Keep an uploaded MP3. Raises `ApiError` 400 for a wrong type, name or content."""
        if content_type.strip().casefold().startswith("multipart/form-data"):
            form = _read_form(content_type, body)
            stype, (file_name, content) = stype or form.stype, form.file
        else:
            content = body
        file_type = _read_type(stype)
        if not file_name or not _FILE_NAME.fullmatch(file_name):
            raise invalid("file_name", "Must be the name of an MP3, such as welcome.mp3.")
        if not _is_mp3(content):
            raise invalid("file", "Must be an MP3.")
        return self.add(file_type, file_name, content)

    def exists(self, file_id: str, file_type: str) -> bool:
        """Whether the datastore holds a file with this id and type."""
        sql = "SELECT 1 FROM files WHERE id = ? AND type = ?"
        return bool(self._store.value(sql, file_id, file_type))

    def content(self, file_id: str) -> bytes:
        """An uploaded file; `ApiError` 404 where there is none, or nobody uploaded it here."""
        content = self._store.value("SELECT content FROM files WHERE id = ?", file_id)
        if content is None:
            raise not_found("uploaded file")
        return bytes(content)


class _Form:
    """What a multipart form holds of an upload; the file is empty where it has none."""

    def __init__(self) -> None:
        self.stype: str | None = None
        self.file: tuple[str | None, bytes] = (None, b"")


def _read_form(content_type: str, body: bytes) -> _Form:
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    parser = email.parser.BytesParser(EmailMessage, policy=email.policy.HTTP)
    form = _Form()
    message = parser.parsebytes(head + body)
    if not message.is_multipart():
        raise invalid("file", "The multipart form cannot be read.")
    for part in message.iter_parts():
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            continue
        if part.get_filename() is not None:
            form.file = (part.get_filename(), content)
        elif part.get_param("name", header="content-disposition") == "stype":
            form.stype = content.decode("utf-8", "replace").strip()
    return form


def _read_type(wanted: str | None) -> str:
    checks = Checks()
    file_type = Fields({"stype": wanted}, checks).choice("stype", FILE_TYPES, required=True)
    checks.finish()
    return str(file_type)


def _is_mp3(content: bytes) -> bool:
    """Whether it begins as an MP3 does: with an ID3 tag, or with a frame of layer III."""
    is_frame = content[:1] == b"\xff" and len(content) > 3 and content[1] & 0xE6 == 0xE2
    return content[:3] == b"ID3" or is_frame


def _file(row: Row) -> dict[str, Any]:
    return {
        "data_store_id": row["id"],
        "type": row["type"],
        "file_name": row["file_name"],
        "created_datetime": plain_time(row["created"]),
    }
