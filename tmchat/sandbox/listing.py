"""Reading the books back: the SMS listing stand-in (CONTRACT 15.3) and the sandbox's own ledger."""

import json
from collections.abc import Callable
from typing import Any

from tmchat.sandbox.books import Kind
from tmchat.sandbox.dates import plain_time
from tmchat.sandbox.paging import Page, envelope
from tmchat.sandbox.store import Row, Store

# A SmartNumber's dealings with the business are no part of the conversation with the texter.
_ASIDE = (Kind.NOTICE.value, Kind.BUSINESS.value)
_FOREVER = 2**62


class Listing:
    """Conversations and texts as rows of JSON; times in milliseconds UTC go in."""

    def __init__(self, store: Store, now: Callable[[], int]) -> None:
        self._store = store
        self._now = now

    def conversations(self, since: int | None, until: int | None, page: Page) -> dict[str, Any]:
        """A page of the conversations with a latest text from `since` to before `until`."""
        rows, total = self._store.page(
            "SELECT * FROM conversations WHERE latest >= ? AND latest < ? ORDER BY seq",
            (since or 0, until or _FOREVER),
            page.offset,
            page.size,
        )
        return envelope([_conversation(row) for row in rows], page, total)

    def messages(
        self,
        conversation_id: str,
        since: int | None,
        until: int | None,
        page: Page,
        *,
        lag: float = 0.0,
    ) -> dict[str, Any]:
        """A page of a conversation's texts that have arrived, oldest first, but for those of the
        last `lag` seconds."""
        if lag:
            until = min(until or _FOREVER, self._now() - round(lag * 1000))
        rows, total = self._store.page(
            "SELECT * FROM texts WHERE conversation_id = ? AND reached NOT NULL"
            " AND kind NOT IN (?, ?) AND at >= ? AND at < ? ORDER BY seq",
            (conversation_id, *_ASIDE, since or 0, until or _FOREVER),
            page.offset,
            page.size,
        )
        return envelope([_message(row) for row in rows], page, total)

    def ledger(self, after: str | None) -> list[dict[str, Any]]:
        """Every text with its pushes, behind the text `after`; `arrived` is false on the way."""
        texts = self._store.rows(
            "SELECT * FROM texts WHERE seq > COALESCE((SELECT seq FROM texts WHERE id = ?), 0)"
            " ORDER BY seq",
            after,
        )
        pushes: dict[str, list[dict[str, Any]]] = {text["id"]: [] for text in texts}
        for row in self._store.rows("SELECT * FROM pushes ORDER BY seq"):
            if row["text_id"] in pushes:
                pushes[row["text_id"]].append(_push(row))
        return [_entry(text, pushes[text["id"]]) for text in texts]


def _conversation(row: Row) -> dict[str, Any]:
    return {
        "ConversationId": row["id"],
        "TexterNumber": row["texter"],
        "TextedNumber": row["number"],
        "StartDate": plain_time(row["started"]),
        "LatestDate": plain_time(row["latest"]),
        "TexterName": json.loads(row["texter_json"])["name"],
        "AttributionDetails": json.loads(row["attribution_json"]),
    }


def _message(row: Row) -> dict[str, Any]:
    is_inbound = row["kind"] == Kind.TEXT
    message = {
        "MessageId": row["id"],
        "ConversationId": row["conversation_id"],
        "MessageDate": plain_time(row["at"]),
        "Direction": "Inbound" if is_inbound else "Outbound",
        "From": row["sender"],
        "To": row["recipient"],
        "Message": json.loads(row["body_json"]),
        "MediaUrls": json.loads(row["media_json"]),
        "Status": "Received" if is_inbound else "Delivered",
    }
    if row["reference_json"] is not None:
        message["Reference"] = json.loads(row["reference_json"])
    return message


def _push(row: Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "action": json.loads(row["notification_json"])["Action"],
        "url": row["url"],
        "attempts": row["attempts"],
        "state": row["state"],
        "outcome": row["outcome"],
    }


def _entry(row: Row, pushes: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "conversation_id": row["conversation_id"],
        "at": row["at"],
        "kind": row["kind"],
        "from": row["sender"],
        "to": row["recipient"],
        "text": json.loads(row["body_json"]),
        "media": json.loads(row["media_json"]),
        "arrived": row["reached"] is not None,
        "pushes": pushes,
    }
