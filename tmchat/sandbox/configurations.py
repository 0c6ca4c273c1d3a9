"""Chat clients, webhooks and integrations (CONTRACT 7.1, 10, 15.4); not their use."""

import json
from collections.abc import Callable
from typing import Any

from tmchat.sandbox.dates import later, plain_time, resource_time
from tmchat.sandbox.errors import Checks, invalid, not_found
from tmchat.sandbox.fields import Fields
from tmchat.sandbox.groups import STATUSES
from tmchat.sandbox.store import Row, Store, dump

PROVIDERS = ("Slack", "ContactAtOnce", "LiveChat")
COLLECTION_TYPES = ("SmsDetails", "CallDetails")
CONVERSATION_START = "SmsDetails.SmsConversationStart"
CALL_START = "CallDetails.CallStart"
CALL_PREPROCESSED = "CallDetails.CallPreprocessed"
CALL_PROCESSED = "CallDetails.CallProcessed"
ACTIONS = (CONVERSATION_START, CALL_START, CALL_PREPROCESSED, CALL_PROCESSED)
# Ours: where a stand-in for the provider receives the chats, and the portal's two optional texts.
_READ_ONLY = ("created_datetime", "modified_datetime")
_CHAT_EXTRAS = ("webhook_url", "end_of_chat_text", "no_agents_text")


class Configurations:
    """The account-wide settings that numbers and groups refer to."""

    def __init__(self, store: Store, now: Callable[[], int], new_guid: Callable[[], str]) -> None:
        self._store = store
        self._now = now
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
        moment = self._now()
        self._store.insert("chat_clients", id=client_id, **columns, created=moment, modified=moment)
        return self.chat_client(client_id)

    def update_chat_client(self, client_id: str, values: dict[str, Any]) -> dict[str, Any]:
        """Change the given fields of a chat client."""
        row = self._row("chat_clients", client_id, "chat client")
        columns = _read_chat_client(values, required=False, before=json.loads(row["extra_json"]))
        modified = later(self._now(), row["modified"])
        self._store.change("chat_clients", client_id, **columns, modified=modified)
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
        moment = self._now()
        self._store.insert("webhooks", id=webhook_id, **columns, created=moment, modified=moment)
        return self.webhook(webhook_id)

    def update_webhook(self, webhook_id: str, values: dict[str, Any]) -> dict[str, Any]:
        """Change the given fields of an account webhook."""
        row = self._row("webhooks", webhook_id, "webhook")
        columns = _read_webhook(values, required=False, before=row)
        modified = later(self._now(), row["modified"])
        self._store.change("webhooks", webhook_id, **columns, modified=modified)
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

    def _row(self, table: str, row_id: str, what: str) -> Row:
        row = self._store.row(f"SELECT * FROM {table} WHERE id = ?", row_id)
        if row is None:
            raise not_found(what)
        return row


def _read_chat_client(
    values: dict[str, Any], *, required: bool, before: dict[str, Any] | None = None
) -> dict[str, Any]:
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
    given = {
        name: value
        for name, value in columns.items()
        if value is not None or (name in _CHAT_EXTRAS and name in values)
    }
    unknown = fields.rest("chat_client_id", *_READ_ONLY)
    return given | {"extra_json": dump((before or {}) | unknown)}


def _read_webhook(
    values: dict[str, Any], *, required: bool, before: Row | None = None
) -> dict[str, Any]:
    checks = Checks()
    fields = Fields(values, checks)
    columns: dict[str, Any] = {
        "url": fields.url("url", required=required),
        "collection_type": fields.choice("collection_type", COLLECTION_TYPES, required=required),
        "status": fields.choice("status", STATUSES),
    }
    wanted = fields.texts("actions", required=required or "actions" in values)
    checks.finish()
    known = json.loads(before["extra_json"]) if before is not None else {}
    columns["extra_json"] = dump(known | fields.rest("webhook_id", *_READ_ONLY))
    if not wanted and before is not None:
        wanted = json.loads(before["actions_json"])
    collection = columns["collection_type"] or (before["collection_type"] if before else "")
    columns["actions_json"] = dump(_read_actions(wanted, collection))
    return {name: value for name, value in columns.items() if value is not None}


def _read_actions(wanted: list[str], collection: str) -> list[str]:
    """The actions in their canonical spelling; each belongs to the collection (CONTRACT 11.1)."""
    fitting = [action for action in ACTIONS if action.startswith(f"{collection}.")]
    canonical = {action.casefold(): action for action in fitting}
    if not all(action.casefold() in canonical for action in wanted):
        raise invalid("actions", f"Each must be one of {', '.join(fitting)}.")
    return list(dict.fromkeys(canonical[action.casefold()] for action in wanted))


def _chat_client(row: Row) -> dict[str, Any]:
    client = {"chat_client_id": row["id"]}
    client |= {name: row[name] for name in ("name", "provider", "status", *_CHAT_EXTRAS)}
    extra: dict[str, Any] = json.loads(row["extra_json"])
    return client | _times(row) | extra


def _webhook(row: Row) -> dict[str, Any]:
    webhook = {
        "webhook_id": row["id"],
        "url": row["url"],
        "collection_type": row["collection_type"],
        "actions": json.loads(row["actions_json"]),
        "status": row["status"],
    }
    extra: dict[str, Any] = json.loads(row["extra_json"])
    return webhook | _times(row) | extra


def _times(row: Row) -> dict[str, Any]:
    return {
        "created_datetime": resource_time(row["created"]),
        "modified_datetime": resource_time(row["modified"]),
    }
