"""Looks up what a conversation holds, to settle replies whose outcome is unknown (CONTRACT 15.3).

It is a look-up for that alone: texts of consumers come by push.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tmchat.telmetrics.client import Telmetrics
from tmchat.telmetrics.fields import Fields, as_moment, as_text
from tmchat.telmetrics.moments import query_moment
from tmchat.telmetrics.paging import walk
from tmchat.telmetrics.session import segment
from tmchat.telmetrics.standins.addresses import objection_to

LISTING = "/sms/conversations/{conversation}/messages"


@dataclass(frozen=True)
class ListedMessage:
    """One message of a conversation, the time in milliseconds UTC; `extra` is all else."""

    message_id: str
    message: str | None
    direction: str | None
    at: int | None
    status: str | None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def from_json(cls, value: object) -> "ListedMessage":
        """Raises UnexpectedAnswer where there is no id."""
        fields = Fields(value, "a listed message")
        return cls(
            message_id=fields.required("MessageId", as_text),
            message=fields.optional("Message", as_text),
            direction=fields.optional("Direction", as_text),
            at=fields.optional("MessageDate", as_moment),
            status=fields.optional("Status", as_text),
            extra=fields.rest(),
        )


async def lookup_messages(
    client: Telmetrics,
    conversation_id: str,
    since: int,
    *,
    path: str = LISTING,
    allowed_hosts: frozenset[str] | None = None,
) -> tuple[ListedMessage, ...]:
    """All messages of a conversation since a time, in the order listed.

    `since` is milliseconds UTC, cut to seconds. `path` has the conversation's id where it says
    `{conversation}`: a path on the API's own host, or a whole address. The token goes with the
    request, so only to `allowed_hosts` (the API's own when None) and as with `send_reply`.
    Raises NotFound where the carrier has no such listing, ValueError for an id no path can carry or
    an address that may not have the token, and the other errors of `errors`.
    """
    address = path.replace("{conversation}", segment(conversation_id))
    if address.startswith("/"):
        address = client.session.origin + address
    hosts = frozenset({client.session.host}) if allowed_hosts is None else allowed_hosts
    objection = objection_to(address, hosts)
    if objection:
        raise ValueError(f"the address of the listing {objection}")
    found = walk(
        client.session,
        address,
        ListedMessage.from_json,
        query={"startdateutc": query_moment(since)},
    )
    return tuple([message async for message in found])
