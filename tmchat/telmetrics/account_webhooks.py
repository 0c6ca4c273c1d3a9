"""The addresses notified of an account's calls and texts; a number's own webhook is `sms_routes`'s.

They are otherwise made in the portal (CONTRACT 11.1): path and fields are the stand-ins of 15.4.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tmchat.telmetrics.fields import Fields, answered, as_moment, as_text
from tmchat.telmetrics.paging import listing
from tmchat.telmetrics.session import Session, segment


@dataclass(frozen=True)
class AccountWebhook:
    """One address notified of an account's calls or texts (CONTRACT 11.1)."""

    webhook_id: str
    url: str | None = None
    collection_type: str | None = None
    actions: tuple[str, ...] = ()
    status: str | None = None
    created_datetime: int | None = None
    modified_datetime: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def from_json(cls, value: object) -> "AccountWebhook":
        """Raises UnexpectedAnswer where there is no id."""
        fields = Fields(value, "an account webhook")
        return cls(
            webhook_id=fields.required("webhook_id", as_text),
            url=fields.optional("url", as_text),
            collection_type=fields.optional("collection_type", as_text),
            actions=fields.listed("actions", as_text),
            status=fields.optional("status", as_text),
            created_datetime=fields.optional("created_datetime", as_moment),
            modified_datetime=fields.optional("modified_datetime", as_moment),
            extra=fields.rest(),
        )


class AccountWebhooks:
    """The `configurations/webhooks` resource. Every method raises the errors of `errors`."""

    _PATH = "/configurations/webhooks"

    def __init__(self, session: Session) -> None:
        self._session = session

    async def list(self) -> tuple[AccountWebhook, ...]:
        """All account webhooks."""
        return tuple(
            map(AccountWebhook.from_json, listing(await self._session.call("GET", self._PATH)))
        )

    async def get(self, webhook_id: str) -> AccountWebhook:
        """One account webhook."""
        path = f"{self._PATH}/{segment(webhook_id)}"
        return AccountWebhook.from_json(await self._session.call("GET", path))

    async def create(
        self, url: str, *, collection_type: str = "SmsDetails", actions: Sequence[str] = ()
    ) -> AccountWebhook:
        """Have `url` notified of the actions named, such as `SmsDetails.SmsConversationStart`."""
        body = {"url": url, "collection_type": collection_type, "actions": list(actions)}
        return AccountWebhook.from_json(await self._session.call("POST", self._PATH, body=body))

    async def update(
        self, webhook_id: str, **settings: str | Sequence[str]
    ) -> AccountWebhook | None:
        """Change only what is given, by the names of the record."""
        path = f"{self._PATH}/{segment(webhook_id)}"
        answer = await self._session.call("PUT", path, body=settings)
        return answered(answer, AccountWebhook.from_json)

    async def delete(self, webhook_id: str) -> None:
        """Stop notifying this address."""
        await self._session.call("DELETE", f"{self._PATH}/{segment(webhook_id)}")
