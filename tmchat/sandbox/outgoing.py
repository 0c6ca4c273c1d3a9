"""Texts on their way from a tracking number to a phone, with receipts; not why they are sent."""

import asyncio
from collections.abc import Callable

from tmchat.sandbox.books import Books, Conversation, Kind, Text
from tmchat.sandbox.configurations import Configurations
from tmchat.sandbox.faults import Fault, Faults
from tmchat.sandbox.notifications import delivery_update
from tmchat.sandbox.numbers import Line, Numbers
from tmchat.sandbox.push import Pusher
from tmchat.sandbox.store import Store

Listener = Callable[[Text], None]


def push_address(line: Line, configurations: Configurations) -> str | None:
    """Where a number's texts and receipts are pushed; None for routes that push nothing."""
    route = line.sms_routes.get("route", {})
    if line.sms_routes["route_type"] == "Webhook":
        address: str | None = route["inbound_webhook_url"]
        return address
    if line.sms_routes["route_type"] == "ChatClient":
        client_id = route["chat_client_id"]
        if configurations.chat_client_exists(client_id):
            client = configurations.chat_client(client_id)
            return client["webhook_url"] if client["status"] == "active" else None
    return None


class Outgoing:
    """Sends texts; `listeners` hear of each one that reaches its phone."""

    def __init__(
        self,
        store: Store,
        books: Books,
        *,
        numbers: Numbers,
        configurations: Configurations,
        pusher: Pusher,
        faults: Faults,
        receipts: bool,
    ) -> None:
        self.listeners: list[Listener] = []
        self._store = store
        self._books = books
        self._numbers = numbers
        self._configurations = configurations
        self._pusher = pusher
        self._faults = faults
        self._receipts = receipts
        self._late: set[asyncio.Task[None]] = set()

    def resume(self) -> None:
        """Let texts arrive that were on their way when an earlier run ended."""
        for text in self._books.on_the_way():
            self._arrive(text)

    async def stop(self) -> None:
        """Wait for the texts that faults hold back; clear the faults first."""
        await asyncio.gather(*self._late, return_exceptions=True)

    def send(
        self,
        conversation: Conversation,
        kind: Kind,
        body: str,
        *,
        recipient: str | None = None,
        reference: str | None = None,
        fault: Fault | None = None,
    ) -> Text:
        """Text the conversation's texter, or another `recipient` about it.

        To be called in a transaction. A fault of kind lag or reorder holds the text back.
        """
        text = self._books.record(
            conversation.id,
            kind,
            sender=conversation.number,
            recipient=recipient or conversation.texter,
            body=body,
            reference=reference,
        )
        self._receipt(text, "Queued")
        if fault is not None and fault.kind in ("lag", "reorder"):
            self._store.after_commit(lambda: self._hold_back(text, fault))
        else:
            self._arrive(text)
        return text

    def _hold_back(self, text: Text, fault: Fault) -> None:
        task = asyncio.create_task(self._arrive_late(text, fault))
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    async def _arrive_late(self, text: Text, fault: Fault) -> None:
        await self._faults.pause(fault)
        with self._store.transaction():
            self._arrive(text)

    def _arrive(self, text: Text) -> None:
        self._books.mark_arrived(text.id)
        self._receipt(text, "Sent")
        self._receipt(text, "Delivered")
        self._store.after_commit(lambda: self._tell(text))

    def _tell(self, text: Text) -> None:
        for listener in self.listeners:
            listener(text)

    def _receipt(self, text: Text, status: str) -> None:
        if not self._receipts or text.kind is not Kind.REPLY:
            return
        line = self._numbers.line(text.sender)
        address = None if line is None else push_address(line, self._configurations)
        if address is not None:
            self._pusher.add(
                address,
                text_id=text.id,
                conversation_id=text.conversation_id,
                notification=delivery_update(text, status),
            )
