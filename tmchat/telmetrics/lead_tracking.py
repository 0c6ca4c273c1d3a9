"""Ties the calls and text conversations of the next seconds to a tag; reading tags is not its part.

Source: CONTRACT 10.
"""

from collections.abc import Sequence

from tmchat.telmetrics.session import Session


class LeadTracking:
    """The `leadtracking` resource, signed by a `key` of its own beside the token."""

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
