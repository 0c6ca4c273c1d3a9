"""Billing groups, the account's tree of up to three levels; number groups hang from its leaves.

Sources: CONTRACT 4.1. Number groups themselves are `groups`'s.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tmchat.telmetrics.fields import Fields, as_text, as_whole
from tmchat.telmetrics.paging import listing
from tmchat.telmetrics.session import Session


@dataclass(frozen=True)
class BillingGroup:
    """One billing group; only its name is certain to be listed.

    `parent_id` is ours (no page shows how the listing tells the levels): None at the top.
    """

    billing_group_name: str
    billing_group_id: int | None = None
    status: str | None = None
    parent_id: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def from_json(cls, value: object) -> "BillingGroup":
        """Raises UnexpectedAnswer where there is no name."""
        fields = Fields(value, "a billing group")
        return cls(
            billing_group_name=fields.required("billing_group_name", as_text),
            billing_group_id=fields.optional("billing_group_id", as_whole),
            status=fields.optional("status", as_text),
            parent_id=fields.optional("parent_id", as_whole),
            extra=fields.rest(),
        )


class BillingGroups:
    """The `billinggroups` resource. Every method raises the errors of `errors`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def list(self) -> tuple[BillingGroup, ...]:
        """All billing groups; this listing is not paged."""
        answer = await self._session.call("GET", "/billinggroups")
        return tuple(map(BillingGroup.from_json, listing(answer)))

    async def create(self, parent_id: int, name: str, *, status: str = "active") -> BillingGroup:
        """Hang a billing group below another."""
        body = {"billing_group_name": name, "status": status}
        answer = await self._session.call("POST", f"/billinggroups/{parent_id}", body=body)
        return BillingGroup.from_json(answer)
