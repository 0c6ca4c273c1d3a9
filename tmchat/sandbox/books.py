"""The record of conversations and texts; deciding what becomes of a text is `carrier`'s."""

import asyncio
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tmchat.sandbox.store import Row, Store, dump
from tmchat.sandbox.tags import Attribution


class Kind(StrEnum):
    """Why a text was sent."""

    TEXT = "text"  # by a texter, to a tracking number
    REPLY = "reply"  # by an agent, through the reply stand-in
    AUTOREPLY = "autoreply"  # by a number's Autoreply or SmartNumber route
    NOTICE = "notice"  # to the business phone of a SmartNumber
    BUSINESS = "business"  # by the business phone, in answer to a notice
    BRIDGED = "bridged"  # the same, passed on to the texter
    CHAT = "chat"  # one of a chat client's standing texts


@dataclass(frozen=True, slots=True)
class Texter:
    """What the carrier's lookup knows of a phone; empty where nothing."""

    name: str = ""
    address: str = ""
    city: str = ""
    state: str = ""
    zip_code: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Texts between one texter and one tracking number without a long silence."""

    id: str
    texter: str
    number: str
    about: Texter
    attribution: Attribution


@dataclass(frozen=True, slots=True)
class Text:
    """One recorded text; `at` is in milliseconds UTC."""

    id: str
    conversation_id: str
    kind: Kind
    sender: str
    recipient: str
    body: str
    media: tuple[str, ...]
    at: int


class Books:
    """Conversations and texts on disk, and the waiting for new ones."""

    def __init__(self, store: Store, now: Callable[[], int], new_guid: Callable[[], str]) -> None:
        self._store = store
        self._now = now
        self._new_guid = new_guid
        self._arrival = asyncio.Event()
        self._closed = False

    def latest_conversation(self, texter: str, number: str, since: int) -> Conversation | None:
        """The pair's conversation, if it is not closed and had a text after `since`."""
        row = self._store.row(
            "SELECT * FROM conversations WHERE texter = ? AND number = ? ORDER BY seq DESC LIMIT 1",
            texter,
            number,
        )
        if row is None or row["ended"] or row["latest"] < since:
            return None
        return _conversation(row)

    def about(self, texter: str) -> Texter:
        """What earlier conversations knew of this phone."""
        sql = "SELECT texter_json FROM conversations WHERE texter = ? ORDER BY seq DESC LIMIT 1"
        known = self._store.value(sql, texter)
        return Texter(**json.loads(known)) if known else Texter()

    def start_conversation(
        self, texter: str, number: str, about: Texter, attribution: Attribution
    ) -> Conversation:
        """Open a conversation."""
        new = Conversation(self._new_guid(), texter, number, about, attribution)
        moment = self._now()
        known = {name: getattr(about, name) for name in Texter.__dataclass_fields__}
        self._store.insert(
            "conversations",
            id=new.id,
            texter=texter,
            number=number,
            started=moment,
            latest=moment,
            texter_json=dump(known),
            attribution_json=dump(attribution),
        )
        return new

    def end_conversation(self, conversation_id: str) -> None:
        """Close a conversation; the texter's next text starts another."""
        self._store.change("conversations", conversation_id, ended=1)

    def conversation(self, conversation_id: str) -> Conversation | None:
        """One conversation by its GUID."""
        row = self._store.row("SELECT * FROM conversations WHERE id = ?", conversation_id)
        return None if row is None else _conversation(row)

    def record(
        self,
        conversation_id: str,
        kind: Kind,
        *,
        sender: str,
        recipient: str,
        body: str,
        media: Iterable[str] = (),
        reference: str | None = None,
    ) -> Text:
        """Write a text that has been sent and has not yet reached its phone."""
        moment = self._now()
        text = Text(
            self._new_guid(),
            conversation_id,
            kind,
            sender,
            recipient,
            body,
            tuple(media),
            moment,
        )
        self._store.insert(
            "texts",
            id=text.id,
            conversation_id=conversation_id,
            kind=kind.value,
            sender=sender,
            recipient=recipient,
            body_json=dump(body),
            media_json=dump(text.media),
            at=moment,
            reference_json=None if reference is None else dump(reference),
        )
        self._store.change("conversations", conversation_id, latest=moment)
        return text

    def mark_arrived(self, text_id: str) -> None:
        """Note that a text has reached its phone; wakes those who wait for it."""
        self._store.run(
            "UPDATE texts SET reached = (SELECT COALESCE(max(reached), 0) + 1 FROM texts)"
            " WHERE id = ?",
            text_id,
        )
        self._store.after_commit(self._wake)

    def on_the_way(self) -> list[Text]:
        """Texts that have not reached their phone, oldest first."""
        return _texts(self._store.rows("SELECT * FROM texts WHERE reached IS NULL ORDER BY seq"))

    def text(self, text_id: str) -> Text | None:
        """One text by its GUID."""
        rows = self._store.rows("SELECT * FROM texts WHERE id = ?", text_id)
        return next(iter(_texts(rows)), None)

    def replied(self, conversation_id: str, reference: str) -> str | None:
        """The id of the reply that was already accepted under this reference."""
        found: str | None = self._store.value(
            "SELECT id FROM texts WHERE conversation_id = ? AND reference_json = ?",
            conversation_id,
            dump(reference),
        )
        return found

    def latest(self, kind: Kind, *, sender: str, recipient: str) -> Text | None:
        """The newest text of a kind between two phones."""
        rows = self._store.rows(
            "SELECT * FROM texts WHERE sender = ? AND recipient = ? AND kind = ?"
            " ORDER BY seq DESC LIMIT 1",
            sender,
            recipient,
            kind.value,
        )
        return next(iter(_texts(rows)), None)

    def of_phone(self, phone: str, after: str | None = None) -> list[Text]:
        """All that a phone has sent and received, in that order, behind the text `after`."""
        rows = self._store.rows(
            "SELECT * FROM texts WHERE (sender = ?1 OR recipient = ?1) AND reached >"
            " COALESCE((SELECT reached FROM texts WHERE id = ?2), 0) ORDER BY reached",
            phone,
            after,
        )
        return _texts(rows)

    async def next_arrival(self, seconds: float) -> bool:
        """Wait until any text reaches a phone; False after `seconds` or once closed."""
        if self._closed:
            return False
        try:
            async with asyncio.timeout(seconds):
                await self._arrival.wait()
        except TimeoutError:
            return False
        return not self._closed

    def close(self) -> None:
        """Let everybody go who waits for an arrival."""
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        self._arrival.set()
        self._arrival = asyncio.Event()


def _conversation(row: Row) -> Conversation:
    return Conversation(
        row["id"],
        row["texter"],
        row["number"],
        Texter(**json.loads(row["texter_json"])),
        json.loads(row["attribution_json"]),
    )


def _texts(rows: Iterable[Row]) -> list[Text]:
    return [_text(row) for row in rows]


def _text(row: Row) -> Text:
    media: list[Any] = json.loads(row["media_json"])
    return Text(
        row["id"],
        row["conversation_id"],
        Kind(row["kind"]),
        row["sender"],
        row["recipient"],
        json.loads(row["body_json"]),
        tuple(media),
        row["at"],
    )
