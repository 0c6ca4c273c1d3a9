"""Chat clients, webhooks, integrations and stored files (CONTRACT 7.1, 10, 15.4); not their use."""

import json
from collections.abc import Callable
from typing import Any

from tmchat.sandbox.dates import plain_time
from tmchat.sandbox.errors import Checks, invalid, not_found
from tmchat.sandbox.fields import Fields
from tmchat.sandbox.groups import STATUSES
from tmchat.sandbox.store import Row, Store, dump

PROVIDERS = ("Slack", "ContactAtOnce", "LiveChat")
COLLECTION_TYPES = ("SmsDetails", "CallDetails")
CONVERSATION_START = "SmsDetails.SmsConversationStart"
ACTIONS = (
    CONVERSATION_START,
    "CallDetails.CallStart",
    "CallDetails.CallPreprocessed",
    "CallDetails.CallProcessed",
)
FILE_TYPES = (
    "CallRecordNotificationFiles",
    "StopCallFiles",
    "WhisperFiles",
    "CallVerifyFiles",
    "RouteMessageFiles",
)
# Ours: where a stand-in for the provider receives the chats, and the portal's two optional texts.
_CHAT_EXTRAS = ("webhook_url", "end_of_chat_text", "no_agents_text")


class Configurations:
    """The account-wide settings that numbers and groups refer to."""

    def __init__(self, store: Store, new_guid: Callable[[], str]) -> None:
        self._store = store
        self._new_guid = new_guid

    def chat_clients(self) -> list[dict[str, Any]]:
        """All chat clients; a bare array, like the integrations."""
        return [_chat_client(row) for row in self._store.rows("SELECT * FROM chat_clients")]

    def chat_client(self, client_id: str) -> dict[str, Any]:
        """One chat client; `ApiError` 404 without it."""
        return _chat_client(self._row("chat_clients", client_id, "chat client"))

    def chat_client_exists(self, client_id: str) -> bool:
        """Whether a chat client has this id."""
        return bool(self._store.value("SELECT 1 FROM chat_clients WHERE id = ?", client_id))

    def create_chat_client(self, values: dict[str, Any]) -> dict[str, Any]:
        """Add a chat client."""
        columns = {"status": "active"} | _read_chat_client(values, required=True)
        client_id = self._new_guid()
        self._store.insert("chat_clients", id=client_id, **columns)
        return self.chat_client(client_id)

    def update_chat_client(self, client_id: str, values: dict[str, Any]) -> dict[str, Any]:
        """Change the given fields of a chat client."""
        self.chat_client(client_id)
        self._store.change("chat_clients", client_id, **_read_chat_client(values, required=False))
        return self.chat_client(client_id)

    def delete_chat_client(self, client_id: str) -> None:
        """Remove a chat client; texts routed to it reach nobody from then on."""
        self.chat_client(client_id)
        self._store.run("DELETE FROM chat_clients WHERE id = ?", client_id)

    def webhooks(self) -> list[dict[str, Any]]:
        """All account webhooks; a bare array."""
        return [_webhook(row) for row in self._store.rows("SELECT * FROM webhooks")]

    def webhook(self, webhook_id: str) -> dict[str, Any]:
        """One account webhook; `ApiError` 404 without it."""
        return _webhook(self._row("webhooks", webhook_id, "webhook"))

    def create_webhook(self, values: dict[str, Any]) -> dict[str, Any]:
        """Register an account webhook."""
        columns = {"status": "active"} | _read_webhook(values, required=True)
        webhook_id = self._new_guid()
        self._store.insert("webhooks", id=webhook_id, **columns)
        return self.webhook(webhook_id)

    def update_webhook(self, webhook_id: str, values: dict[str, Any]) -> dict[str, Any]:
        """Change the given fields of an account webhook."""
        self.webhook(webhook_id)
        self._store.change("webhooks", webhook_id, **_read_webhook(values, required=False))
        return self.webhook(webhook_id)

    def delete_webhook(self, webhook_id: str) -> None:
        """Remove an account webhook."""
        self.webhook(webhook_id)
        self._store.run("DELETE FROM webhooks WHERE id = ?", webhook_id)

    def subscribers(self, action: str) -> list[str]:
        """The addresses of the active account webhooks that want `action`."""
        return [
            hook["url"]
            for hook in self.webhooks()
            if hook["status"] == "active" and action in hook["actions"]
        ]

    def integrations(self) -> list[dict[str, Any]]:
        """All integrations; a bare array (CONTRACT 10)."""
        return [
            {
                "integration_auth_id": row["id"],
                "description": row["description"],
                "type": row["type"],
                "created_datetime": plain_time(row["created"]),
            }
            for row in self._store.rows("SELECT * FROM integrations ORDER BY created")
        ]

    def files(self, wanted: str | None) -> list[dict[str, Any]]:
        """The stored files of one type; a bare array (CONTRACT 10)."""
        checks = Checks()
        file_type = Fields({"stype": wanted}, checks).choice("stype", FILE_TYPES, required=True)
        checks.finish()
        sql = "SELECT * FROM files WHERE type = ? ORDER BY created"
        return [
            {
                "data_store_id": row["id"],
                "type": row["type"],
                "file_name": row["file_name"],
                "created_datetime": plain_time(row["created"]),
            }
            for row in self._store.rows(sql, file_type)
        ]

    def file_exists(self, file_id: str) -> bool:
        """Whether the datastore holds a file with this id."""
        return bool(self._store.value("SELECT 1 FROM files WHERE id = ?", file_id))

    def _row(self, table: str, row_id: str, what: str) -> Row:
        row = self._store.row(f"SELECT * FROM {table} WHERE id = ?", row_id)
        if row is None:
            raise not_found(what)
        return row


def _read_chat_client(values: dict[str, Any], *, required: bool) -> dict[str, Any]:
    checks = Checks()
    fields = Fields(values, checks)
    columns = {
        "name": fields.text("name", required=required or "name" in values),
        "provider": fields.choice("provider", PROVIDERS, required=required),
        "status": fields.choice("status", STATUSES),
        "webhook_url": fields.url("webhook_url"),
        "end_of_chat_text": fields.text("end_of_chat_text", limit=1600),
        "no_agents_text": fields.text("no_agents_text", limit=1600),
    }
    checks.finish()
    # An explicit null takes an optional field away.
    return {
        name: value
        for name, value in columns.items()
        if value is not None or (name in _CHAT_EXTRAS and name in values)
    }


def _read_webhook(values: dict[str, Any], *, required: bool) -> dict[str, Any]:
    checks = Checks()
    fields = Fields(values, checks)
    columns: dict[str, Any] = {
        "url": fields.url("url", required=required),
        "collection_type": fields.choice("collection_type", COLLECTION_TYPES, required=required),
        "status": fields.choice("status", STATUSES),
    }
    wanted = fields.texts("actions", required=required)
    checks.finish()
    canonical = {action.casefold(): action for action in ACTIONS}
    unknown = [action for action in wanted if action.casefold() not in canonical]
    if unknown:
        raise invalid("actions", f"Each must be one of {', '.join(ACTIONS)}.")
    if wanted:
        columns["actions_json"] = dump([canonical[action.casefold()] for action in wanted])
    return {name: value for name, value in columns.items() if value is not None}


def _chat_client(row: Row) -> dict[str, Any]:
    client = {"chat_client_id": row["id"]}
    return client | {name: row[name] for name in ("name", "provider", "status", *_CHAT_EXTRAS)}


def _webhook(row: Row) -> dict[str, Any]:
    return {
        "webhook_id": row["id"],
        "url": row["url"],
        "collection_type": row["collection_type"],
        "actions": json.loads(row["actions_json"]),
        "status": row["status"],
    }
