"""The account's calls (CONTRACT 8): taken, moved through their states, listed; who calls is not it.

A call is announced as it starts, told in part when it ends and in full a few seconds later
(CONTRACT 11.1). It is listed from its end on, which is inferred.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tmchat.sandbox import call_forms
from tmchat.sandbox.call_forms import Caller, Talk
from tmchat.sandbox.configurations import (
    CALL_PREPROCESSED,
    CALL_PROCESSED,
    CALL_START,
    Configurations,
)
from tmchat.sandbox.errors import invalid, not_found
from tmchat.sandbox.exchange import Dialling, connect
from tmchat.sandbox.numbers import Numbers
from tmchat.sandbox.paging import Page, envelope
from tmchat.sandbox.push import Pusher
from tmchat.sandbox.store import Row, Store, dump
from tmchat.sandbox.tags import Attribution, Tags

ENDED, PROCESSED = 1, 2
PROCESSING_MS = 4_000


@dataclass(frozen=True, slots=True)
class Dialled:
    """A call that a phone makes; phones in the API's form, `at` in milliseconds UTC."""

    phone: str
    to: str
    at: int
    dialling: Dialling
    caller: Caller
    talk: Talk
    attribution: Attribution | None = None


class Calls:
    """Takes calls and lists them."""

    def __init__(
        self,
        store: Store,
        now: Callable[[], int],
        new_guid: Callable[[], str],
        *,
        numbers: Numbers,
        tags: Tags,
        configurations: Configurations,
        pusher: Pusher,
        base_url: Callable[[], str],
    ) -> None:
        self._store = store
        self._now = now
        self._new_guid = new_guid
        self._numbers = numbers
        self._tags = tags
        self._configurations = configurations
        self._pusher = pusher
        self._base_url = base_url
        # Called after a call was taken, with what is due next changed.
        self.listeners: list[Callable[[], None]] = []

    def take(self, dialled: Dialled) -> int:
        """Let a call begin; answers its id. Raises `ApiError` 400 where `to` is no number here.

        Its end and its processing come when `advance` is called at their times.
        """
        with self._store.transaction():
            call = self._insert(dialled)
            self._tell(CALL_START, call)
            self._store.after_commit(self._notify)
        call_id: int = call["id"]
        return call_id

    def remember(self, dialled: Dialled) -> None:
        """Put a call of the past into the books, processed and told to nobody.

        To be called in a transaction.
        """
        call = self._insert(dialled)
        self._store.change("calls", call["id"], state=PROCESSED, due=None)

    def advance(self) -> None:
        """Move every call on whose next step is due."""
        while (row := self._next_due()) is not None and row["due"] <= self._now():
            call = json.loads(row["call_json"])
            with self._store.transaction():
                if row["state"] == ENDED:
                    self._store.change("calls", row["id"], state=PROCESSED, due=None)
                    self._tell(CALL_PROCESSED, call)
                else:
                    due = row["due"] + PROCESSING_MS
                    self._store.change("calls", row["id"], state=ENDED, due=due)
                    self._tell(CALL_PREPROCESSED, call)

    def next_due(self) -> int | None:
        """When `advance` has something to do next, milliseconds UTC."""
        row = self._next_due()
        return None if row is None else int(row["due"])

    def page(self, since: int, until: int, page: Page, *, transcribed: bool) -> dict[str, Any]:
        """A page of the calls begun after `since` and before `until` (CONTRACT 8)."""
        rows, total = self._store.page(
            "SELECT * FROM calls WHERE started > ? AND started < ? AND state > 0"
            " ORDER BY started, id",
            (since, until),
            page.offset,
            page.size,
        )
        return envelope([_listed(row, transcribed) for row in rows], page, total)

    def get(self, call_id: int, *, transcribed: bool) -> dict[str, Any]:
        """One call; `ApiError` 404 without it, or while it has not ended."""
        row = self._store.row("SELECT * FROM calls WHERE id = ? AND state > 0", call_id)
        if row is None:
            raise not_found("call")
        return _listed(row, transcribed)

    def whole(self, call_id: int) -> dict[str, Any]:
        """All that is known of a call, also before it is told."""
        known: dict[str, Any] = json.loads(
            self._store.value("SELECT call_json FROM calls WHERE id = ?", call_id)
        )
        return known

    def recorded_seconds(self, guid: str, call_id: int) -> int:
        """How long the recording at this address is; `ApiError` 404 where there is none."""
        row = self._store.row("SELECT * FROM calls WHERE id = ? AND guid = ?", call_id, guid)
        call = {} if row is None else json.loads(row["call_json"])
        if call.get("conversation_analytics", {}).get("voice_link") is None:
            raise not_found("recording")
        return int(call["call_duration"])

    def ledger(self) -> list[dict[str, Any]]:
        """Every call with its state and pushes, oldest first, for who plays with the sandbox."""
        states = ("in progress", "ended", "processed")
        pushes: dict[str, list[dict[str, Any]]] = {}
        for row in self._store.rows("SELECT * FROM pushes WHERE text_id IS NULL ORDER BY seq"):
            pushes.setdefault(row["conversation_id"], []).append(
                {
                    "action": json.loads(row["notification_json"])["Action"],
                    "url": row["url"],
                    "attempts": row["attempts"],
                    "state": row["state"],
                    "outcome": row["outcome"],
                }
            )
        return [
            {
                "id": row["id"],
                "state": states[row["state"]],
                "call": json.loads(row["call_json"]),
                "transcription": json.loads(row["transcription_json"]),
                "pushes": pushes.get(_lane(row["id"]), []),
            }
            for row in self._store.rows("SELECT * FROM calls ORDER BY started, id")
        ]

    def count(self) -> int:
        """How many calls there ever were."""
        return int(self._store.value("SELECT count(*) FROM calls"))

    def _insert(self, dialled: Dialled) -> dict[str, Any]:
        line = self._numbers.line(dialled.to)
        if line is None:
            raise invalid("to", "Is not a tracking number of this account.")
        connection = connect(line, dialled.dialling)
        call = call_forms.listed_call(
            line,
            dialled.phone,
            dialled.at,
            connection,
            caller=dialled.caller,
            talk=dialled.talk,
            attribution=dialled.attribution or self._tags.attribution(dialled.to),
        )
        guid = self._new_guid()
        lasts = (connection.ring_seconds + connection.talk_seconds) * 1000
        call_id = self._store.insert(
            "calls",
            guid=guid,
            started=dialled.at,
            state=0,
            due=dialled.at + lasts,
            call_json="",
            transcription_json=dump(call_forms.transcription(connection, dialled.talk)),
        )
        voice_link = f"{self._base_url()}/filedownload.ashx/{guid}/{call_id}.mp3"
        found = call_forms.analytics(connection, dialled.talk, call_id, voice_link)
        whole = {"id": call_id} | call | {"conversation_analytics": found}
        self._store.change("calls", call_id, call_json=dump(whole))
        return whole

    def _tell(self, action: str, call: dict[str, Any]) -> None:
        for url in self._configurations.subscribers(action):
            self._pusher.add(
                url,
                text_id=None,
                conversation_id=_lane(call["id"]),
                notification=call_forms.notice(action, call),
            )

    def _notify(self) -> None:
        for listener in self.listeners:
            listener()

    def _next_due(self) -> Row | None:
        return self._store.row("SELECT * FROM calls WHERE due NOT NULL ORDER BY due, id LIMIT 1")


def _lane(call_id: int) -> str:
    return f"call {call_id}"


def _listed(row: Row, transcribed: bool) -> dict[str, Any]:
    call: dict[str, Any] = json.loads(row["call_json"])
    if row["state"] == ENDED:
        return call_forms.preprocessed(call)
    if transcribed:
        turns = json.loads(row["transcription_json"])
        call["conversation_analytics"] |= {"transcription": turns}
    return call
