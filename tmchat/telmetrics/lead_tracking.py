"""Ties the calls and text conversations of the next seconds to a tag; reading tags is not its part.

Source: CONTRACT 10. What Telmetrics answers is not visible on either page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tmchat.telmetrics.fields import Fields, as_moment, as_text, as_whole
from tmchat.telmetrics.session import Session


@dataclass(frozen=True)
class LeadNumber:
    """The number of a pool that was handed back for one visitor, to be shown to nobody else.

    That a number comes back is documented, the names of the fields are inferred: `expires_datetime`
    (milliseconds UTC) is when the session ends and the number may be another visitor's.
    """

    phone_number: str
    number_id: int | None = None
    session_id: int | None = None
    expires_datetime: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def from_json(cls, value: object) -> "LeadNumber":
        """Raises UnexpectedAnswer where there is no phone number."""
        fields = Fields(value, "a lead's number")
        return cls(
            phone_number=fields.required("phone_number", as_text),
            number_id=fields.optional("number_id", as_whole),
            session_id=fields.optional("session_id", as_whole),
            expires_datetime=fields.optional("expires_datetime", as_moment),
            extra=fields.rest(),
        )


class LeadTracking:
    """The `leadtracking` resources, signed by a `key` of their own beside the token."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def set_tag(
        self,
        key: str,
        tracking_numbers: Sequence[str],
        *,
        tag_data: str,
        session_match_period: int,
        **optional: str,
    ) -> None:
        """Tag what reaches the numbers within `session_match_period` seconds.

        `optional` takes `referrer`, `landing_page`, `user_agent` and whatever else an account
        may set, by its own name. Raises the errors of `errors`.
        """
        body = {
            **optional,
            "key": key,
            "tracking_numbers": list(tracking_numbers),
            "tag_data": tag_data,
            "session_match_period": session_match_period,
        }
        await self._session.call("POST", "/leadtracking/setTag", body=body)

    async def pool_number(
        self,
        key: str,
        pool_id: int,
        *,
        tag_data: str,
        session_match_period: int,
        allow_multi_session: bool | None = None,
        **optional: str,
    ) -> LeadNumber:
        """A number of the pool for one visitor, who is tagged for `session_match_period` seconds.

        With `allow_multi_session` the number may be another open session's too. `optional` is as
        in `set_tag`. Raises the errors of `errors`.
        """
        body: dict[str, Any] = {
            **optional,
            "key": key,
            "tag_data": tag_data,
            "session_match_period": session_match_period,
        }
        if allow_multi_session is not None:
            body["allow_multi_session"] = allow_multi_session
        path = f"/numberpools/{pool_id}/leadtracking"
        return LeadNumber.from_json(await self._session.call("POST", path, body=body))
