"""The outside accounts an account is linked with, such as AdWords; they cannot be changed here.

Source: CONTRACT 10.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tmchat.telmetrics.fields import Fields, as_moment, as_text
from tmchat.telmetrics.paging import listing
from tmchat.telmetrics.session import Session


@dataclass(frozen=True)
class Integration:
    """One linked outside account, such as AdWords; the time in milliseconds UTC."""

    integration_auth_id: str
    description: str | None = None
    type: str | None = None
    created_datetime: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def from_json(cls, value: object) -> "Integration":
        """Raises UnexpectedAnswer where there is no id."""
        fields = Fields(value, "an integration")
        return cls(
            integration_auth_id=fields.required("integration_auth_id", as_text),
            description=fields.optional("description", as_text),
            type=fields.optional("type", as_text),
            created_datetime=fields.optional("created_datetime", as_moment),
            extra=fields.rest(),
        )


class Integrations:
    """The `configurations/integrations` resource, read only."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def list(self) -> tuple[Integration, ...]:
        """All integrations; this listing is not paged. Raises the errors of `errors`."""
        answer = await self._session.call("GET", "/configurations/integrations")
        return tuple(map(Integration.from_json, listing(answer)))
