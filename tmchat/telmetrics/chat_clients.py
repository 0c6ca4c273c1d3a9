"""The chat clients texts can be handed to; the route that points at one is `sms_routes`'s.

They are otherwise made in the portal: path and fields are the stand-ins of CONTRACT 15.4.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tmchat.telmetrics.fields import Fields, answered, as_moment, as_text
from tmchat.telmetrics.paging import listing
from tmchat.telmetrics.session import Session, segment


@dataclass(frozen=True)
class ChatClient:
    """One chat configuration; the provider is Slack, ContactAtOnce or LiveChat."""

    chat_client_id: str
    name: str | None = None
    provider: str | None = None
    status: str | None = None
    created_datetime: int | None = None
    modified_datetime: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def from_json(cls, value: object) -> "ChatClient":
        """Raises UnexpectedAnswer where there is no id."""
        fields = Fields(value, "a chat client")
        return cls(
            chat_client_id=fields.required("chat_client_id", as_text),
            name=fields.optional("name", as_text),
            provider=fields.optional("provider", as_text),
            status=fields.optional("status", as_text),
            created_datetime=fields.optional("created_datetime", as_moment),
            modified_datetime=fields.optional("modified_datetime", as_moment),
            extra=fields.rest(),
        )


class ChatClients:
    """The `configurations/chatclients` resource. Every method raises the errors of `errors`."""

    _PATH = "/configurations/chatclients"

    def __init__(self, session: Session) -> None:
        self._session = session

    async def list(self) -> tuple[ChatClient, ...]:
        """All chat configurations."""
        return tuple(
            map(ChatClient.from_json, listing(await self._session.call("GET", self._PATH)))
        )

    async def get(self, chat_client_id: str) -> ChatClient:
        """One chat configuration."""
        path = f"{self._PATH}/{segment(chat_client_id)}"
        return ChatClient.from_json(await self._session.call("GET", path))

    async def create(self, name: str, provider: str, **settings: str) -> ChatClient:
        """Make a chat configuration; further settings go by their own names."""
        body = {"name": name, "provider": provider, **settings}
        return ChatClient.from_json(await self._session.call("POST", self._PATH, body=body))

    async def update(self, chat_client_id: str, **settings: str | None) -> ChatClient | None:
        """Change only what is given."""
        path = f"{self._PATH}/{segment(chat_client_id)}"
        answer = await self._session.call("PUT", path, body=settings)
        return answered(answer, ChatClient.from_json)

    async def delete(self, chat_client_id: str) -> None:
        """Remove a chat configuration."""
        await self._session.call("DELETE", f"{self._PATH}/{segment(chat_client_id)}")
