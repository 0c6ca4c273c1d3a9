"""The recorded announcements that routes may play, listed and uploaded; it plays none.

Source: CONTRACT 10. The form of the upload is inferred: a page says no more than that it is a POST
with `stype` and an MP3.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from tmchat.telmetrics.fields import Fields, as_moment, as_text
from tmchat.telmetrics.paging import listing
from tmchat.telmetrics.session import Session

StoredType = Literal[
    "CallRecordNotificationFiles",
    "StopCallFiles",
    "WhisperFiles",
    "CallVerifyFiles",
    "RouteMessageFiles",
]


@dataclass(frozen=True)
class StoredFile:
    """One recorded announcement; the time in milliseconds UTC."""

    data_store_id: str
    type: str | None = None
    file_name: str | None = None
    created_datetime: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def from_json(cls, value: object) -> "StoredFile":
        """Raises UnexpectedAnswer where there is no id."""
        fields = Fields(value, "a stored file")
        return cls(
            data_store_id=fields.required("data_store_id", as_text),
            type=fields.optional("type", as_text),
            file_name=fields.optional("file_name", as_text),
            created_datetime=fields.optional("created_datetime", as_moment),
            extra=fields.rest(),
        )


class Datastore:
    """The `datastore` resource."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def list(self, stype: StoredType) -> tuple[StoredFile, ...]:
        """All files of one type; this listing is not paged. Raises the errors of `errors`."""
        answer = await self._session.call("GET", "/datastore", query={"stype": stype})
        return tuple(map(StoredFile.from_json, listing(answer)))

    async def upload(self, stype: StoredType, file_name: str, mp3: bytes) -> StoredFile:
        """Keep an announcement for routes of one kind. Raises the errors of `errors`.

        Sent as a multipart form with the file as `file`, `stype` in the query as the listing has
        it: an inference, as the module says.
        """
        answer = await self._session.call(
            "POST", "/datastore", query={"stype": stype}, upload=(file_name, mp3, "audio/mpeg")
        )
        return StoredFile.from_json(answer)
