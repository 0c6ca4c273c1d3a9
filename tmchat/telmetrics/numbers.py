"""Tracking numbers: list, get, order, change, give back; what their routes mean is not known here.

Sources: CONTRACT 5.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tmchat.telmetrics.call_routes import CallRoute, parse_call_route
from tmchat.telmetrics.features import NumberFeatures
from tmchat.telmetrics.fields import Fields, answered, as_moment, as_object, as_text, as_whole
from tmchat.telmetrics.number_requests import NumberRequest
from tmchat.telmetrics.paging import USUAL_PAGE, listing, one_page, walk
from tmchat.telmetrics.replacement import Replacement
from tmchat.telmetrics.session import Session
from tmchat.telmetrics.sms_routes import NoneRoute, SmsRoute, parse_sms_route


@dataclass(frozen=True)
class Number:
    """One tracking number (CONTRACT 5.2); times in milliseconds UTC.

    `phone_number` is 10 digits in North America, `+` and country code elsewhere. `raw` is the whole
    answer as it came, `extra` what of it has no field here.
    """

    id: int
    name: str | None
    group_id: int | None
    status: str | None
    phone_number: str
    created_datetime: int | None = None
    modified_datetime: int | None = None
    sms_routes: SmsRoute = field(default_factory=NoneRoute)
    call_routes: CallRoute | None = None
    features: NumberFeatures | None = None
    replacement_configuration: Replacement | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def from_json(cls, value: object) -> "Number":
        """Raises UnexpectedAnswer where there is no id or no phone number."""
        fields = Fields(value, "a number")
        return cls(
            id=fields.required("id", as_whole),
            name=fields.optional("name", as_text),
            group_id=fields.optional("group_id", as_whole),
            status=fields.optional("status", as_text),
            phone_number=fields.required("phone_number", as_text),
            created_datetime=fields.optional("created_datetime", as_moment),
            modified_datetime=fields.optional("modified_datetime", as_moment),
            sms_routes=fields.optional("sms_routes", parse_sms_route) or NoneRoute(),
            call_routes=fields.optional("call_routes", parse_call_route),
            features=fields.optional("features", NumberFeatures.read),
            replacement_configuration=fields.optional(
                "replacement_configuration", Replacement.read
            ),
            extra=fields.rest(),
            raw=as_object(value) or {},
        )

    def settings(self) -> dict[str, Any]:
        """All that a PUT may change, as its body, with whatever unknown stood in the blocks.

        Sent back unchanged it changes nothing.
        """
        return number_settings(
            name=self.name,
            sms_routes=self.sms_routes,
            call_routes=self.call_routes,
            features=self.features,
            replacement_configuration=self.replacement_configuration,
        )


def number_settings(
    *,
    name: str | None = None,
    sms_routes: SmsRoute | None = None,
    call_routes: CallRoute | None = None,
    features: NumberFeatures | None = None,
    replacement_configuration: Replacement | None = None,
) -> dict[str, Any]:
    """The settings numbers and pools share, as a request body; what is None is left out."""
    body: dict[str, Any] = {}
    if name is not None:
        body["name"] = name
    if sms_routes is not None:
        body["sms_routes"] = sms_routes.to_json()
    if call_routes is not None:
        body["call_routes"] = call_routes.to_json()
    if features is not None:
        body["features"] = features.to_json()
    if replacement_configuration is not None:
        body["replacement_configuration"] = replacement_configuration.to_json()
    return body


class Numbers:
    """The `numbers` resource. Every method raises the errors of `errors`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self, *, page_size: int = USUAL_PAGE) -> AsyncIterator[Number]:
        """All numbers of the account, a page at a time."""
        return walk(self._session, "/numbers", Number.from_json, page_size=page_size)

    async def page(self, number: int, size: int) -> tuple[tuple[Number, ...], int]:
        """Page `number` of them, from 1, and how many pages there are."""
        return await one_page(self._session, "/numbers", Number.from_json, number=number, size=size)

    async def in_group(self, group_id: int) -> tuple[Number, ...]:
        """All numbers of one number group; this listing is not paged."""
        answer = await self._session.call("GET", f"/groups/{group_id}/numbers")
        return tuple(map(Number.from_json, listing(answer)))

    async def get(self, number_id: int) -> Number:
        """One number."""
        return Number.from_json(await self._session.call("GET", f"/numbers/{number_id}"))

    async def create(
        self,
        group_id: int,
        *,
        name: str,
        phone_number_request: NumberRequest,
        sms_routes: SmsRoute | None = None,
        call_routes: CallRoute | None = None,
        features: NumberFeatures | None = None,
        replacement_configuration: Replacement | None = None,
        other: Mapping[str, Any] | None = None,
    ) -> Number:
        """Order a number into a group, under a unique `name`; without a route texts go nowhere.

        `other` are further fields by their own names.
        """
        body = number_settings(
            name=name,
            sms_routes=sms_routes,
            call_routes=call_routes,
            features=features,
            replacement_configuration=replacement_configuration,
        )
        body["phone_number_request"] = phone_number_request.to_json()
        body = {**(other or {}), **body}
        answer = await self._session.call("POST", f"/groups/{group_id}/numbers", body=body)
        return Number.from_json(answer)

    async def update(
        self,
        number_id: int,
        *,
        name: str | None = None,
        sms_routes: SmsRoute | None = None,
        call_routes: CallRoute | None = None,
        features: NumberFeatures | None = None,
        replacement_configuration: Replacement | None = None,
    ) -> Number | None:
        """Change only what is given, as `change` does."""
        body = number_settings(
            name=name,
            sms_routes=sms_routes,
            call_routes=call_routes,
            features=features,
            replacement_configuration=replacement_configuration,
        )
        return await self.change(number_id, body)

    async def change(self, number_id: int, settings: Mapping[str, Any]) -> Number | None:
        """Change what stands in a body such as a part of `Number.settings`.

        Answers the number as it is then, or None where Telmetrics does not say (that it does is
        not documented): `get` tells.
        """
        answer = await self._session.call("PUT", f"/numbers/{number_id}", body=settings)
        return answered(answer, Number.from_json)

    async def delete(self, number_id: int) -> None:
        """Give the number back for good."""
        await self._session.call("DELETE", f"/numbers/{number_id}")
